import { measuredName, measuredSchema } from '../../domain/rule-tuning.ts';
import type { RuleMeasure } from '../../rules/backtest/measure-rules.ts';
import { compilePacks } from '../../rules/packs/compile-pack.ts';
import type { RequestContext } from '../context.ts';
import { backtestHistory } from './backtest-history.ts';

/** What was last measured on what is stored. */
export interface MeasuredRules {
  at: string;
  /** Accounts with a past long enough to say. */
  accounts: number;
  rules: RuleMeasure[];
}

/** Measures every rule in force on what is stored, and keeps it: cards and the monthly report say what a rule is worth. */
export async function measureHistory(ctx: RequestContext): Promise<{ accounts: number; rules: number }> {
  const { packs } = await ctx.content.packs.inForce();
  const { rules, accounts } = await backtestHistory(ctx, { rules: compilePacks(packs) });
  const measured: MeasuredRules = { at: ctx.clock.now().toISOString(), accounts, rules };
  await ctx.store.writeSetting(measuredName, measured);
  return { accounts, rules: rules.length };
}

/** What was measured last; null = nothing was, or another version wrote it: it may mean something else */
export async function readMeasured(ctx: RequestContext): Promise<MeasuredRules | null> {
  const kept = await ctx.store.readSetting(measuredName);
  return measuredSchema.safeParse(kept).success ? (kept as MeasuredRules) : null;
}
