import { createLexicalIndex } from './lexical-index.ts';

/** A text that others are compared with. */
export interface ComparedText {
  id: string;
  title: string;
  body: string;
}

/** A text that is alike. */
export interface SimilarText {
  id: string;
  /** 0–1: how much of what the other text is about this one speaks of. */
  share: number;
}

/** Finds the texts that are most alike; of equal ones the lower id comes first. */
export type FindSimilar = (
  text: { title: string; body: string },
  limit: number,
  accept?: (id: string) => boolean,
) => SimilarText[];

/**
 * Compares by words. A title counts twice, in what is compared and in what it is compared with: people say there what it
 * is about, and tell their story below.
 */
export function compareTexts(texts: readonly ComparedText[]): FindSimilar {
  const index = createLexicalIndex({
    title: { weight: 2, lengthNorm: 0.3 },
    body: { weight: 1, lengthNorm: 0.6 },
  });
  for (const { id, title, body } of texts) index.add({ id, fields: { title, body } });
  return ({ title, body }, limit, accept) => {
    const asked = `${title}\n${title}\n${body.slice(0, longestBody)}`;
    const scale = index.scaleOf(asked);
    if (scale === 0) return [];
    return index
      .search(asked, { limit, ...(accept ? { accept } : {}) })
      .map(({ id, score }) => ({ id, share: Math.min(1, score / scale) }));
  };
}

/** What a text is about stands at its beginning; a log that is pasted below would drown it. */
const longestBody = 2_000;
