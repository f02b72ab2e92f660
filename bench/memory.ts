import { importEvents } from '../src/services/import-events.ts';
import { generateEvents } from './generate-events.ts';
import { recordsOf } from './import.ts';
import type { Finding } from './measure.ts';
import type { Bench } from './stores.ts';

const events = 1_000_000;
/** Memory that a first import needs anyway is not growth: counting starts after this many events. */
const warmUpEvents = 50_000;

/** How much the process grows while it imports a million events, from after the warm-up to the highest point. */
export async function benchMemory(bench: Bench): Promise<Finding> {
  let baseline = 0;
  let highest = 0;
  await importEvents(bench.ctx, {
    source: 'bench',
    key: 'bench-memory',
    name: 'bench',
    restart: false,
    records: recordsOf(generateEvents({ events, accounts: 5_000, days: 180, until: bench.ctx.clock.now() })),
    onProgress: ({ linesDone }) => {
      const rss = process.memoryUsage.rss();
      if (linesDone <= warmUpEvents) baseline = Math.max(baseline, rss);
      highest = Math.max(highest, rss);
    },
  });
  const growth = (highest - baseline) / 1_048_576;
  const detail = {
    events,
    baselineMb: Math.round(baseline / 1_048_576),
    highestMb: Math.round(highest / 1_048_576),
  };
  return {
    name: `memory over 1 M events, ${bench.engine}`,
    figure: growth,
    unit: 'MB',
    limit: 150,
    sense: 'most',
    detail,
  };
}
