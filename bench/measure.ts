/** Runs something and says how long it took. */
export async function timeMs<T>(work: () => Promise<T> | T): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/** Nearest-rank percentile of a list that is not empty. @param share - 0–1 */
export function percentile(values: readonly number[], share: number): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? 0;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** One measured limit: a figure, what it is held against, and whether it holds. */
export interface Finding {
  name: string;
  figure: number;
  unit: string;
  limit: number;
  /** `least`: the figure must reach the limit; `most`: it must not exceed it. */
  sense: 'least' | 'most';
  detail: Record<string, number | string>;
}

/** Whether the finding keeps its limit. */
export function holds({ figure, limit, sense }: Finding): boolean {
  return sense === 'least' ? figure >= limit : figure <= limit;
}
