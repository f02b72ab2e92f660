import type { Account } from '../../domain/account.ts';
import { factsKey, type HealthFacts } from '../../domain/health-facts.ts';
import type { Moment } from '../../domain/moment.ts';
import { activityDays, type RuleSubject, rareTypes, scoreAges } from '../../domain/rule-subject.ts';
import { addDays, startOfDay, utcDayOf } from '../../domain/utc-day.ts';
import { isOnboarding } from '../../rules/facts/contract-facts.ts';
import { dayActivity } from '../../rules/facts/day-activity.ts';
import { scoreHealth } from '../../rules/health/score-health.ts';
import { judgeSources, type SourceState } from '../../rules/health/sources.ts';
import { lifecycleStage } from '../../rules/lifecycle.ts';
import { activityTypes, firstUses, onboardingStart } from '../../rules/onboarding/onboarding-facts.ts';
import { rollUp } from '../../rules/rollup.ts';
import type { RequestContext } from '../context.ts';
import { fixMoment } from '../moment.ts';
import { type AccountScore, type LastByType, readLastByType, scoreAt } from '../score-accounts.ts';
import { scoreDay } from '../score-day.ts';

/** A subject of rules with the score that it carries. */
export interface ScoredSubject {
  subject: RuleSubject;
  scored: AccountScore;
}

/** As of when, and how far received, with what is the same for all accounts then. */
export interface SubjectMoment {
  asOf: Date;
  knownAt: number;
  lastByType: LastByType;
  /** Rare types that anybody ever sent: what a source has never told of is unknown, not none. */
  typesKnown: ReadonlySet<string>;
}

/** Fixes a moment; whoever reads several chunks of accounts at it does so once. */
export async function subjectMoment(ctx: RequestContext, moment: Moment): Promise<SubjectMoment> {
  // One index probe for each type that a fact asks about.
  const typesKnown = new Set((await ctx.store.latestByType(rareTypes, moment)).keys());
  return { ...moment, typesKnown, lastByType: await readLastByType(ctx, moment) };
}

/**
 * Reads what rules look at, for many accounts at one moment, but for earlier scores: those cost as much again, and few
 * accounts need them (`withEarlierScores`). Of accounts with later events, or with events that came in meanwhile,
 * everything is computed anew from what was known.
 * @returns accounts without any event up to that day are left out
 */
export async function readSubjects(
  ctx: RequestContext,
  accounts: readonly Account[],
  moment: SubjectMoment,
): Promise<ScoredSubject[]> {
  const { asOf, knownAt, lastByType } = moment;
  return await subjectsOf(ctx, await scoreAt(ctx, accounts, asOf, knownAt, lastByType), moment);
}

/**
 * The same at the end of the UTC day of an instant: what the stored rollups say of a day that is over still holds, whatever
 * happened on later ones, so that all of the accounts are read at once. Scores are those of `scoreDay`.
 * @param accounts - as their contracts stood then
 * @param moment - the last instant of that day
 */
export async function readSubjectsOfDay(
  ctx: RequestContext,
  accounts: readonly Account[],
  at: Date,
  moment: SubjectMoment,
): Promise<ScoredSubject[]> {
  const scores = await scoreDay(ctx, accounts, at, moment.knownAt);
  return await subjectsOf(ctx, [...scores.values()], moment);
}

async function subjectsOf(
  ctx: RequestContext,
  scores: readonly AccountScore[],
  { asOf, knownAt, typesKnown }: SubjectMoment,
): Promise<ScoredSubject[]> {
  const still = scores.filter(({ isPast }) => !isPast);
  const ids = still.map(({ account }) => account.id);
  const day = utcDayOf(asOf);
  const since = startOfDay(addDays(day, 1 - activityDays));
  const [activity, records, newUsers] = await Promise.all([
    ctx.store.readActivity(ids, day),
    ctx.store.readEventsOf(ids, rareTypes, { asOf, knownAt, since }),
    readNewUsers(ctx, still, { asOf, knownAt }),
  ]);
  const subjects = still.map((scored): ScoredSubject => {
    const { id } = scored.account;
    const known = { days: activity.get(id) ?? [], records: records.get(id) ?? [] };
    const rest = { typesKnown, ...known, newUsers: newUsers.get(id) ?? [] };
    return { scored, subject: toSubject(scored, asOf, rest) };
  });
  for (const scored of scores.filter(({ isPast }) => isPast))
    subjects.push({ scored, subject: await readPast(ctx, scored, { asOf, knownAt, typesKnown }) });
  return subjects;
}

