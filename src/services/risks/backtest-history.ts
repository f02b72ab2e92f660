import type { Profile } from '../../domain/profile.ts';
import { rareTypes } from '../../domain/rule-subject.ts';
import { utcDayOf } from '../../domain/utc-day.ts';
import {
  compareProfiles,
  type JudgedMoment,
  judgeMoments,
  type ProfileComparison,
} from '../../rules/backtest/compare-profiles.ts';
import { labelMoments } from '../../rules/backtest/label-moments.ts';
import { measureRules, type RuleMeasure } from '../../rules/backtest/measure-rules.ts';
import {
  type AccountReplay,
  outlinePast,
  type PastOutline,
  replayAccount,
} from '../../rules/backtest/replay-account.ts';
import type { CompiledRule } from '../../rules/packs/compile-pack.ts';
import type { RequestContext } from '../context.ts';

export interface BacktestInput {
  rules: readonly CompiledRule[];
  /** Profiles to be compared with those in force; absent = none */
  candidates?: readonly Profile[] | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What the rules, and other weights, would have been worth on what is stored. */
export interface Backtest {
  rules: RuleMeasure[];
  /** Accounts with a past long enough to say. */
  accounts: number;
  profiles: ProfileComparison | null;
}

/**
 * Replays everything that is stored, account by account; nothing is kept. The events of one account at a time are held, so
 * that memory does not grow with them.
 */
export async function backtestHistory(ctx: RequestContext, input: BacktestInput): Promise<Backtest> {
  const now = ctx.clock.now();
  const knownAt = await ctx.store.lastSequence();
  const accounts = await ctx.store.listAccounts();
  const seen = accounts.map(({ firstSeenOn }) => firstSeenOn).sort();
  const ground = {
    rules: input.rules,
    profiles: ctx.content.profiles,
    usageKnownFrom: seen[0] ?? null,
    typesKnown: new Set((await ctx.store.latestByType(rareTypes, { asOf: now, knownAt })).keys()),
  };
  const pasts: PastOutline[] = [];
  const replays: AccountReplay[] = [];
  const judged: JudgedMoment[] = [];
  const { candidates } = input;
  for (const [index, { id }] of accounts.entries()) {
    input.onProgress?.(index, accounts.length);
    const past = labelMoments(id, await ctx.store.readEvents(id, { asOf: now, knownAt }), utcDayOf(now));
    if (!past) continue;
    pasts.push(outlinePast(past));
    replays.push(replayAccount(past, ground));
    if (candidates) judged.push(...judgeMoments(past, ground, candidates));
  }
  return {
    rules: measureRules(input.rules, pasts, replays),
    accounts: pasts.length,
    profiles: candidates ? compareProfiles(judged) : null,
  };
}
