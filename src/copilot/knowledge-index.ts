import type { Audience, KnowledgeDocument, KnowledgeKind } from '../domain/knowledge.ts';
import { isVersionWithin } from '../domain/version.ts';
import { createRetriever } from './retrieve.ts';

/** What may answer a question: decided before anything is ranked. What is left out does not count. */
export interface KnowledgeFilter {
  kinds?: readonly KnowledgeKind[];
  /** `customer`: only what customers may read; `internal`: everything. */
  audience: Audience;
  region?: string;
  productArea?: string;
  /** The version that the customer uses: known issues that it does not have are left out. */
  version?: string;
}

/** A document that may answer a question. */
export interface FoundDocument {
  document: KnowledgeDocument;
  /** 0 to about 1.5; comparable within one search. */
  score: number;
}

/** Knowledge that can be searched. */
export interface KnowledgeIndex {
  /** The best documents, the best first. A superseded issue is never among them. */
  search(question: string, filter: KnowledgeFilter, limit: number): FoundDocument[];
}

/** Builds the index of these documents. What a macro gives as examples are questions that it has solved. */
export function indexKnowledge(documents: readonly KnowledgeDocument[]): KnowledgeIndex {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const retriever = createRetriever();
  for (const document of byId.values()) {
    const { id, title, body } = document;
    const signatures = document.kind === 'known-issue' ? document.error_signatures : [];
    retriever.addDocument({ id, title: [title, ...signatures].join(' '), text: body });
    const examples = document.kind === 'macro' ? document.examples : [];
    for (const [index, text] of examples.entries()) {
      retriever.addSolved({ id: `${id}#${index}`, text, documentIds: [id] });
    }
  }
  return {
    search: (question, filter, limit) => {
      const allowed = new Set(
        [...byId.values()].filter((document) => isAllowed(document, filter)).map(({ id }) => id),
      );
      const scope = {
        acceptDocument: (id: string) => allowed.has(id),
        acceptSolved: (id: string) => allowed.has(id.slice(0, id.indexOf('#'))),
      };
      return retriever.retrieve(question, limit, scope).flatMap(({ id, score }) => {
        const document = byId.get(id);
        return document ? [{ document, score }] : [];
      });
    },
  };
}

function isAllowed(
  document: KnowledgeDocument,
  { kinds, audience, region, productArea, version }: KnowledgeFilter,
): boolean {
  if (kinds && !kinds.includes(document.kind)) return false;
  if (audience === 'customer' && document.audience !== 'customer') return false;
  if (region !== undefined && document.regions && !document.regions.includes(region)) return false;
  if (productArea !== undefined && document.product_area !== productArea) return false;
  if (document.kind !== 'known-issue') return true;
  if (document.status === 'superseded') return false;
  return version === undefined || isVersionWithin(version, document.versions);
}
