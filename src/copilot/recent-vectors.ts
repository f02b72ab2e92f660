import type { Embedder } from './embedder.ts';

/**
 * Remembers the vectors of the texts that were asked for last: one question is compared with several things, and is
 * encoded once.
 * @param most - how many are remembered
 */
export function rememberVectors(embedder: Embedder, most = 64): Embedder {
  const recent = new Map<string, Promise<Float32Array>>();
  return {
    ...embedder,
    embed: async (texts) => {
      const missing = [...new Set(texts.filter((text) => !recent.has(text)))];
      if (missing.length > most) return await embedder.embed(texts);
      const embedding = missing.length > 0 ? embedder.embed(missing) : Promise.resolve([]);
      for (const [index, text] of missing.entries()) {
        const vector = embedding.then((vectors) => vectors[index] as Float32Array);
        vector.catch(() => recent.delete(text)); // whoever asks next tries again
        recent.set(text, vector);
      }
      const wanted = texts.map((text) => recent.get(text) as Promise<Float32Array>);
      for (const text of recent.keys()) if (recent.size > most) recent.delete(text);
      return await Promise.all(wanted);
    },
  };
}
