import { inverseFactor, solveWith } from './cholesky.ts';

/** One case that a logistic regression learns from. */
export interface LabelledCase {
  features: readonly number[];
  happened: boolean;
  /** How many cases it stands for; 1 unless said. */
  weight?: number;
}

/** A probability, 0 to 1, from features. */
export type Logistic = (features: readonly number[]) => number;

const ridge = 1e-3;
const steps = 50;

/**
 * Learns by Newton's method, with a slight pull of every weight towards zero. Features are scaled to their own spread
 * first, so their units do not matter. Without cases it says 0.
 * Source: Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", 4.4.1.
 */
export function learnLogistic(cases: readonly LabelledCase[]): Logistic {
  const width = cases[0]?.features.length ?? 0;
  if (width === 0) return () => 0;
  const columns = Array.from({ length: width }, (_, column) =>
    spreadOf(cases.map((one) => one.features[column] ?? 0)),
  );
  const scaled = (features: readonly number[]): number[] => [
    ...columns.map(({ mean, deviation }, column) => ((features[column] ?? 0) - mean) / deviation),
    1,
  ];
  const rows = cases.map(({ features, happened, weight = 1 }) => ({ x: scaled(features), happened, weight }));
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  let weights = new Float64Array(width + 1);
  for (let step = 0; step < steps; step++) {
    const gradient = weights.map((value, at) => (at < width ? ridge * total * value : 0));
    const hessian = Array.from(gradient, (_, at) =>
      new Float64Array(width + 1).fill(0).map((_zero, other) => (at === other ? ridge * total : 0)),
    );
    for (const { x, happened, weight } of rows) {
      const chance = sigmoid(dot(weights, x));
      const slope = weight * chance * (1 - chance);
      for (const [a, value] of x.entries()) {
        gradient[a] = (gradient[a] as number) + weight * (chance - Number(happened)) * value;
        const row = hessian[a] as Float64Array;
        for (const [b, other] of x.entries()) row[b] = (row[b] as number) + slope * value * other;
      }
    }
    const change = solveWith(inverseFactor(hessian), gradient);
    weights = weights.map((value, at) => value - (change[at] as number));
    if (change.every((value) => Math.abs(value) < 1e-9)) break;
  }
  return (features) => sigmoid(dot(weights, scaled(features)));
}

function spreadOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

function dot(weights: Float64Array, x: readonly number[]): number {
  return x.reduce((sum, value, at) => sum + value * (weights[at] as number), 0);
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
