import type { Account } from '../../domain/account.ts';
import type { PackAudience } from '../../domain/account-pack.ts';
import type { Alert } from '../../domain/alert.ts';
import { isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import { type EventType, eventTypes } from '../../domain/event-types.ts';
import { hitStates } from '../../domain/known-issue.ts';
import type { Moment } from '../../domain/moment.ts';
import type { PackTemplate } from '../../domain/pack-template.ts';
import type { Play } from '../../domain/play.ts';
import { addDays, endOfDay, startOfDay } from '../../domain/utc-day.ts';
import type { PackFacts, PackIssue, PackPeriod, PackTicket } from '../../rules/account-pack/pack-facts.ts';
import { lastMeetingOf } from '../../rules/account-pack/relation-sections.ts';
import { onboardingStart } from '../../rules/onboarding/onboarding-facts.ts';
import { reviewMonth } from '../../rules/onboarding/review-month.ts';
import { foldPlay } from '../../rules/playbook/evolve-play.ts';
import { readClocks } from '../../rules/sla/read-clock.ts';
import { groupByCause } from '../../rules/sla/root-causes.ts';
import { foldTickets } from '../../rules/sla/ticket-history.ts';
import type { RequestContext } from '../context.ts';
import { eventUrl, figuresUrl, issueUrl, scoreUrl } from '../evidence.ts';
import { getAccountHealth } from '../get-account-health.ts';
import { getTimeline } from '../get-timeline.ts';
import { listKnownIssues } from '../issues/known-issues.ts';
import { matchRecords } from '../issues/match-records.ts';
import { memberNames } from '../member-names.ts';
import { fixMoment, type MomentInput } from '../moment.ts';
import { knowOnboarding, toOutcomes } from '../onboarding/get-onboarding.ts';
import { describeTickets } from '../sla/find-root-causes.ts';

/** Kinds of records that come by the thousand: they are counted where they lie. */
const plentiful: ReadonlySet<EventType> = new Set<EventType>([
  'user.session',
  'feature.used',
  'recipe.completed',
  'error.raised',
  'job.retry',
  'nudge.sent',
  'nudge.acted',
  'config.changed',
  'flag.changed',
]);
const readTypes = eventTypes.filter((type) => !plentiful.has(type));
const dayMs = 86_400_000;
const alertsAtMost = 50;
const playsAtMost = 50;
const changesAtMost = 200;
/** Where no meeting is recorded. */
const usualMeetingDays = 30;

/** Of what pack the facts are. */
export interface PackInput extends MomentInput {
  accountId: string;
  template: PackTemplate;
  audience: PackAudience;
}

/**
 * Reads everything that a pack is decided from, as it was known at its moment.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN when the account had no event by then, HF_SEQUENCE_UNKNOWN
 */
export async function readPackFacts(ctx: RequestContext, input: PackInput): Promise<PackFacts> {
  const { template, audience } = input;
  const { account, asOf, knownAt, isNow } = await fixMoment(ctx, input.accountId, input);
  const moment = { asOf, knownAt };
  await matchRecords(ctx, 10);
  const records = await ctx.store.readEvents(account.id, moment, readTypes);
  const period = periodOf(template.period, account, asOf, records);
  const [use, errors, health, issues, members, alerts, plays, onboarding, timeline] = await Promise.all([
    readUse(ctx, account.id, period, knownAt),
    readErrors(ctx, account.id, period, knownAt),
    getAccountHealth(ctx, { accountId: account.id, ...moment }),
    readIssues(ctx, account.id, moment),
    memberNames(ctx),
    readAlerts(ctx, account.id, isNow ? null : asOf),
    readPlays(ctx, account.id, asOf),
    knowOnboarding(ctx, account.id, moment),
    getTimeline(ctx, {
      accountId: account.id,
      asOf,
      limit: changesAtMost,
      days: Math.ceil((asOf.getTime() - period.from.getTime()) / dayMs),
    }),
  ]);
  const tickets = ticketsOf(ctx, account, records, asOf);
  return {
    account,
    asOf,
    knownAt,
    audience,
    period,
    records,
    use,
    errors,
    health,
    issues,
    members,
    alerts,
    plays,
    tickets,
    friction: onboarding.friction,
    causes: groupByCause(await causedTickets(ctx, records, period)),
    firstMonth:
      template.period === 'first-30-days'
        ? {
            review: reviewMonth(onboarding.facts),
            outcomes: toOutcomes(onboarding.outcomes),
            day: onboarding.day,
          }
        : null,
    timeline: timeline.entries.filter(({ at }) => new Date(at) > period.from),
    paths: {
      figures: figuresUrl(account.id, asOf, knownAt),
      score: scoreUrl(account.id, asOf, knownAt, health.configuration),
      record: eventUrl,
    },
  };
}

/** What a pack tells of. */
function periodOf(
  period: PackTemplate['period'],
  account: Account,
  asOf: Date,
  records: readonly StoredEvent[],
): PackPeriod {
  if (period === 'first-30-days') {
    const start = onboardingStart(account);
    const last = endOfDay(addDays(start, 30));
    return {
      from: new Date(startOfDay(start).getTime() - 1),
      until: asOf < last ? asOf : last,
      before: null,
      words: 'the first 30 days',
      beforeWords: '',
    };
  }
  const meeting = period === 'since-last-meeting' ? lastMeetingOf({ records }) : null;
  const from =
    meeting?.at ??
    new Date(asOf.getTime() - (period === 'since-last-meeting' ? usualMeetingDays : period) * dayMs);
  const days = Math.max(1, Math.round((asOf.getTime() - from.getTime()) / dayMs));
  return {
    from,
    until: asOf,
    before: new Date(2 * from.getTime() - asOf.getTime()),
    words: `the last ${days} days`,
    beforeWords: `the ${days} days before`,
  };
}

/** Alerts that are open; @param asOf - null = now */
async function readAlerts({ store }: RequestContext, account: string, asOf: Date | null): Promise<Alert[]> {
  if (asOf !== null) return (await store.alertsOpenAt(asOf)).filter((alert) => alert.account === account);
  return await store.listAlerts({
    states: ['open', 'acknowledged', 'snoozed'],
    account,
    limit: alertsAtMost,
  });
}

/** The account's plays as they stood at an instant. */
async function readPlays({ store }: RequestContext, account: string, asOf: Date): Promise<Play[]> {
  const stored = await store.listPlays({ account, limit: playsAtMost });
  return stored.flatMap(({ events }) => foldPlay(events.filter(({ at }) => new Date(at) <= asOf)) ?? []);
}

/** Event types that count as a sign of work, and as an error. */
function countedTypes({ content }: RequestContext): { work: string[]; errors: string[] } {
  const fed = (...feeds: string[]): string[] =>
    [...content.customTypes.values()].filter((type) => feeds.includes(type.feeds)).map(({ name }) => name);
  return {
    work: ['user.session', 'feature.used', 'recipe.completed', ...fed('session', 'use')],
    errors: ['error.raised', ...fed('error')],
  };
}

async function readUse(
  ctx: RequestContext,
  account: string,
  period: PackPeriod,
  knownAt: number,
): Promise<PackFacts['use']> {
  const { store } = ctx;
  const types = countedTypes(ctx).work;
  const window = { account, knownAt, types, asOf: period.until, from: period.before ?? period.from };
  const [weeks, users, features] = await Promise.all([
    store.readUseWeeks(window),
    store.readUserUse(window, period.from),
    store.readFeatureUses(window, period.from),
  ]);
  const kinds = types.map((type) => ({ type }));
  const ever =
    weeks.length > 0 ||
    (await store.latestEvents(account, kinds, { asOf: period.until, knownAt }, 1)).length > 0;
  return { weeks, users, features, ever };
}

async function readErrors(
  ctx: RequestContext,
  account: string,
  period: PackPeriod,
  knownAt: number,
): Promise<PackFacts['errors']> {
  const types = countedTypes(ctx).errors;
  const window = { account, knownAt, types, asOf: period.until, from: period.before ?? period.from };
  const [weeks, codes] = await Promise.all([
    ctx.store.readErrorWeeks(window),
    ctx.store.readErrorCodes(window, period.from),
  ]);
  return { weeks, codes };
}

function ticketsOf(
  { content }: RequestContext,
  account: Account,
  records: readonly StoredEvent[],
  asOf: Date,
): PackTicket[] {
  const about = records.filter(({ event }) => event.type.startsWith('ticket.') && isBuiltIn(event));
  const ratings = new Map<string, number>();
  for (const { event } of about) {
    const { ticketId, csat } = event.payload;
    if (typeof csat === 'number') ratings.set(String(ticketId), csat);
  }
  return foldTickets(about, content.sla)
    .map((ticket) => ({
      ticket,
      csat: ratings.get(ticket.ticketId) ?? null,
      clocks: readClocks(ticket, account, content.sla, { now: asOf }),
    }))
    .sort((one, other) => one.ticket.openedAt.getTime() - other.ticket.openedAt.getTime());
}

async function causedTickets(
  ctx: RequestContext,
  records: readonly StoredEvent[],
  { from, until }: PackPeriod,
): Promise<Awaited<ReturnType<typeof describeTickets>>> {
  const opened = records.filter(
    ({ event }) => event.type === 'ticket.created' && event.at > from && event.at <= until,
  );
  return await describeTickets(ctx, opened);
}

/** Known issues that hit the account by then, as they stand at the last look. */
async function readIssues(
  ctx: RequestContext,
  account: string,
  { asOf, knownAt }: Moment,
): Promise<PackIssue[]> {
  const hits = Map.groupBy(
    await ctx.store.hitsOfAccount(account, [...hitStates], { asOf, knownAt }),
    ({ issue }) => issue,
  );
  if (hits.size === 0) return [];
  const names = await memberNames(ctx);
  return (await listKnownIssues(ctx)).flatMap((issue) => {
    const own = hits.get(issue.id) ?? [];
    const last = own.reduce<Date | null>((latest, { at }) => (latest && latest > at ? latest : at), null);
    if (!last) return [];
    return [
      {
        id: issue.id,
        title: issue.title,
        severity: issue.severity,
        status: issue.status,
        audience: issue.audience,
        fixedIn: issue.fixed_in ?? null,
        shipsOn: issue.ships_on ?? null,
        owner: names.get(issue.owner) ?? issue.owner,
        hits: own.length,
        lastHitAt: last,
        path: issueUrl(issue.id, knownAt, account),
      },
    ];
  });
}
