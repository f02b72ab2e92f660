import { jsonRecord } from '../domain/raw-record.ts';
import { checkRecords } from './check-records.ts';
import { actorOf, type RequestContext } from './context.ts';
import { ingestEvents } from './ingest-events.ts';

const batchSize = 1_000;

export interface ReplaySummary {
  accepted: number;
  duplicates: number;
  stillRefused: number;
  deadLetters: { line: number | null; reason: string }[];
}

/**
 * Tries every open dead letter again, for example after an event type was registered or a region corrected. What goes
 * in, or turns out to be stored already, leaves the list.
 */
export async function replayDeadLetters(ctx: RequestContext): Promise<ReplaySummary> {
  const summary: ReplaySummary = { accepted: 0, duplicates: 0, stillRefused: 0, deadLetters: [] };
  const letters = await ctx.store.listDeadLetters(batchSize);
  for (const letter of letters) {
    if (letter.truncated) {
      summary.stillRefused++;
      summary.deadLetters.push({
        line: letter.line,
        reason: 'too long to have been kept whole; send it again',
      });
      continue;
    }
    const batch = checkRecords(ctx, letter.source, [jsonRecord(letter.line ?? 0, letter.body)]);
    const { accepted, duplicates, refused } = await ingestEvents(ctx, batch, async (store, result) => {
      if (result.refused.length === 0) await store.resolveDeadLetters([letter.id], ctx.clock.now());
    });
    summary.accepted += accepted;
    summary.duplicates += duplicates;
    summary.stillRefused += refused.length;
    summary.deadLetters.push(...refused.map(({ reason }) => ({ line: letter.line, reason })));
  }
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
