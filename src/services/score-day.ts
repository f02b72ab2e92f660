import type { Account } from '../domain/account.ts';
import { endOfDay, utcDayOf } from '../domain/utc-day.ts';
import type { RequestContext } from './context.ts';
import { type AccountScore, scoreAt, scoreChunk } from './score-accounts.ts';

const chunkSize = 250;

/**
 * Scores accounts at the end of the UTC day of an instant, by what was received up to a sequence number; nothing is stored.
 * Accounts of which more came in since are recomputed one by one from what was known.
 * @returns by account; whoever had no event by then is absent
 */
export async function scoreDay(
  ctx: RequestContext,
  accounts: readonly Account[],
  at: Date,
  knownAt: number,
): Promise<Map<string, AccountScore>> {
  const scores = new Map<string, AccountScore>();
  for (let start = 0; start < accounts.length; start += chunkSize) {
    const chunk = accounts.slice(start, start + chunkSize);
    for (const score of await scoreChunk(ctx, chunk, at, knownAt)) scores.set(score.account.id, score);
    const moved = new Set(
      await ctx.store.accountsReceivingSince(
        chunk.map(({ id }) => id),
        knownAt,
      ),
    );
    if (moved.size === 0) continue;
    const stale = chunk.filter(({ id }) => moved.has(id));
    for (const { id } of stale) scores.delete(id);
    for (const score of await scoreAt(ctx, stale, endOfDay(utcDayOf(at)), knownAt))
      scores.set(score.account.id, score);
  }
  return scores;
}
