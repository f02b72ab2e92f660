import { jsonRecord } from '../domain/raw-record.ts';
import type { DeadLetter } from '../store/dead-letters.ts';
import { requireChangeable } from './authorize.ts';
import { checkRecords } from './check-records.ts';
import { actorOf, type RequestContext } from './context.ts';
import { ingestEvents } from './ingest-events.ts';

const pageSize = 1_000;

export interface ReplaySummary {
  accepted: number;
  duplicates: number;
  stillRefused: number;
  deadLetters: { line: number | null; reason: string }[];
}

/**
 * Tries every open dead letter again, for example after an event type was registered or a region corrected. What goes
 * in, or turns out to be stored already, leaves the list; what is refused for another reason stands under that one.
 */
export async function replayDeadLetters(ctx: RequestContext): Promise<ReplaySummary> {
  await requireChangeable(ctx, 'events');
  const summary: ReplaySummary = { accepted: 0, duplicates: 0, stillRefused: 0, deadLetters: [] };
  for await (const letter of openLetters(ctx)) await replay(ctx, letter, summary);
  await ctx.store.appendAudit({
    at: ctx.clock.now(),
    actor: actorOf(ctx),
    action: 'dead_letters.replayed',
    account: null,
    detail: {
      accepted: summary.accepted,
      duplicates: summary.duplicates,
      stillRefused: summary.stillRefused,
    },
  });
  return summary;
}

/** Those that are open now, page by page; what a replay adds to the list does not come up in it. */
async function* openLetters(ctx: RequestContext): AsyncGenerator<DeadLetter> {
  let left = await ctx.store.countDeadLetters();
  let afterId = 0;
  while (left > 0) {
    const page = await ctx.store.listDeadLetters(Math.min(left, pageSize), afterId);
    if (page.length === 0) return;
    yield* page;
    left -= page.length;
    afterId = page.at(-1)?.id ?? afterId;
  }
}

async function replay(ctx: RequestContext, letter: DeadLetter, summary: ReplaySummary): Promise<void> {
  const { id, line, source, body, truncated } = letter;
  if (truncated) {
    summary.stillRefused++;
    summary.deadLetters.push({ line, reason: 'too long to have been kept whole; send it again' });
    return;
  }
  const batch = checkRecords(ctx, source, [jsonRecord(line ?? 0, body)]);
  const { accepted, duplicates, refused } = await ingestEvents(ctx, batch, async (store, result) => {
    const stays = result.refused.some(({ reason }) => reason === letter.reason);
    if (!stays) await store.resolveDeadLetters([id], ctx.clock.now());
  });
  summary.accepted += accepted;
  summary.duplicates += duplicates;
  summary.stillRefused += refused.length;
  summary.deadLetters.push(...refused.map(({ reason }) => ({ line, reason })));
}
