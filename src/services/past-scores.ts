import type { Band } from '../domain/health.ts';
import type { UtcDay } from '../domain/utc-day.ts';
import { configurationId } from './configuration.ts';
import type { RequestContext } from './context.ts';
import type { AccountMoment } from './moment.ts';
import { type PinnedProfile, type ScoredDay, scoreDays } from './score-moment.ts';

/** The score of a past day. */
export interface PastScore {
  hundredths: number | null; // null = not one component was known
  band: Band | null; // null = no score
}

/**
 * Scores of past days, as they follow from what the moment knows. For the present they are kept between questions;
 * an ingest forgets exactly those that it bears on. Days before the account's first event are absent.
 */
export async function readPastScores(
  ctx: RequestContext,
  moment: AccountMoment,
  days: readonly UtcDay[],
  pinned: PinnedProfile | null = null,
): Promise<Map<UtcDay, PastScore>> {
  const wanted = [...new Set(days)].filter((day) => day >= moment.account.firstSeenOn);
  if (!moment.isNow || pinned) return toPastScores(await scoreDays(ctx, moment, wanted, pinned));
  const basis = configurationId(ctx.content);
  const kept = await ctx.store.readHistory(moment.account.id, wanted, basis);
  const scores = new Map<UtcDay, PastScore>(
    kept.map(({ day, hundredths, band }) => [day, { hundredths, band: band as Band }]),
  );
  const missing = wanted.filter((day) => !scores.has(day));
  if (missing.length === 0) return scores;
  const scored = await scoreDays(ctx, moment, missing);
  // While nobody has reported any use, another account's first would change these scores unnoticed.
  const lasting = [...scored].filter(([, { sources }]) => sources.usageKnown);
  const rows = lasting.map(([day, { score }]) => ({ day, hundredths: score.hundredths, band: score.band }));
  await ctx.store.writeHistory(moment.account.id, rows, basis, moment.knownAt);
  return new Map([...scores, ...toPastScores(scored)]);
}

function toPastScores(scored: ReadonlyMap<UtcDay, ScoredDay>): Map<UtcDay, PastScore> {
  return new Map(
    [...scored].map(([day, { score }]) => [day, { hundredths: score.hundredths, band: score.band }]),
  );
}
