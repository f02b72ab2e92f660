import type { Account } from '../domain/account.ts';
import { endOfDay, utcDayOf } from '../domain/utc-day.ts';
import type { RequestContext } from './context.ts';
import {
  type AccountScore,
  countFacts,
  type LastByType,
  readLastByType,
  scoreAt,
  scoreChunk,
} from './score-accounts.ts';

const chunkSize = 250;

/** Accounts, and the instant at the end of whose UTC day they are scored. */
export interface DayToScore {
  accounts: readonly Account[];
  at: Date;
}

/**
 * Scores accounts at the end of the UTC day of an instant, by what was received up to a sequence number; nothing is stored.
 * What was received since about later days changes nothing; accounts of which more came in about this day, or the ones before it,
 * are recomputed one by one from what was known.
 * @returns by account; whoever had no event by then is absent
 */
export async function scoreDay(
  ctx: RequestContext,
  accounts: readonly Account[],
  at: Date,
  knownAt: number,
): Promise<Map<string, AccountScore>> {
  const [scores] = await scoreSeveralDays(ctx, [{ accounts, at }], knownAt);
  return scores ?? new Map();
}

/** The same for several days: the facts of an account are counted for all of them at once, which costs a third less. */
export async function scoreSeveralDays(
  ctx: RequestContext,
  days: readonly DayToScore[],
  knownAt: number,
  onProgress?: ((done: number, total: number) => void) | undefined,
): Promise<Map<string, AccountScore>[]> {
  const results = days.map(() => new Map<string, AccountScore>());
  const heard = new Map<Date, LastByType>();
  for (const { at } of days) heard.set(at, await readLastByType(ctx, { asOf: at, knownAt }));
  const ids = [...new Set(days.flatMap(({ accounts }) => accounts.map(({ id }) => id)))].sort();
  for (let start = 0; start < ids.length; start += chunkSize) {
    const chunk = new Set(ids.slice(start, start + chunkSize));
    const parts = days.map(({ accounts, at }) => ({
      at,
      accounts: accounts.filter(({ id }) => chunk.has(id)),
    }));
    const facts = await countFacts(ctx, parts);
    for (const [index, { accounts, at }] of parts.entries()) {
      const scores = await scoreChunk(ctx, accounts, at, knownAt, { facts, lastByType: heard.get(at) });
      for (const score of await correctLate(ctx, { accounts, at }, scores, knownAt))
        results[index]?.set(score.account.id, score);
    }
    onProgress?.(Math.min(start + chunkSize, ids.length), ids.length);
  }
  return results;
}

/** Puts what was known in place of scores that something received later bears on. */
async function correctLate(
  ctx: RequestContext,
  { accounts, at }: DayToScore,
  scores: readonly AccountScore[],
  knownAt: number,
): Promise<readonly AccountScore[]> {
  const end = endOfDay(utcDayOf(at));
  const late = new Set(
    await ctx.store.accountsReceivingSince(
      accounts.map(({ id }) => id),
      knownAt,
      end,
    ),
  );
  if (late.size === 0) return scores;
  const stale = accounts.filter(({ id }) => late.has(id));
  return [
    ...scores.filter(({ account }) => !late.has(account.id)),
    ...(await scoreAt(ctx, stale, end, knownAt)),
  ];
}
