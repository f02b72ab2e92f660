/**
 * Nearest-rank percentile of whole numbers.
 * @param percent - 1 to 100
 * @returns null where there are none
 * Source: NIST/SEMATECH e-Handbook of Statistical Methods, 7.2.6.2
 */
export function percentileOf(values: readonly number[], percent: number): number | null {
  if (values.length === 0) return null;
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.ceil((percent * ascending.length) / 100) - 1] ?? null;
}

/** The pauses between days that follow each other, in days. @param ages - ascending, each once */
export function gapsBetween(ages: readonly number[]): number[] {
  return ages.slice(1).map((age, index) => age - (ages[index] ?? 0));
}
