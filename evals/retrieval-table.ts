import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createEncoder } from '../src/copilot/encoder/encoder.ts';
import { bootstrap, type Interval } from './bootstrap.ts';
import { rankSet, readRelevance, readSet } from './retrieval.ts';
import { retrievalBars } from './retrieval-bars.ts';
import { judge } from './retrieval-metrics.ts';
import { cacheVectors, defaultCacheFolder } from './vector-cache.ts';

/** One figure of one set beside its bar. */
export interface RetrievalResult {
  set: string;
  figure: string;
  value: number | null;
  atLeast: number;
  /** Where the figure lies in 95 of 100 cases; null when it has no value. */
  interval: Interval | null;
}

/** Measures the product's own retrieval on every set of a folder that has a bar and is named. */
export async function measureRetrieval(
  folder: string,
  only: readonly string[],
  onProgress?: (set: string, done: number, total: number) => void,
): Promise<RetrievalResult[]> {
  const sets = Object.keys(retrievalBars).filter(
    (set) => only.some((part) => set.includes(part)) && existsSync(join(folder, set)),
  );
  const encoder = createEncoder();
  const embedder = cacheVectors(encoder, defaultCacheFolder);
  const results: RetrievalResult[] = [];
  for (const set of sets) {
    const read = await readSet(join(folder, set));
    const ranked = await rankSet(read, embedder, (done, total) => onProgress?.(set, done, total));
    const queries = judge(ranked, await readRelevance(join(folder, set)));
    for (const { name, atLeast, measure } of retrievalBars[set] ?? [])
      results.push({
        set,
        figure: name,
        value: measure(queries),
        atLeast,
        interval: bootstrap(queries, measure),
      });
  }
  await encoder.close();
  return results;
}

/** The results as lines of a table. */
export function retrievalTable(results: readonly RetrievalResult[]): string[] {
  const share = (value: number | null | undefined): string =>
    (value ?? null) === null ? '–' : (value as number).toFixed(3);
  return [
    `${'set'.padEnd(22)} ${'figure'.padEnd(36)} value  at least  95 %`,
    ...results.map(({ set, figure, value, atLeast, interval }) => {
      const cells = [share(value), `${share(atLeast)}${(value ?? 0) < atLeast ? ' !' : '  '}`];
      const range = interval ? `${share(interval.low)} to ${share(interval.high)}` : '–';
      return `${set.padEnd(22)} ${figure.padEnd(36)} ${cells.join('  ')}   ${range}`;
    }),
  ];
}
