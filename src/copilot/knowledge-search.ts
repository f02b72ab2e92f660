import type { KnowledgeDocument } from '../domain/knowledge.ts';
import type { Embedder } from './embedder.ts';
import {
  type FoundKnowledge as Found,
  indexKnowledge,
  type KnowledgeFilter,
  type KnowledgeIndex,
} from './knowledge-index.ts';
import { isCovered } from './retrieve.ts';

/** What a search came to. */
export interface FoundKnowledge extends Found {
  /** Whether the best of them is sure enough to answer. */
  isCovered: boolean;
}

/** The knowledge as use cases see it. */
export interface KnowledgeSearch {
  search(question: string, filter: KnowledgeFilter, limit: number): Promise<FoundKnowledge>;
  /** One document, whoever may read it; null = there is none. */
  find(id: string): Promise<KnowledgeDocument | null>;
}

/**
 * Searches these documents; they are read and indexed when the first question comes.
 * @param load - reads them
 * @param embedder - without one, words alone are compared. The first question waits until all of them are encoded
 */
export function searchKnowledge(
  load: () => Promise<readonly KnowledgeDocument[]>,
  embedder?: Embedder,
): KnowledgeSearch {
  let opened: Promise<{ documents: readonly KnowledgeDocument[]; index: KnowledgeIndex }> | null = null;
  const open = () => {
    opened ??= load().then((documents) => ({
      documents,
      index: indexKnowledge(documents, embedder ? { embedder } : {}),
    }));
    return opened;
  };
  return {
    search: async (question, filter, limit) => {
      const { index } = await open();
      const found = await index.search(question, filter, limit);
      return { ...found, isCovered: isCovered(found) };
    },
    find: async (id) => (await open()).documents.find((document) => document.id === id) ?? null,
  };
}
