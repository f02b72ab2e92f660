/** No column is narrower than a date, whose letters are wider than most. */
const leastLetters = 14;
/** Longer texts get a second line rather than more room. */
const mostLetters = 60;

/** Shares of a table's width by the length of what stands in each column, heading first; they total 1. */
export function columnShares(columns: readonly (readonly string[])[]): number[] {
  const wishes = columns.map((texts) =>
    Math.max(leastLetters, ...texts.map((text) => Math.min(Array.from(text).length, mostLetters))),
  );
  const total = wishes.reduce((sum, wish) => sum + wish, 0);
  return wishes.map((wish) => wish / total);
}
