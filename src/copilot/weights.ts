import type { DocumentMatch } from './document-index.ts';
import { headlineOf } from './headline.ts';

type Sides = Readonly<Record<keyof DocumentMatch, number>>;

/**
 * What each side of a match counts, together 1, for a question of one line. Source: learned by ranking the documents that
 * answer before the others, over an FAQ, help articles and one bug tracker; each ranked by what the others gave (ADR-0023).
 */
const ofQuestion: Sides = {
  words: 0.36,
  headline: 0,
  phrases: 0.12,
  title: 0.3,
  titleMeaning: 0.09,
  meaning: 0.13,
};

/**
 * The same for a report: a first line, and what happened below it. Source: the best of a coarse grid by recall at 10 over two
 * bug trackers; what is best on one is among the best on the other (ADR-0023).
 */
const ofReport: Sides = {
  words: 0.24,
  headline: 0.12,
  phrases: 0.48,
  title: 0.09,
  titleMeaning: 0,
  meaning: 0.07,
};

/** What a document's own match counts beside what solved questions say of it. Source: ADR-0023. */
export const matchBesideExamples = 0.1;

/**
 * How well a document matches a question by itself, 0 to 1.
 * @param byMeaning - whether there were vectors; without them the other sides count for all
 */
export function matchScore(match: DocumentMatch, question: string, byMeaning: boolean): number {
  const sides = Object.entries(isReport(question) ? ofReport : ofQuestion);
  let score = 0;
  let total = 0;
  for (const [side, weight] of sides) {
    if (!byMeaning && (side === 'meaning' || side === 'titleMeaning')) continue;
    score += weight * match[side as keyof DocumentMatch];
    total += weight;
  }
  return score / total;
}

/**
 * How sure a document without solved questions is, 0 to 1, by its own match alone; for a report 0.5 at most: what was
 * learned on one bug tracker was right one time in eight on another, so a person has to choose there.
 * Source: logistic regression over the first document of each question to an FAQ, asked once as it is and once with its
 * answers taken away; for reports, over two bug trackers where half of all reports have no earlier one (ADR-0023).
 */
export function matchConfidence(score: number, question: string, byMeaning: boolean): number {
  const [slope, offset] = isReport(question) ? [6.3, 2.8] : byMeaning ? [15.2, 6] : [12.3, 3.9];
  const chance = 1 / (1 + Math.exp(offset - slope * score));
  return isReport(question) ? Math.min(0.5, chance) : chance;
}

function isReport(question: string): boolean {
  return headlineOf(question).length < question.trim().length;
}
