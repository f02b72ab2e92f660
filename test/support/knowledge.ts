import { type Embedder, normalize } from '../../src/copilot/embedder.ts';
import { createKnowledgeIndex, type KnowledgeIndex } from '../../src/copilot/knowledge-index.ts';
import { type KnowledgeSearch, searchKnowledge } from '../../src/copilot/knowledge-search.ts';
import { documentIdOf, type SourceDocument, sourceDocumentOf } from '../../src/domain/indexed-knowledge.ts';
import type { KnowledgeDocument } from '../../src/domain/knowledge.ts';
import type { KnowledgeSource, SourceReading } from '../../src/domain/knowledge-source.ts';
import { searchable } from '../../src/domain/searchable-document.ts';
import type { NewDocument } from '../../src/store/knowledge-documents.ts';

/** A document as a source would give it: a product page for customers. */
export function sourceDocument(key: string, change: Partial<SourceDocument> = {}): SourceDocument {
  return {
    key,
    kind: 'product',
    title: `Title of ${key}`,
    body: `Body of ${key}.`,
    audience: 'customer',
    regions: null,
    productArea: null,
    status: null,
    versions: { from: null, to: null },
    account: null,
    url: null,
    updatedAt: null,
    meta: {},
    ...change,
  };
}

/** A document as the store takes it. */
export function newDocument(source: string, key: string, change: Partial<NewDocument> = {}): NewDocument {
  return {
    ...sourceDocument(key),
    id: documentIdOf(source, key),
    source,
    contentHash: `hash of ${key}`,
    indexedWith: '1/test',
    chunks: 1,
    fetchedAt: new Date('2026-11-20T10:00:00.000Z'),
    indexedAt: new Date('2026-11-20T10:00:01.000Z'),
    ...change,
  };
}

/** A vector with some numbers, the rest zeros. */
export function vectorOf(...numbers: number[]): Float32Array {
  return Float32Array.from({ length: 512 }, (_, index) => numbers[index] ?? 0);
}

/** An embedder for tests: texts that share words are near each other. It counts what it was asked. */
export function wordEmbedder(id = 'words'): Embedder & { texts: string[] } {
  const texts: string[] = [];
  return {
    id,
    dimensions: 512,
    texts,
    embed: async (given) => {
      texts.push(...given);
      return given.map((text) => {
        const vector = new Float32Array(512);
        for (const [word] of text.toLowerCase().matchAll(/[a-z0-9]+/g)) {
          const place = Buffer.from(word).reduce((hash, byte) => (hash * 31 + byte) % 512, 7);
          vector[place] = (vector[place] ?? 0) + 1;
        }
        return normalize(vector);
      });
    },
  };
}

/** Knowledge that is these documents, and nothing indexed. */
export function knowledgeOf(documents: readonly KnowledgeDocument[]): KnowledgeSearch {
  return searchKnowledge({ readFiles: async () => documents });
}

/** An index of these documents. @param embedder - null = words alone are compared */
export function indexOf(
  documents: readonly KnowledgeDocument[],
  embedder: Embedder | null = null,
): KnowledgeIndex {
  const index = createKnowledgeIndex(embedder);
  for (const document of documents) index.set(searchable(document.id, sourceDocumentOf(document)), null);
  return index;
}

/** The knowledge of a test that is about something else. */
export const noIndexing = { sources: [], embedder: wordEmbedder() };

/** A source in memory: what it holds, and what it was asked. */
export function memorySource(name: string, documents: readonly SourceDocument[] = []) {
  const source = {
    name,
    description: `the source ${name}`,
    settings: '1',
    documents,
    problems: [] as string[],
    broken: new Set<string>(),
    mark: null as unknown,
    marks: [] as unknown[],
    failure: null as Error | null,
    read: async (mark: unknown): Promise<SourceReading> => {
      source.marks.push(mark);
      if (source.failure) throw source.failure;
      const { documents, problems, broken } = source;
      const read = new Set(documents.map(({ key }) => key));
      return { documents, problems, isGone: (key) => !read.has(key) && !broken.has(key), mark: source.mark };
    },
  };
  return source satisfies KnowledgeSource;
}
