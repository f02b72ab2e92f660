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

/**
 * The longest pause between days that follow each other, in days. The one that is running now is none yet.
 * @param ages - ages of days with a sign of life, ascending, each once
 * @returns null where fewer than two days are known
 */
export function longestPause(ages: readonly number[]): number | null {
  if (ages.length < 2) return null;
  return Math.max(...ages.slice(1).map((age, index) => age - (ages[index] ?? 0)));
}

/** The ages of the days before and after the longest pause, the later first, of equals the latest; null where there is none. */
export function longestPauseEnds(ages: readonly number[]): [number, number] | null {
  const longest = longestPause(ages);
  const index = ages.findIndex((age, place) => (ages[place + 1] ?? Number.NaN) - age === longest);
  const [later, earlier] = [ages[index], ages[index + 1]];
  return later === undefined || earlier === undefined ? null : [later, earlier];
}

/** The running pause in whole percent of the longest one; null where fewer than two days are known. */
export function pausePercent(ages: readonly number[]): number | null {
  const [last] = ages;
  const longest = longestPause(ages);
  return last === undefined || longest === null ? null : Math.floor((100 * last) / longest);
}

/**
 * The same, made smaller the fewer days are known: of n days n − 1 pauses were seen, so the longest of few says less of
 * what the next may be. 300 is three times the longest pause for an account of many days, six times for one of two.
 * Source: the expected maximum of n exchangeable pauses; what the factor is worth was measured, docs/adr/0029-rules.md
 */
export function quietPercent(ages: readonly number[]): number | null {
  const [last] = ages;
  const longest = longestPause(ages);
  if (last === undefined || longest === null) return null;
  return Math.floor((100 * last * (ages.length - 1)) / (longest * ages.length));
}
