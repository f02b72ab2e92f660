import { dotProduct } from './embedder.ts';

/** Something whose vector lies near the one that was asked for. */
export interface VectorHit {
  id: string;
  /** Cosine, -1 to 1. */
  similarity: number;
}

/** Finds vectors near another. All of them come from one embedder. */
export interface VectorIndex {
  /**
   * The nearest, the nearest first; of equal ones the lower id.
   * @param accept - what it refuses does not exist here: it takes no place among the nearest
   */
  nearest(vector: Float32Array, limit: number, accept?: (id: string) => boolean): Promise<VectorHit[]>;
}

/** An index in memory that compares with every vector it holds. */
export interface ExactVectorIndex extends VectorIndex {
  /** Adds a vector, or replaces the one under this id. */
  add(id: string, vector: Float32Array): void;
  remove(id: string): void;
}

/** Builds an empty index in memory. */
export function createExactVectorIndex(): ExactVectorIndex {
  const vectors = new Map<string, Float32Array>();
  return {
    add: (id, vector) => void vectors.set(id, vector),
    remove: (id) => void vectors.delete(id),
    nearest: async (vector, limit, accept) => {
      const hits: VectorHit[] = [];
      for (const [id, other] of vectors) {
        if (accept?.(id) ?? true) hits.push({ id, similarity: dotProduct(vector, other) });
      }
      // Sorting bare numbers first spares comparing the ids of all that are far away.
      const least = Float64Array.from(hits, (hit) => -hit.similarity).sort()[limit - 1];
      return hits
        .filter(({ similarity }) => least === undefined || similarity >= -least)
        .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1))
        .slice(0, limit);
    },
  };
}
