import type { DocumentMatch } from './document-index.ts';

/**
 * What each side of a match counts, together 1. Learned by `evals/learn-weights.ts` so that the documents that answered
 * come before the others, over questions to a knowledge base and to an FAQ and over bug reports; each set was also ranked by
 * the weights that the others gave (ADR-0023).
 */
const sides: Readonly<Record<keyof DocumentMatch, number>> = {
  words: 0.35,
  phrases: 0.12,
  title: 0.3,
  titleMeaning: 0.09,
  meaning: 0.14,
};

/** How well a document matches a question by itself, 0 to 1. */
export function matchScore(match: DocumentMatch): number {
  let score = 0;
  for (const [side, weight] of Object.entries(sides)) score += weight * match[side as keyof DocumentMatch];
  return score;
}

/** What a document's own match counts beside what solved questions say of it. Source: as above. */
export const matchBesideExamples = 0.1;

/** How sure a document without solved questions is, 0 to 1, by its own match alone. Source: as above. */
export function matchConfidence(match: DocumentMatch): number {
  return 1 / (1 + Math.exp(-(confidenceSlope * matchScore(match) - confidenceOffset)));
}
const confidenceSlope = 12;
const confidenceOffset = 4;
