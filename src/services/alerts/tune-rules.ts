import type { PlayOutcome } from '../../domain/play.ts';
import {
  type MeasuredRule,
  measuredName,
  measuredSchema,
  type RuleTuning,
  type TuningReport,
} from '../../domain/rule-tuning.ts';
import { judgeTuning } from '../../rules/alert/judge-tuning.ts';
import { monthBefore } from '../../rules/business-time/month-before.ts';
import { tuningView } from '../../views/tuning-view.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { proposeUnlessDone, requireValid } from '../propose-unless-done.ts';

/** What each rule was worth in a time: by people, by its plays, and by the last back-test, if one is there. */
export async function tuneRules(
  ctx: RequestContext,
  { from, to }: { from: Date; to: Date },
): Promise<TuningReport> {
  await requireReadable(ctx, 'account', null);
  const { packs } = await ctx.content.packs.inForce();
  const titles = new Map(packs.flatMap(({ rules }) => rules.map(({ id, title }) => [id, title])));
  const raised = new Map((await ctx.store.tallyAlerts({ from, to })).map((row) => [row.rule, row]));
  const judged = new Map((await ctx.store.tallyAlertVerdicts(from, to)).map((row) => [row.rule, row]));
  const outcomes = Map.groupBy(await ctx.store.tallyPlayOutcomes({ from, to }), ({ rule }) => rule);
  const measured = await readMeasured(ctx);
  const ids = [...new Set([...titles.keys(), ...raised.keys(), ...outcomes.keys()])].sort();
  const rules = ids.map((rule): RuleTuning => {
    const verdicts = judged.get(rule)?.verdicts ?? { useful: 0, not_useful: 0, too_early: 0 };
    const all = verdicts.useful + verdicts.not_useful + verdicts.too_early;
    const line = {
      rule,
      title: titles.get(rule) ?? rule,
      verdicts,
      raised: raised.get(rule)?.raised ?? 0,
      escalated: raised.get(rule)?.escalated ?? 0,
      precision: all === 0 ? null : verdicts.useful / all,
      plays: playsOf(outcomes.get(rule) ?? []),
      measured: measured.rules.get(rule) ?? null,
    };
    return { ...line, concern: judgeTuning(line) };
  });
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    rules,
    measuredAt: measured.at,
    saves: rules.reduce((sum, { plays }) => sum + plays.saved, 0),
  };
}

function playsOf(rows: readonly { outcome: PlayOutcome | null; count: number }[]): RuleTuning['plays'] {
  const plays = { running: 0, saved: 0, lost: 0, other: 0 };
  for (const { outcome, count } of rows) {
    if (outcome === null) plays.running += count;
    else if (outcome === 'saved' || outcome === 'lost') plays[outcome] += count;
    else plays.other += count;
  }
  return plays;
}

/** A back-test that another version wrote is none: it may mean something else. */
async function readMeasured(
  ctx: RequestContext,
): Promise<{ rules: Map<string, MeasuredRule>; at: string | null }> {
  const parsed = measuredSchema.safeParse(await ctx.store.readSetting(measuredName));
  if (!parsed.success) return { rules: new Map(), at: null };
  return { rules: new Map(parsed.data.rules.map((rule) => [rule.id, rule])), at: parsed.data.at };
}

const postedName = 'rules.tuning.posted';

/** Posts the month before a slot into the channel of alerts, once; nothing where there is no channel. */
export async function postTuning(ctx: RequestContext, slot: Date): Promise<{ posted: boolean }> {
  const { alerts: channel } = ctx.channels;
  if (channel === null) return { posted: false };
  const { zone } = ctx.content.sla.workingHours;
  const { name: month, ...span } = monthBefore(slot, zone);
  const view = tuningView(await tuneRules(ctx, span));
  const message = {
    kind: 'message.post',
    account: null,
    origin: 'system' as const,
    params: { channel, view },
  };
  const result = await proposeUnlessDone(ctx, message, async (store) => {
    const last = await store.lockSetting(postedName);
    // A month that is not over yet was posted before the clock was set back.
    if (typeof last === 'string' && last >= month && last <= monthBefore(ctx.clock.now(), zone).name)
      return false;
    await store.writeSetting(postedName, month);
    return true;
  });
  return { posted: requireValid(result).ok };
}

/** The last thirty days: what somebody asks for in the middle of a month. */
export function lastThirtyDays(now: Date): { from: Date; to: Date } {
  return { from: new Date(now.getTime() - 30 * 86_400_000), to: now };
}
