/** A range that holds the true value in 95 of 100 cases. */
export interface Interval {
  low: number;
  high: number;
}

const draws = 1_000;

/**
 * The range of a statistic over cases, by drawing the cases again and again; the same on every run.
 * Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), the percentile interval.
 * @returns null when there are no cases, or the statistic exists for no draw
 */
export function bootstrap<T>(
  cases: readonly T[],
  statistic: (drawn: readonly T[]) => number | null,
): Interval | null {
  if (cases.length === 0) return null;
  const random = createRandom();
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const value = statistic(cases.map(() => cases[Math.floor(random() * cases.length)] as T));
    if (value !== null) values.push(value);
  }
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  const at = (share: number): number => values[Math.floor(share * (values.length - 1))] as number;
  return { low: at(0.025), high: at(0.975) };
}

/**
 * Whether the same questions really do worse than before: the whole range of the mean difference lies below zero.
 * @param before - what each question scored, in the order of `after`
 */
export function isRealDrop(before: readonly number[], after: readonly number[]): boolean {
  const differences = after.map((value, index) => value - (before[index] ?? value));
  const interval = bootstrap(differences, mean);
  return interval !== null && interval.high < 0;
}

/** The mean; null of nothing. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Numbers from 0 to 1, the same every time. Source: the minimal standard generator of Park and Miller (1988). */
function createRandom(): () => number {
  const modulus = 2 ** 31 - 1;
  let state = 20_261_126;
  return () => {
    state = (state * 48_271) % modulus;
    return (state - 1) / (modulus - 1);
  };
}
