import type { DocumentVectors } from '../domain/searchable-document.ts';
import { createSolvedQuestions, type SolvedQuestion, type SolvedScope } from './classify/solved-questions.ts';
import { createDocumentIndex, type RetrievableDocument } from './document-index.ts';
import type { Embedder } from './embedder.ts';
import { headlineOf } from './headline.ts';
import { createVectorQueue } from './vector-queue.ts';
import { matchBesideExamples, matchConfidence, matchScore } from './weights.ts';

export type { SolvedQuestion } from './classify/solved-questions.ts';
export type { RetrievableDocument } from './document-index.ts';

/** A document that may answer a question. */
export interface RetrievedDocument {
  id: string;
  /** 0 to about 1.5; comparable within one answer. */
  score: number;
}

/** What was found for one question. */
export interface Retrieval {
  /** The best first; of equal ones the lower id. */
  documents: RetrievedDocument[];
  /** 0 to 1: the chance that the first document answers the question, if half of all questions had no answer here. */
  confidence: number;
}

/** What may be searched for one question: decided before anything is ranked. */
export interface RetrievalScope extends SolvedScope {
  /** What a document's score is multiplied by, 0 to 1. */
  weightOf?(id: string): number;
}

/** Searches documents, and the questions that were solved before. */
export interface Retriever {
  /** @param vectors - of `textsToEncode`; without them they are made before the next question */
  addDocument(document: RetrievableDocument, vectors?: DocumentVectors | null): void;
  removeDocument(id: string): void;
  addSolved(solved: SolvedQuestion): void;
  removeSolved(id: string): void;
  /** While the embedder fails, words alone are compared. */
  retrieve(question: string, limit: number, scope?: RetrievalScope): Promise<Retrieval>;
}

/** What of a document is encoded: its title, and its title with its text. */
export function textsToEncode({ title, text }: Omit<RetrievableDocument, 'id'>): [string, string] {
  return [title, `${title}\n${text}`];
}

/** Whether the first document is more likely right than wrong. */
export function isCovered({ confidence }: { confidence: number }): boolean {
  return confidence > 0.5;
}

/** Below it two texts share a syllable or an ending, which says nothing. */
const leastScore = 0.03;

/** Builds an empty retriever. Without an embedder it compares words alone. */
export function createRetriever({ embedder = null }: { embedder?: Embedder | null } = {}): Retriever {
  const documents = createDocumentIndex();
  const solved = createSolvedQuestions();
  const queue = createVectorQueue(embedder);

  return {
    addDocument: (document, vectors = null) => {
      const { id, title } = document;
      documents.add(document);
      solved.title(id, { text: title, vector: vectors?.title ?? null });
      queue.remove(`document ${id}`);
      if (vectors) documents.encode(id, vectors);
      else {
        queue.add(`document ${id}`, textsToEncode(document), ([ofTitle, ofText]) => {
          if (!ofTitle || !ofText) return;
          documents.encode(id, { title: ofTitle, text: ofText });
          solved.title(id, { text: title, vector: ofTitle });
        });
      }
    },
    removeDocument: (id) => {
      documents.remove(id);
      solved.title(id, null);
      queue.remove(`document ${id}`);
    },
    addSolved: (one) => {
      solved.add(one, null);
      queue.add(`solved ${one.id}`, [one.text], ([vector]) => solved.add(one, vector ?? null));
    },
    removeSolved: (id) => {
      solved.remove(id);
      queue.remove(`solved ${id}`);
    },
    retrieve: async (text, limit, scope = {}) => {
      const [vector = null, headlineVector = null] = await queue.embed([text, headlineOf(text)]);
      const matches = await documents.match({ text, vector, headlineVector }, scope.acceptDocument);
      const verdict = solved.judge({ text, vector }, scope);
      const ranked: RetrievedDocument[] = [];
      const ownScore = (id: string): number => {
        const match = matches.get(id);
        return match ? matchScore(match, text, vector !== null) : 0;
      };
      for (const id of new Set([...matches.keys(), ...verdict.scores.keys()])) {
        if (!documents.has(id)) continue;
        const learned = verdict.scores.get(id);
        const score = learned === undefined ? ownScore(id) : learned + matchBesideExamples * ownScore(id);
        if (score >= leastScore) ranked.push({ id, score: score * (scope.weightOf?.(id) ?? 1) });
      }
      ranked.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
      const best = ranked[0]?.id;
      if (best === undefined) return { documents: [], confidence: 0 };
      const confidence = verdict.scores.has(best)
        ? verdict.confidence
        : matchConfidence(ownScore(best), text, vector !== null);
      return { documents: ranked.slice(0, limit), confidence };
    },
  };
}
