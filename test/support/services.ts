import pino from 'pino';
import { type Content, loadContent } from '../../src/content/content.ts';
import { readKnowledge } from '../../src/content/knowledge.ts';
import { searchKnowledge } from '../../src/copilot/knowledge-search.ts';
import { createManualClock } from '../../src/domain/clock.ts';
import { createIds } from '../../src/domain/ids.ts';
import { jsonRecord } from '../../src/domain/raw-record.ts';
import type { Door } from '../../src/guardrail/door.ts';
import { readOwnBefore } from '../../src/guardrail/effects/read-own-before.ts';
import { checkRecords } from '../../src/services/check-records.ts';
import type { RequestContext } from '../../src/services/context.ts';
import { type IngestResult, ingestEvents } from '../../src/services/ingest-events.ts';
import type { Store } from '../../src/store/store.ts';
import { testArtifacts } from './artifacts.ts';
import { testDoor } from './door.ts';
import { noIndexing } from './knowledge.ts';

/** What ships with Holdfast, read once in each test file. */
const shippedContent = once(() => loadContent(null));
const shippedKnowledge = once(() => readKnowledge(null));

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null;
  return () => {
    reading ??= read();
    return reading;
  };
}

/** A request context over a test store, with a clock that stands still at `now`. */
export async function testContext(
  store: Store,
  now: string,
  content?: Content,
  door?: Door,
): Promise<RequestContext & { clock: ReturnType<typeof createManualClock> }> {
  const clock = createManualClock(new Date(now));
  const own: Pick<Door, 'readOwnBefore'> = {
    readOwnBefore: (action, within = store) => readOwnBefore(within, action, clock.now()),
  };
  return {
    store,
    knowledge: searchKnowledge({ readFiles: async () => (await shippedKnowledge()).documents }),
    content: content ?? { ...(await shippedContent()) },
    clock,
    ids: createIds(),
    log: pino({ level: 'silent' }),
    door: { ...(door ?? (await testDoor())), ...own },
    member: null,
    indexing: noIndexing,
    artifacts: testArtifacts(),
    channels: { alerts: 'C0ALERTS' },
  };
}

/** Ingests events given as plain values, as a source would send them. */
export async function ingest(
  ctx: RequestContext,
  events: readonly unknown[],
  source = 'test',
): Promise<IngestResult> {
  const records = events.map((event, index) => jsonRecord(index + 1, Buffer.from(JSON.stringify(event))));
  return await ingestEvents(ctx, checkRecords(ctx, source, records));
}
