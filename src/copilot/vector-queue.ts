import { HoldfastError } from '../errors.ts';
import type { Embedder } from './embedder.ts';

/** Texts that wait for their vectors until somebody asks. */
export interface VectorQueue {
  /** Replaces what waits under this name. */
  add(name: string, texts: readonly string[], apply: (vectors: Float32Array[]) => void): void;
  remove(name: string): void;
  /** Applies all that wait, then gives the vectors of these texts; none while the embedder fails or where there is none. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
}

interface Waiting {
  texts: readonly string[];
  apply(vectors: Float32Array[]): void;
}

/** Builds an empty queue. */
export function createVectorQueue(embedder: Embedder | null): VectorQueue {
  const waiting = new Map<string, Waiting>();
  let working: Promise<void> = Promise.resolve();

  const applyAll = async (all: Embedder): Promise<void> => {
    const batch = [...waiting];
    if (batch.length === 0) return;
    const vectors = await all.embed(batch.flatMap(([, { texts }]) => texts));
    let start = 0;
    for (const [name, one] of batch) {
      const own = vectors.slice(start, start + one.texts.length);
      start += one.texts.length;
      // Removed or replaced meanwhile: these vectors are of a text that is no longer there.
      if (waiting.get(name) !== one) continue;
      waiting.delete(name);
      one.apply(own);
    }
  };

  return {
    add: (name, texts, apply) => void (embedder && waiting.set(name, { texts, apply })),
    remove: (name) => void waiting.delete(name),
    embed: async (texts) => {
      if (!embedder) return [];
      try {
        working = working.catch(() => undefined).then(() => applyAll(embedder));
        await working;
        return await embedder.embed(texts);
      } catch (error) {
        if (error instanceof HoldfastError && error.code === 'HF_EMBEDDER_UNAVAILABLE') return [];
        throw error;
      }
    },
  };
}
