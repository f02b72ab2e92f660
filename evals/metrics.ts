/** A prediction with what really happened. */
export interface Judged {
  /** Higher = more likely to happen. */
  risk: number;
  happened: boolean;
}

/**
 * Area under the ROC curve: the chance that a positive ranks above a negative, ties counting half.
 * @returns null when there are no positives or no negatives
 * Source: Mann–Whitney U; Fawcett, "An introduction to ROC analysis" (2006).
 */
export function areaUnderCurve(rows: readonly Judged[]): number | null {
  const positives = rows.filter((row) => row.happened).length;
  const negatives = rows.length - positives;
  if (positives === 0 || negatives === 0) return null;
  const ascending = [...rows].sort((a, b) => a.risk - b.risk);
  let rankSum = 0;
  for (let start = 0; start < ascending.length; ) {
    let end = start;
    while (end < ascending.length && ascending[end]?.risk === ascending[start]?.risk) end++;
    const meanRank = (start + 1 + end) / 2;
    for (let index = start; index < end; index++) if (ascending[index]?.happened) rankSum += meanRank;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Share of positives among the riskiest tenth (at least one row); ties keep the order they came in. */
export function precisionAtTenth(rows: readonly Judged[]): number {
  const count = Math.max(1, Math.floor(rows.length / 10));
  const riskiest = [...rows].sort((a, b) => b.risk - a.risk).slice(0, count);
  return riskiest.filter((row) => row.happened).length / count;
}
