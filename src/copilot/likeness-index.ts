import { createCosineIndex } from './cosine-index.ts';
import { dotProduct } from './embedder.ts';
import { pieceFeatures, wordFeatures } from './features.ts';

/** A text with its vector; null = there is no embedder, and words alone are compared. */
export interface EncodedText {
  text: string;
  vector: Float32Array | null;
}

/** Compares questions with each other: by their meaning, their words, and the pieces of their words. */
export interface LikenessIndex {
  /** Adds a text, or replaces the one under this id. */
  add(id: string, text: EncodedText): void;
  remove(id: string): void;
  /** How alike each text is, 0 to 1; those that are not alike at all are not named. */
  likeness(text: EncodedText, accept?: (id: string) => boolean): Map<string, number>;
}

/**
 * What meaning counts beside words and pieces of words, which count one each. Source: leave-one-out over the examples of
 * three companies (ADR-0023).
 */
const meaningWeight = 3;
/** Makes next to nothing of what is merely about the same company (0.3), and leaves the near as it is. */
const sharpness = 4;

/** Builds an empty index. The likeness is a kernel: a sum of cosines and of an even power of a cosine. */
export function createLikenessIndex(): LikenessIndex {
  const words = createCosineIndex(wordFeatures);
  const pieces = createCosineIndex(pieceFeatures);
  const vectors = new Map<string, Float32Array>();
  return {
    add: (id, { text, vector }) => {
      words.add(id, text);
      pieces.add(id, text);
      if (vector) vectors.set(id, vector);
      else vectors.delete(id);
    },
    remove: (id) => {
      words.remove(id);
      pieces.remove(id);
      vectors.delete(id);
    },
    likeness: ({ text, vector }, accept) => {
      const found = new Map<string, number>();
      const total = vector ? meaningWeight + 2 : 2;
      const add = (id: string, value: number): void =>
        void found.set(id, (found.get(id) ?? 0) + value / total);
      for (const index of [words, pieces]) {
        for (const [id, similarity] of index.similarities(text, accept)) add(id, similarity);
      }
      if (!vector) return found;
      for (const [id, other] of vectors) {
        if (accept?.(id) ?? true) add(id, meaningWeight * dotProduct(vector, other) ** sharpness);
      }
      return found;
    },
  };
}
