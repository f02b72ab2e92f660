import type { StoredEvent } from '../domain/event.ts';
import type { HealthFacts } from '../domain/health-facts.ts';
import { type Rollup, type RollupCounter, rollupCounters } from '../domain/rollup.ts';
import { addDays, type UtcDay } from '../domain/utc-day.ts';
import { HoldfastError } from '../errors.ts';
import { emptyRollup, rollUp } from '../rules/rollup.ts';
import type { RequestContext } from './context.ts';
import { scoreUrl } from './evidence.ts';
import { type AccountMoment, fixMoment, type MomentInput } from './moment.ts';

/** What is counted of a day or of a window of days: the rollup's counters and three that are no sums. */
export interface Figures {
  counts: Record<RollupCounter, number>;
  /** Distinct users with use. */
  users: number;
  /** Distinct features used. */
  features: number;
  /** Days with a sign of life: use, a session, a recipe, a ticket or contact with the sponsor. */
  activeDays: number;
}

export interface FiguresDay extends Figures {
  day: UtcDay;
}

/** A 7-day block, counted back from the last day, newest day first. */
export interface FiguresWeek extends Figures {
  from: UtcDay;
  to: UtcDay;
  days: FiguresDay[];
}

/** The days behind a score. */
export interface FiguresPage {
  account: { id: string; name: string; firstSeenOn: UtcDay };
  asOf: string;
  knownAt: number;
  /** The last 84 days in twelve blocks, newest first. Days on which nothing was counted are zero. */
  weeks: FiguresWeek[];
  windows: ({ days: number } & Figures)[];
  /** The same facts as the score reads them, counted by the same statement. */
  facts: HealthFacts;
  scoreUrl: string;
}

const windowLengths = [7, 28, 84, 168];
const listedWeeks = 12;

/**
 * An account's daily figures up to a moment, counted from the records that were known then.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN
 */
export async function getFiguresPage(
  ctx: RequestContext,
  accountId: string,
  input: MomentInput,
): Promise<FiguresPage> {
  const asOf = input.asOf ?? ctx.clock.now();
  const knownAt = input.knownAt ?? (await ctx.store.lastSequence());
  const moment = await fixMoment(ctx, accountId, { asOf, knownAt });
  const counted = (await moment.countFacts([moment.asOfDay])).get(moment.asOfDay);
  if (!counted)
    throw new HoldfastError(
      'HF_ACCOUNT_UNKNOWN',
      `Account '${accountId}' has no event up to ${moment.asOfDay}`,
    );
  const { id, name, firstSeenOn } = moment.account;
  return {
    account: { id, name, firstSeenOn },
    asOf: asOf.toISOString(),
    knownAt,
    ...countDays(await ctx.store.readEvents(accountId, { asOf, knownAt }), moment),
    facts: { ...counted, account: moment.account },
    scoreUrl: scoreUrl(id, asOf, knownAt),
  };
}

interface Day {
  day: UtcDay;
  rollup: Rollup;
  users: Set<string>;
  features: Set<string>;
}

function countDays(
  events: readonly StoredEvent[],
  moment: AccountMoment,
): Pick<FiguresPage, 'weeks' | 'windows'> {
  const { rollups, usage } = rollUp(events.map(({ event }) => event));
  const byDay = new Map(rollups.map((rollup) => [rollup.day, rollup]));
  const length = Math.max(...windowLengths);
  const days: Day[] = Array.from({ length }, (_, age) => {
    const day = addDays(moment.asOfDay, -age);
    const rollup = byDay.get(day) ?? emptyRollup(moment.account.id, day);
    return { day, rollup, users: new Set(), features: new Set() };
  });
  const found = new Map(days.map((day) => [day.day, day]));
  for (const { day, user, feature } of usage) {
    if (user) found.get(day)?.users.add(user);
    if (feature) found.get(day)?.features.add(feature);
  }
  return {
    weeks: Array.from({ length: listedWeeks }, (_, week) => toWeek(days.slice(week * 7, week * 7 + 7))),
    windows: windowLengths.map((window) => ({ days: window, ...sumUp(days.slice(0, window)) })),
  };
}

function toWeek(days: readonly Day[]): FiguresWeek {
  return {
    from: days.at(-1)?.day ?? '',
    to: days[0]?.day ?? '',
    days: days.map((day) => ({ day: day.day, ...sumUp([day]) })),
    ...sumUp(days),
  };
}

function sumUp(days: readonly Day[]): Figures {
  const counts = Object.fromEntries(
    rollupCounters.map((counter) => [counter, days.reduce((sum, { rollup }) => sum + rollup[counter], 0)]),
  );
  return {
    counts: counts as Figures['counts'],
    users: new Set(days.flatMap(({ users }) => [...users])).size,
    features: new Set(days.flatMap(({ features }) => [...features])).size,
    activeDays: days.filter(
      ({ rollup }) => rollup.actions + rollup.ticketsCreated + rollup.sponsorTouches > 0,
    ).length,
  };
}
