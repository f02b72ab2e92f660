import type { Account } from '../domain/account.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { type CountedFacts, factsKey } from '../domain/health-facts.ts';
import type { Moment } from '../domain/moment.ts';
import type { Profile } from '../domain/profile.ts';
import { utcDayOf } from '../domain/utc-day.ts';
import { HoldfastError } from '../errors.ts';
import { type HealthScore, scoreHealth, scorerVersion } from '../rules/health/score-health.ts';
import { selectProfile } from '../rules/health/select-profile.ts';
import { judgeSources, sourceTypes } from '../rules/health/sources.ts';
import { lifecycleStage } from '../rules/lifecycle.ts';
import type { StoredScore } from '../store/scores.ts';
import { requireChangeable } from './authorize.ts';
import type { RequestContext } from './context.ts';
import { fixMoment } from './moment.ts';
import { scoreDays } from './score-moment.ts';

/** Accounts per statement: large enough for the planner to hash, small enough to leave the event loop free. */
const chunkSize = 250;

export interface ScoreAccountsInput {
  /** Default: all. */
  accountIds?: readonly string[] | undefined;
  asOf?: Date | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** One account's line in a scoring run. */
export interface AccountScore {
  account: Account;
  profile: Profile;
  facts: CountedFacts;
  score: HealthScore;
  /** Computed anew from what was known then: the stored rollups say something else. */
  isPast: boolean;
}

/**
 * Scores many accounts as of one moment, with reasons, and stores the scores with the sequence number they stand on.
 * Accounts without any event up to that day have no score and are left out.
 */
export async function scoreAccounts(
  ctx: RequestContext,
  input: ScoreAccountsInput = {},
): Promise<AccountScore[]> {
  await requireChangeable(ctx, 'scores');
  const asOf = input.asOf ?? ctx.clock.now();
  const knownAt = await ctx.store.lastSequence();
  const accounts = input.accountIds
    ? await ctx.store.findAccounts(input.accountIds)
    : await ctx.store.listAccounts();
  const lastByType = await readLastByType(ctx, { asOf, knownAt });
  const results: AccountScore[] = [];
  for (let start = 0; start < accounts.length; start += chunkSize) {
    const chunk = await scoreAt(ctx, accounts.slice(start, start + chunkSize), asOf, knownAt, lastByType);
    await ctx.store.writeScores(chunk.map((result) => toStoredScore(result, asOf, knownAt, ctx.clock.now())));
    results.push(...chunk);
    input.onProgress?.(Math.min(start + chunkSize, accounts.length), accounts.length);
  }
  return results;
}

/** When each type that a source is known by was last heard of. */
export type LastByType = ReadonlyMap<string, Date>;

/** The same for all accounts: who scores several chunks as of one moment reads it once. */
export async function readLastByType(
  { store, content }: Pick<RequestContext, 'store' | 'content'>,
  moment: Moment,
): Promise<LastByType> {
  return await store.latestByType(sourceTypes(content.customTypes), moment);
}

/**
 * Scores accounts as of a moment; nothing is stored. Those with later events, or with events that came in meanwhile,
 * are recomputed one by one from what was known, contract included; for the others the stored rollups say the same.
 * @param lastByType - of this moment; default: it is read now
 */
export async function scoreAt(
  ctx: RequestContext,
  accounts: readonly Account[],
  asOf: Date,
  knownAt: number,
  lastByType?: LastByType,
): Promise<AccountScore[]> {
  const ids = accounts.map(({ id }) => id);
  const moved = new Set(await ctx.store.accountsWithEventsAfter(ids, asOf));
  const still = accounts.filter(({ id }) => !moved.has(id));
  const scores = await scoreChunk(ctx, still, asOf, knownAt, { lastByType });
  for (const id of await ctx.store.accountsReceivingSince(ids, knownAt)) moved.add(id);
  const byAccount = new Map(scores.map((score) => [score.account.id, score]));
  for (const id of moved) {
    const score = await scorePast(ctx, id, asOf, knownAt);
    if (score) byAccount.set(id, score);
  }
  return ids.flatMap((id) => byAccount.get(id) ?? []);
}

async function scorePast(
  ctx: RequestContext,
  accountId: string,
  asOf: Date,
  knownAt: number,
): Promise<AccountScore | null> {
  try {
    const moment = await fixMoment(ctx, accountId, { asOf, knownAt });
    const day = (await scoreDays(ctx, moment, [moment.asOfDay])).get(moment.asOfDay);
    if (!day) return null;
    const { profile, facts, score } = day;
    return { account: moment.account, profile, facts, score, isPast: true };
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_ACCOUNT_UNKNOWN') return null;
    throw error;
  }
}

/** The facts of accounts at the ends of days, in one statement. */
export async function countFacts(
  { store }: Pick<RequestContext, 'store'>,
  days: readonly { accounts: readonly Account[]; at: Date }[],
): Promise<Map<string, CountedFacts>> {
  return await store.countHealthFacts(
    days.flatMap(({ accounts, at }) => {
      const asOfDay = utcDayOf(at);
      return accounts
        .filter(({ firstSeenOn }) => firstSeenOn <= asOfDay)
        .map(({ id }) => ({ account: id, asOfDay }));
    }),
  );
}

/**
 * Scores one chunk of accounts of which nothing later is known; nothing is stored.
 * @param read - their facts, and what was last heard of as of this moment; default: they are read now
 */
export async function scoreChunk(
  ctx: Pick<RequestContext, 'store' | 'content'>,
  accounts: readonly Account[],
  asOf: Date,
  knownAt: number,
  read: { facts?: ReadonlyMap<string, CountedFacts>; lastByType?: LastByType | undefined } = {},
): Promise<AccountScore[]> {
  const asOfDay = utcDayOf(asOf);
  const present = accounts.filter((account) => account.firstSeenOn <= asOfDay);
  const facts = read.facts ?? (await countFacts(ctx, [{ accounts: present, at: asOf }]));
  const lastByType = read.lastByType ?? (await readLastByType(ctx, { asOf, knownAt }));
  return present.flatMap((account) => {
    const known = facts.get(factsKey(account.id, asOfDay));
    const profile = selectProfile(ctx.content.profiles, account.segment, lifecycleStage(account, asOfDay));
    if (!known || !profile) return [];
    const sources = judgeSources(lastByType, ctx.content.customTypes, profile, asOf);
    const score = scoreHealth({ ...known, account }, profile, sources);
    return [{ account, profile, facts: known, score, isPast: false }];
  });
}

/** A score as it is kept. */
export function toStoredScore(
  { account, profile, score }: AccountScore,
  asOf: Date,
  knownAt: number,
  now: Date,
): StoredScore {
  return {
    account: account.id,
    asOf,
    knownAt,
    profileId: profile.id,
    profileVersion: String(profile.version),
    scorer: scorerVersion,
    scoreHundredths: score.hundredths,
    band: score.band,
    body: canonicalJson(score),
    computedAt: now,
  };
}
