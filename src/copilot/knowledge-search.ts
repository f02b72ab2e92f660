import type { KnowledgeDocument } from '../domain/knowledge.ts';
import {
  type FoundDocument,
  indexKnowledge,
  type KnowledgeFilter,
  type KnowledgeIndex,
} from './knowledge-index.ts';

/** What a search came to. */
export interface FoundKnowledge {
  /** The best first. */
  documents: FoundDocument[];
  /** 0 to 1: how sure it is that the best of them answers the question. */
  confidence: number;
  /** Whether that is sure enough to answer. */
  isCovered: boolean;
}

/** The knowledge as use cases see it. */
export interface KnowledgeSearch {
  search(question: string, filter: KnowledgeFilter, limit: number): Promise<FoundKnowledge>;
  /** One document, whoever may read it; null = there is none. */
  find(id: string): Promise<KnowledgeDocument | null>;
}

/** Below this share of the question nothing is answered. */
const coveredScore = 0.5;

/**
 * Searches these documents; they are read and indexed when the first question comes.
 * @param load - reads them
 */
export function searchKnowledge(load: () => Promise<readonly KnowledgeDocument[]>): KnowledgeSearch {
  let opened: Promise<{ documents: readonly KnowledgeDocument[]; index: KnowledgeIndex }> | null = null;
  const open = () => {
    opened ??= load().then((documents) => ({ documents, index: indexKnowledge(documents) }));
    return opened;
  };
  return {
    search: async (question, filter, limit) => {
      const { index } = await open();
      const documents = index.search(question, filter, limit);
      const score = documents[0]?.score ?? 0;
      return { documents, confidence: Math.min(1, score), isCovered: score >= coveredScore };
    },
    find: async (id) => (await open()).documents.find((document) => document.id === id) ?? null,
  };
}
