import { z } from 'zod';
import type { Config } from '../config.ts';
import { ticketSource } from '../domain/indexed-knowledge.ts';
import { jsonRecord, type RawRecord } from '../domain/raw-record.ts';
import { addDays, isUtcDay, utcDayOf } from '../domain/utc-day.ts';
import { watchAccounts } from '../services/alerts/watch-accounts.ts';
import type { RequestContext } from '../services/context.ts';
import { importEvents } from '../services/import-events.ts';
import { indexKnowledge } from '../services/index-knowledge.ts';
import { hasRealChat } from './real-chat.ts';

const setting = 'demo.loaded';

/** What is remembered of the demo company, so that a start that was cut off goes on with the same events. */
const stateSchema = z.object({
  anchorOn: z.string().refine(isUtcDay),
  /** Events after this instant have not happened yet. */
  until: z.string(),
  done: z.boolean(),
});
type DemoState = z.infer<typeof stateSchema>;

/** How the demo company came in. */
export interface DemoResult {
  events: number;
  accounts: number;
}

interface DemoPorts {
  /** Events done and in all. */
  onProgress(done: number, total: number): void;
  /** Ends the load after the batch that is on its way. */
  stop: AbortSignal;
}

/**
 * Loads the demo company where nobody has put anything else: once, and to the end even if the process is killed on
 * the way.
 * @returns null when there is nothing to load
 */
export async function loadDemo(
  ctx: RequestContext,
  config: Pick<Config, 'demo' | 'slack' | 'teams'>,
  { onProgress, stop }: DemoPorts,
): Promise<DemoResult | null> {
  const state = await planDemo(ctx, config);
  if (!state) return null;
  const records = await demoRecords(state, stop);
  const imported = await importEvents(ctx, {
    source: 'demo',
    key: `demo:${state.anchorOn}`,
    name: 'the demo company',
    records: records.read(),
    restart: false,
    onProgress: ({ linesDone }) => onProgress(linesDone, records.total),
  });
  const watched = await watchAccounts(ctx, { firstSight: 'call', mark: await ctx.store.lastSequence() });
  await ctx.store.writeSetting(setting, { ...state, done: true } satisfies DemoState);
  return { events: imported.accepted + imported.duplicates, accounts: watched.accounts };
}

/**
 * Indexes the solved tickets of the demo company at once: the hourly reading began before they were there. What fails here
 * is read with the next hour.
 */
export async function indexDemoTickets(ctx: RequestContext, signal: AbortSignal): Promise<void> {
  const sources = ctx.indexing.sources.filter(({ name }) => name === ticketSource);
  try {
    await indexKnowledge(ctx, sources, { dryRun: false, signal, onProgress: () => undefined });
  } catch (error) {
    if (!signal.aborted) ctx.log.warn({ err: error }, 'the tickets of the demo company are not indexed yet');
  }
}

async function planDemo(
  ctx: RequestContext,
  config: Pick<Config, 'demo' | 'slack' | 'teams'>,
): Promise<DemoState | null> {
  if (!config.demo || hasRealChat(config)) return null;
  const known = stateSchema.safeParse(await ctx.store.readSetting(setting));
  if (known.success) return known.data.done ? null : known.data;
  const now = ctx.clock.now();
  const state: DemoState = { anchorOn: addDays(utcDayOf(now), 1), until: now.toISOString(), done: false };
  return await ctx.store.transaction(async (store) => {
    if ((await store.lockSequence()) > 0) return null;
    await store.writeSetting(setting, state);
    return state;
  });
}

interface DemoRecords {
  total: number;
  read(): AsyncGenerator<RawRecord>;
}

async function demoRecords({ anchorOn, until }: DemoState, stop: AbortSignal): Promise<DemoRecords> {
  const { generateDemo } = await import('../../demo/generate.ts');
  const events = [...generateDemo({ anchorOn })].filter((event) => event.ts <= until);
  async function* read(): AsyncGenerator<RawRecord> {
    for (const [index, event] of events.entries()) {
      stop.throwIfAborted();
      yield jsonRecord(index + 1, Buffer.from(JSON.stringify(event)));
    }
  }
  return { total: events.length, read };
}
