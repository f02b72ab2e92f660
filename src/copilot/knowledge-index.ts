import type { Audience, KnowledgeDocument, KnowledgeKind } from '../domain/knowledge.ts';
import { isVersionWithin } from '../domain/version.ts';
import type { Embedder } from './embedder.ts';
import { freshnessOf } from './freshness.ts';
import { createRetriever, type Retriever } from './retrieve.ts';

/** What may answer a question: decided before anything is ranked. What is left out does not count. */
export interface KnowledgeFilter {
  kinds?: readonly KnowledgeKind[];
  /** `customer`: only what customers may read; `internal`: everything. */
  audience: Audience;
  region?: string;
  productArea?: string;
  /** The version that the customer uses: known issues that it does not have are left out. */
  version?: string;
  /** The account that asks: its own solved tickets have a say, those of others never. */
  account?: string;
  /** The UTC day of the question, such as 2026-11-26: what nobody reviewed for long ranks a little lower. */
  today?: string;
}

/** A ticket that was solved, and by which documents. */
export interface SolvedTicket {
  id: string;
  text: string;
  documentIds: readonly string[];
  /** Whose it is; null = a person turned it into shared knowledge. */
  account: string | null;
}

/** A document that may answer a question. */
export interface FoundDocument {
  document: KnowledgeDocument;
  /** 0 to about 1.5; comparable within one search. */
  score: number;
}

/** What knowledge has to say to a question. */
export interface FoundKnowledge {
  /** The best first. A superseded issue is never among them. */
  documents: FoundDocument[];
  /** 0 to 1: how sure the first one is; `isCovered` says whether that is enough. */
  confidence: number;
}

/** Knowledge that can be searched. */
export interface KnowledgeIndex {
  search(question: string, filter: KnowledgeFilter, limit: number): Promise<FoundKnowledge>;
}

/** What stands beside the documents. */
export interface KnowledgeSources {
  /** Without one, words alone are compared. */
  embedder?: Embedder;
  solvedTickets?: readonly SolvedTicket[];
}

/** Builds the index of these documents. What a macro gives as examples are questions that it has solved. */
export function indexKnowledge(
  documents: readonly KnowledgeDocument[],
  { embedder, solvedTickets = [] }: KnowledgeSources = {},
): KnowledgeIndex {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const accountOf = new Map(solvedTickets.map(({ id, account }) => [`ticket ${id}`, account]));
  const retriever = createRetriever({ embedder: embedder ?? null });
  for (const document of byId.values()) addDocument(retriever, document);
  for (const { id, text, documentIds, account } of solvedTickets) {
    retriever.addSolved({ id: `ticket ${id}`, text, documentIds, shared: account === null });
  }
  return {
    search: async (question, filter, limit) => {
      const { account, today } = filter;
      const allowed = new Set(
        [...byId.values()].filter((document) => isAllowed(document, filter)).map(({ id }) => id),
      );
      const { documents: found, confidence } = await retriever.retrieve(question, limit, {
        acceptDocument: (id) => allowed.has(id),
        acceptSolved: (id) => account !== undefined && accountOf.get(id) === account,
        weightOf: (id) => (today === undefined ? 1 : freshnessOf(byId.get(id)?.reviewed_on ?? today, today)),
      });
      const known = found.flatMap(({ id, score }) => {
        const document = byId.get(id);
        return document ? [{ document, score }] : [];
      });
      return { documents: known, confidence };
    },
  };
}

function addDocument(retriever: Retriever, document: KnowledgeDocument): void {
  const { id, title, body } = document;
  const signatures = document.kind === 'known-issue' ? document.error_signatures : [];
  retriever.addDocument({ id, title: [title, ...signatures].join(' '), text: body });
  const examples = document.kind === 'macro' ? document.examples : [];
  for (const [index, text] of examples.entries()) {
    retriever.addSolved({ id: `example ${id} ${index}`, text, documentIds: [id], shared: true });
  }
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
