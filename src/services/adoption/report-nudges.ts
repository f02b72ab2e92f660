import type { UtcDay } from '../../domain/utc-day.ts';
import { attributeNudges, type NudgeRecord } from '../../rules/adoption/attribute-nudges.ts';
import type { RequestContext } from '../context.ts';

/** What came of nudges in a time. */
export interface NudgeReport {
  since: string;
  actWithinDays: number;
  holdOutPercent: number;
  total: NudgeRecord;
  nudges: NudgeRecord[];
}

const usualDays = 180;
const dayMs = 86_400_000;

/** What became of every nudge, and what people did after it, compared with those who were held out. */
export async function reportNudges(ctx: RequestContext, from?: Date): Promise<NudgeReport> {
  const now = ctx.clock.now();
  const since = from ?? new Date(now.getTime() - usualDays * dayMs);
  const { nudges, settings } = ctx.content.adoption;
  const [decisions, days, clicks] = await Promise.all([
    ctx.store.listNudgeDecisions(null, since),
    ctx.store.readDaysAfterNudges(since),
    ctx.store.findNudgeClicks(since),
  ]);
  const byKey = Map.groupBy(days, ({ account, user, feature }) => keyOf(account, user, feature));
  const daysOf = (account: string, user: string, feature: string): UtcDay[] =>
    (byKey.get(keyOf(account, user, feature)) ?? []).map(({ day }) => day);
  const behaviour = { daysOf, clicked: new Set(clicks) };
  return {
    since: since.toISOString(),
    actWithinDays: settings.act_within_days,
    holdOutPercent: settings.hold_out_percent,
    ...attributeNudges(nudges, decisions, behaviour, settings.act_within_days, now),
  };
}

function keyOf(...parts: string[]): string {
  return JSON.stringify(parts);
}
