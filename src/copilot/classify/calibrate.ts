import { blockOf, inverseFactor, solveWith } from './cholesky.ts';
import type { Example } from './classifier.ts';
import { type LabelledCase, learnLogistic } from './logistic.ts';

/** A classifier as it was learned. */
export interface Learned {
  examples: readonly Example[];
  /** How alike the examples are among each other. */
  rows: readonly Float64Array[];
  /** Factor of the inverse of the smoothed rows, as `inverseFactor` gives it. */
  inverse: readonly Float64Array[];
  /** By document: where its examples stand, and what each example weighs for it. */
  labels: ReadonlyMap<string, readonly number[]>;
  weights: ReadonlyMap<string, Float64Array>;
}

/** How sure an answer is, from the scores of all documents and the likeness to all examples. */
export type Confidence = (scores: readonly number[], row: Float64Array) => number;

/** An answer is as sure as its best score and its likeness to the nearest three examples. */
const nearest = 3;

/**
 * Learns from the examples alone how sure an answer is. Each example is asked twice: once with itself left out, as a
 * question that has an answer; once with all examples of its documents left out, as a question that has none. Both follow
 * from the one solution, without learning again.
 * Source: leave-one-out and leave-group-out of ridge regression, Rifkin and Lippert, "Notes on Regularized Least Squares" (2007).
 */
export function calibrate(learned: Learned): Confidence {
  const answered = withoutItself(learned);
  const unanswered = withoutItsDocuments(learned);
  const scale = [spread(answered.map(({ best }) => best)), spread(answered.map(({ near }) => near))];
  const measure = (best: number, near: number): [number] => [
    [best, near].reduce(
      (sum, value, at) => sum + (value - (scale[at]?.mean ?? 0)) / (scale[at]?.deviation ?? 1),
      0,
    ),
  ];
  const cases: LabelledCase[] = [
    ...answered.map(({ best, near, right }) => ({ features: measure(best, near), happened: right })),
    ...unanswered.map(({ best, near }) => ({ features: measure(best, near), happened: false })),
  ];
  const chance = learnLogistic(cases);
  return (scores, row) =>
    scores.length === 0 ? 0 : chance(measure(largest(scores), nearestOf(row, new Set())));
}

interface Trial {
  best: number;
  near: number;
}

function withoutItself({ examples, rows, inverse, weights }: Learned): (Trial & { right: boolean })[] {
  const trials = examples.map(() => ({ best: Number.NEGATIVE_INFINITY, right: false }));
  const own = examples.map((_, index) => blockOf(inverse, [index])[0]?.[0] ?? 1);
  for (const [id, weight] of weights) {
    for (const [index, trial] of trials.entries()) {
      const truth = examples[index]?.documentIds.includes(id) ?? false;
      const score = Number(truth) - (weight[index] as number) / (own[index] as number);
      if (score > trial.best) Object.assign(trial, { best: score, right: truth });
    }
  }
  return trials.flatMap((trial, index) =>
    examples[index]?.asked
      ? [{ ...trial, near: nearestOf(rows[index] as Float64Array, new Set([index])) }]
      : [],
  );
}

function withoutItsDocuments({ examples, rows, inverse, labels, weights }: Learned): Trial[] {
  return [...labels].flatMap(([, places]) => {
    if (!places.some((place) => examples[place]?.asked)) return [];
    const leftOut = new Set(places);
    const block = inverseFactor(blockOf(inverse, places));
    // Where no other document is left, nothing is named.
    const best = places.map(() => (weights.size > 1 ? Number.NEGATIVE_INFINITY : 0));
    for (const [id, weight] of weights) {
      // What these examples would score if none of them had been learned from.
      const missing = solveWith(
        block,
        Float64Array.from(places, (place) => weight[place] as number),
      );
      for (const [at, place] of places.entries()) {
        if (examples[place]?.documentIds.includes(id)) continue;
        best[at] = Math.max(best[at] as number, -(missing[at] as number));
      }
    }
    return places.flatMap((place, at) => {
      const asked = examples[place]?.asked && Number.isFinite(best[at]);
      return asked
        ? [{ best: best[at] as number, near: nearestOf(rows[place] as Float64Array, leftOut) }]
        : [];
    });
  });
}

/** The mean likeness to the nearest examples, those at some places left out. */
function nearestOf(row: Float64Array, leftOut: ReadonlySet<number>): number {
  const top = new Float64Array(nearest);
  for (let index = 0; index < row.length; index++) {
    const value = row[index] as number;
    if (value <= (top[0] as number) || leftOut.has(index)) continue;
    top[0] = value;
    top.sort();
  }
  return top.reduce((sum, value) => sum + value, 0) / nearest;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

function spread(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
  return { mean, deviation: Math.sqrt(variance) || 1 };
}
