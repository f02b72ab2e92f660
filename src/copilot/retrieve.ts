import { createLexicalIndex, type LexicalIndex } from './lexical-index.ts';

/** Something that may answer a question. */
export interface RetrievableDocument {
  id: string;
  title: string;
  text: string;
}

/** A question that was answered before, and by what: a solved ticket, or an example of a macro. */
export interface SolvedQuestion {
  id: string;
  text: string;
  documentIds: readonly string[];
}

/** A document that may answer a question. */
export interface RetrievedDocument {
  id: string;
  /** 0 to about 1.5: how much of the question the document itself and what solved its like speak for it. */
  score: number;
}

/** What may be searched for one question: decided before anything is ranked. */
export interface RetrievalScope {
  acceptDocument?(id: string): boolean;
  acceptSolved?(id: string): boolean;
}

/** Searches documents, and the questions that were solved before. */
export interface Retriever {
  addDocument(document: RetrievableDocument): void;
  removeDocument(id: string): void;
  addSolved(solved: SolvedQuestion): void;
  removeSolved(id: string): void;
  /** The best documents, the best first. */
  retrieve(question: string, limit: number, scope?: RetrievalScope): RetrievedDocument[];
}

/** Solved questions that are looked at: enough that the right one is among them, few enough that they are alike. */
const neighbours = 20;
/** How many documents are weighed by their own words before the two are put together. */
const candidates = 200;

/** Builds an empty retriever. */
export function createRetriever(): Retriever {
  const documents = createLexicalIndex({
    title: { weight: 2, lengthNorm: 0.3 },
    body: { weight: 1, lengthNorm: 0.6 },
  });
  const solved = createLexicalIndex({ body: { weight: 1, lengthNorm: 0.6 } });
  const solvedBy = new Map<string, readonly string[]>();

  return {
    addDocument: ({ id, title, text }) => documents.add({ id, fields: { title, body: text } }),
    removeDocument: (id) => documents.remove(id),
    addSolved: ({ id, text, documentIds }) => {
      solved.add({ id, fields: { body: text } });
      solvedBy.set(id, documentIds);
    },
    removeSolved: (id) => {
      solved.remove(id);
      solvedBy.delete(id);
    },
    retrieve: (question, limit, { acceptDocument, acceptSolved } = {}) => {
      const scores = new Map<string, number>();
      const add = (id: string, score: number): void => void scores.set(id, (scores.get(id) ?? 0) + score);
      for (const { id, share } of shares(documents, question, candidates, acceptDocument)) add(id, share);
      const alike = shares(solved, question, neighbours, acceptSolved);
      for (const [id, share] of votes(alike, solvedBy)) {
        if (acceptDocument?.(id) ?? true) add(id, share);
      }
      return [...scores]
        .map(([id, score]) => ({ id, score }))
        .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
        .slice(0, limit);
    },
  };
}

/** The best of an index, each with the share of the question that it covers: comparable over indexes and questions. */
function shares(
  index: LexicalIndex,
  question: string,
  limit: number,
  accept?: (id: string) => boolean,
): { id: string; share: number }[] {
  const scale = index.scaleOf(question);
  if (scale === 0) return [];
  const hits = index.search(question, { limit, ...(accept ? { accept } : {}) });
  return hits.map(({ id, score }) => ({ id, share: score / scale }));
}

/**
 * What solved questions speak for a document: the share of the likest of them, and for each further one that was solved
 * by it half as much as for the one before.
 */
function votes(
  alike: readonly { id: string; share: number }[],
  solvedBy: ReadonlyMap<string, readonly string[]>,
): Map<string, number> {
  const found = new Map<string, number>();
  const seen = new Map<string, number>();
  for (const { id, share } of alike) {
    for (const document of solvedBy.get(id) ?? []) {
      const before = seen.get(document) ?? 0;
      seen.set(document, before + 1);
      found.set(document, (found.get(document) ?? 0) + share / 2 ** before);
    }
  }
  return found;
}
