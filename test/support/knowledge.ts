import { documentIdOf, type SourceDocument } from '../../src/domain/indexed-knowledge.ts';
import type { NewDocument } from '../../src/store/knowledge-documents.ts';

/** A document as a source would give it: a product page for customers. */
export function sourceDocument(key: string, change: Partial<SourceDocument> = {}): SourceDocument {
  return {
    ...{ key, kind: 'product', title: `Title of ${key}`, body: `Body of ${key}.`, audience: 'customer' },
    ...{ regions: null, productArea: null, status: null, versions: { from: null, to: null }, account: null },
    ...{ url: null, updatedAt: null, meta: {} },
    ...change,
  };
}

/** A document as the store takes it. */
export function newDocument(source: string, key: string, change: Partial<NewDocument> = {}): NewDocument {
  return {
    ...sourceDocument(key),
    ...{
      id: documentIdOf(source, key),
      source,
      contentHash: `hash of ${key}`,
      indexedWith: '1/test',
      chunks: 1,
    },
    fetchedAt: new Date('2026-11-20T10:00:00.000Z'),
    indexedAt: new Date('2026-11-20T10:00:01.000Z'),
    ...change,
  };
}

/** A vector with some numbers, the rest zeros. */
export function vectorOf(...numbers: number[]): Float32Array {
  return Float32Array.from({ length: 512 }, (_, index) => numbers[index] ?? 0);
}
