import type { IndexedKind } from '../domain/indexed-knowledge.ts';
import type { Audience } from '../domain/knowledge.ts';
import type { DocumentVectors, SearchableDocument } from '../domain/searchable-document.ts';
import { isVersionWithin } from '../domain/version.ts';
import type { Embedder } from './embedder.ts';
import { freshnessOf } from './freshness.ts';
import { createRetriever, type Retriever } from './retrieve.ts';

/** What may answer a question: decided before anything is ranked. What is left out does not count. */
export interface KnowledgeFilter {
  kinds?: readonly IndexedKind[];
  /** `customer`: only what customers may read; `internal`: everything. */
  audience: Audience;
  region?: string;
  /** Documents of other areas are left out, those that name none are not. */
  productArea?: string;
  /** The version that the customer uses: known issues that it does not have are left out. */
  version?: string;
  /** The account that asks: what was solved for it has a say, what was solved for others never. */
  account?: string;
  /** The UTC day of the question, such as 2026-11-26: what nobody reviewed for long ranks a little lower. */
  today?: string;
}

/** A question that was solved, and by which documents. */
export interface SolvedQuestion {
  id: string;
  text: string;
  documentIds: readonly string[];
  /** Whose it is; null = nobody's in particular. */
  account: string | null;
}

/** A document that may answer a question. */
export interface FoundDocument {
  document: SearchableDocument;
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
  /**
   * Adds a document, or replaces the one under its id. What it gives as examples are questions that it has solved.
   * @param vectors - as the embedder made them; null = they are made before the next search
   */
  set(document: SearchableDocument, vectors: DocumentVectors | null): void;
  remove(id: string): void;
  /** One document, whoever may read it; null = there is none. */
  find(id: string): SearchableDocument | null;
  /** Adds a question that was solved, or replaces the one under its id. */
  setSolved(question: SolvedQuestion): void;
  removeSolved(id: string): void;
  search(question: string, filter: KnowledgeFilter, limit: number): Promise<FoundKnowledge>;
}

/** An index without documents. @param embedder - without one, words alone are compared */
export function createKnowledgeIndex(embedder: Embedder | null = null): KnowledgeIndex {
  const documents = new Map<string, SearchableDocument>();
  const accounts = new Map<string, string | null>();
  const retriever = createRetriever({ embedder });
  const remove = (id: string): void => {
    const known = documents.get(id);
    if (!known) return;
    documents.delete(id);
    retriever.removeDocument(id);
    for (const index of known.examples.keys()) retriever.removeSolved(exampleId(id, index));
  };
  return {
    set: (document, vectors) => {
      remove(document.id);
      documents.set(document.id, document);
      addDocument(retriever, document, vectors);
    },
    remove,
    find: (id) => documents.get(id) ?? null,
    setSolved: ({ id, text, documentIds, account }) => {
      accounts.set(solvedId(id), account);
      retriever.addSolved({ id: solvedId(id), text, documentIds, shared: account === null });
    },
    removeSolved: (id) => {
      accounts.delete(solvedId(id));
      retriever.removeSolved(solvedId(id));
    },
    search: async (question, filter, limit) => {
      const { account, today } = filter;
      const allowed = new Set(
        [...documents.values()].filter((document) => isAllowed(document, filter)).map(({ id }) => id),
      );
      const { documents: found, confidence } = await retriever.retrieve(question, limit, {
        acceptDocument: (id) => allowed.has(id),
        acceptSolved: (id) => account !== undefined && accounts.get(id) === account,
        weightOf: (id) => {
          const reviewedOn = documents.get(id)?.reviewedOn ?? null;
          return today === undefined || reviewedOn === null ? 1 : freshnessOf(reviewedOn, today);
        },
      });
      const known = found.flatMap(({ id, score }) => {
        const document = documents.get(id);
        return document ? [{ document, score }] : [];
      });
      return { documents: known, confidence };
    },
  };
}

function exampleId(id: string, index: number): string {
  return `example ${id} ${index}`;
}

function solvedId(id: string): string {
  return `solved ${id}`;
}

/** What a document is found by, beside its examples. */
export function foundBy({ title, body, signatures }: SearchableDocument): { title: string; text: string } {
  return { title: [title, ...signatures].join(' '), text: body };
}

function addDocument(
  retriever: Retriever,
  document: SearchableDocument,
  vectors: DocumentVectors | null,
): void {
  const { id, examples } = document;
  retriever.addDocument({ id, ...foundBy(document) }, vectors);
  for (const [index, text] of examples.entries()) {
    retriever.addSolved({ id: exampleId(id, index), text, documentIds: [id], shared: true });
  }
}

function isAllowed(document: SearchableDocument, filter: KnowledgeFilter): boolean {
  const { kinds, audience, region, productArea, version } = filter;
  const { status, versions, regions } = document;
  if (kinds && !kinds.includes(document.kind)) return false;
  if (status === 'superseded') return false;
  if (audience === 'customer' && document.audience !== 'customer') return false;
  if (region !== undefined && regions && !regions.includes(region)) return false;
  if (productArea !== undefined && document.productArea !== null && document.productArea !== productArea)
    return false;
  if (version === undefined || document.kind !== 'known-issue') return true;
  return isVersionWithin(version, { from: versions.from ?? undefined, to: versions.to ?? undefined });
}