/** The first work of the people of accounts that are onboarding; of the others nobody asks. */
async function readNewUsers(
  { store, content }: RequestContext,
  scores: readonly AccountScore[],
  moment: Moment,
): Promise<Map<string, { seq: number; at: Date }[]>> {
  const windows = scores
    .filter(({ account }) => isOnboarding(account, utcDayOf(moment.asOf)))
    .map(({ account }) => ({ account: account.id, since: startOfDay(onboardingStart(account)) }));
  const registered = [...content.customTypes.values()].filter(
    ({ feeds }) => feeds === 'session' || feeds === 'use',
  );
  const types = [...activityTypes, ...registered.map(({ name }) => name)];
  return await store.readFirstUses(windows, types, moment);
}

function toSubject(
  { account, facts, score }: AccountScore,
  asOf: Date,
  rest: Pick<RuleSubject, 'days' | 'records' | 'newUsers' | 'typesKnown'>,
): RuleSubject {
  const day = utcDayOf(asOf);
  return {
    account,
    asOf,
    day,
    counted: facts,
    people: facts,
    stage: lifecycleStage(account, day),
    scores: new Map([[0, score.hundredths]]),
    ...rest,
  };
}

async function readPast(
  ctx: RequestContext,
  scored: AccountScore,
  { asOf, knownAt, typesKnown }: Omit<SubjectMoment, 'lastByType'>,
): Promise<RuleSubject> {
  const day = utcDayOf(asOf);
  const stored = await ctx.store.readEvents(scored.account.id, { asOf, knownAt });
  const { rollups } = rollUp(stored.map(({ event }) => event));
  const since = addDays(day, 1 - activityDays);
  const rare: ReadonlySet<string> = new Set(rareTypes);
  const start = startOfDay(onboardingStart(scored.account));
  const followed = isOnboarding(scored.account, day) ? stored.filter(({ event }) => event.at >= start) : [];
  return toSubject(scored, asOf, {
    typesKnown,
    newUsers: firstUses(followed).map(({ seq, event }) => ({ seq, at: event.at })),
    days: dayActivity(rollups, day),
    records: stored.filter(({ event }) => rare.has(event.type) && utcDayOf(event.at) >= since),
  });
}

/**
 * The same subjects with the scores of one and two weeks ago, under today's profiles: what a change of profile did to a
 * score is no change of the account.
 */
export async function withEarlierScores(
  ctx: RequestContext,
  subjects: readonly ScoredSubject[],
  { asOf, knownAt, lastByType }: SubjectMoment,
): Promise<ScoredSubject[]> {
  if (subjects.length === 0) return [];
  const sourcesOf = ({ profile }: AccountScore): SourceState =>
    judgeSources(lastByType, ctx.content.customTypes, profile, asOf);
  const counted = await countEarlier(ctx, subjects, { asOf, knownAt });
  return subjects.map(({ subject, scored }) => {
    const sources = sourcesOf(scored);
    const earlier = scoreAges.flatMap((age): [number, number | null][] => {
      const facts = counted.get(factsKey(subject.account.id, addDays(subject.day, -age)));
      return facts ? [[age, scoreHealth(facts, scored.profile, sources).hundredths]] : [];
    });
    return { scored, subject: { ...subject, scores: new Map([...subject.scores, ...earlier]) } };
  });
}

/** Facts of earlier days, in one statement where the tables have them, else from what was known. */
async function countEarlier(
  ctx: RequestContext,
  subjects: readonly ScoredSubject[],
  { asOf, knownAt }: Moment,
): Promise<Map<string, HealthFacts>> {
  const result = new Map<string, HealthFacts>();
  const daysOf = ({ account, day }: RuleSubject): string[] =>
    scoreAges.map((age) => addDays(day, -age)).filter((earlier) => earlier >= account.firstSeenOn);
  const still = subjects.filter(({ scored }) => !scored.isPast);
  const points = still.flatMap(({ subject }) =>
    daysOf(subject).map((asOfDay) => ({ account: subject.account.id, asOfDay })),
  );
  const accounts = new Map(subjects.map(({ subject }) => [subject.account.id, subject.account]));
  if (points.length > 0) {
    const counted = await ctx.store.countHealthFacts(points);
    for (const { account: id, asOfDay } of points) {
      const [account, facts] = [accounts.get(id), counted.get(factsKey(id, asOfDay))];
      if (account && facts) result.set(factsKey(id, asOfDay), { ...facts, account });
    }
  }
  for (const { subject } of subjects.filter(({ scored }) => scored.isPast)) {
    const moment = await fixMoment(ctx, subject.account.id, { asOf, knownAt });
    for (const [day, facts] of await moment.countFacts(daysOf(subject)))
      result.set(factsKey(subject.account.id, day), { ...facts, account: subject.account });
  }
  return result;
}
