import type { Account } from '../../domain/account.ts';
import { factsKey } from '../../domain/health-facts.ts';
import { activityDays, type RuleSubject, rareTypes, type SubjectScore } from '../../domain/rule-subject.ts';
import { addDays, startOfDay, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { dayActivity } from '../../rules/facts/day-activity.ts';
import { scoreHealth } from '../../rules/health/score-health.ts';
import { judgeSources, sourceTypes } from '../../rules/health/sources.ts';
import { lifecycleStage } from '../../rules/lifecycle.ts';
import { rollUp } from '../../rules/rollup.ts';
import type { RequestContext } from '../context.ts';
import { fixMoment } from '../moment.ts';
import { type AccountScore, scoreAt } from '../score-accounts.ts';

const weekDays = 7;

/** A subject of rules with the score that it carries. */
export interface ScoredSubject {
  subject: RuleSubject;
  scored: AccountScore;
}

/**
 * Reads everything that rules look at, for many accounts at one moment. Of accounts with later events, or with events
 * that came in meanwhile, everything is computed anew from what was known.
 * @returns accounts without any event up to that day are left out
 */
export async function readSubjects(
  ctx: RequestContext,
  accounts: readonly Account[],
  asOf: Date,
  knownAt: number,
): Promise<ScoredSubject[]> {
  const day = utcDayOf(asOf);
  const scores = await scoreAt(ctx, accounts, asOf, knownAt);
  const still = scores.filter(({ isPast }) => !isPast);
  const ids = still.map(({ account }) => account.id);
  const since = startOfDay(addDays(day, 1 - activityDays));
  const [activity, records, before] = await Promise.all([
    ctx.store.readActivity(ids, day),
    ctx.store.readEventsOf(ids, rareTypes, { asOf, knownAt, since }),
    scoresBefore(ctx, still, asOf, knownAt),
  ]);
  const subjects: ScoredSubject[] = still.map((scored) => {
    const { id } = scored.account;
    return {
      scored,
      subject: toSubject(scored, asOf, {
        days: activity.get(id) ?? [],
        records: records.get(id) ?? [],
        scoreBefore: before.get(id) ?? null,
      }),
    };
  });
  for (const scored of scores.filter(({ isPast }) => isPast))
    subjects.push({ scored, subject: await readPast(ctx, scored, asOf, knownAt) });
  return subjects;
}

function toSubject(
  { account, facts, score }: AccountScore,
  asOf: Date,
  rest: Pick<RuleSubject, 'days' | 'records' | 'scoreBefore'>,
): RuleSubject {
  const day = utcDayOf(asOf);
  return {
    ...{ account, asOf, day, counted: facts, stage: lifecycleStage(account, day) },
    score: { day, hundredths: score.hundredths },
    ...rest,
  };
}

/**
 * The scores of a week ago under today's profiles: what a change of profile did to a score is no change of the account.
 */
async function scoresBefore(
  ctx: RequestContext,
  scores: readonly AccountScore[],
  asOf: Date,
  knownAt: number,
): Promise<Map<string, SubjectScore>> {
  const day = addDays(utcDayOf(asOf), -weekDays);
  const present = scores.filter(({ account }) => account.firstSeenOn <= day);
  const points = present.map(({ account }) => ({ account: account.id, asOfDay: day }));
  const [counted, lastByType] = await Promise.all([
    ctx.store.countHealthFacts(points),
    ctx.store.latestByType(sourceTypes(ctx.content.customTypes), { asOf, knownAt }),
  ]);
  return new Map(
    present.flatMap(({ account, profile }): [string, SubjectScore][] => {
      const facts = counted.get(factsKey(account.id, day));
      if (!facts) return [];
      const sources = judgeSources(lastByType, ctx.content.customTypes, profile, asOf);
      const { hundredths } = scoreHealth({ ...facts, account }, profile, sources);
      return [[account.id, { day, hundredths }]];
    }),
  );
}

async function readPast(
  ctx: RequestContext,
  scored: AccountScore,
  asOf: Date,
  knownAt: number,
): Promise<RuleSubject> {
  const { account, profile } = scored;
  const day = utcDayOf(asOf);
  const stored = await ctx.store.readEvents(account.id, { asOf, knownAt });
  const { rollups } = rollUp(stored.map(({ event }) => event));
  const since = addDays(day, 1 - activityDays);
  const rare: ReadonlySet<string> = new Set(rareTypes);
  return toSubject(scored, asOf, {
    days: dayActivity(rollups, day),
    records: stored.filter(({ event }) => rare.has(event.type) && utcDayOf(event.at) >= since),
    scoreBefore: await pastScore(ctx, account, profile, { asOf, knownAt, day: addDays(day, -weekDays) }),
  });
}

async function pastScore(
  ctx: RequestContext,
  account: Account,
  profile: AccountScore['profile'],
  { asOf, knownAt, day }: { asOf: Date; knownAt: number; day: UtcDay },
): Promise<SubjectScore | null> {
  const moment = await fixMoment(ctx, account.id, { asOf, knownAt });
  const facts = (await moment.countFacts([day])).get(day);
  if (!facts) return null;
  const lastByType = await ctx.store.latestByType(sourceTypes(ctx.content.customTypes), { asOf, knownAt });
  const sources = judgeSources(lastByType, ctx.content.customTypes, profile, asOf);
  return { day, hundredths: scoreHealth({ ...facts, account }, profile, sources).hundredths };
}
