import type { CustomerEvent } from '../../src/domain/event.ts';
import type { CountedFacts } from '../../src/domain/health-facts.ts';
import { daysBetween, type UtcDay, utcDayOf } from '../../src/domain/utc-day.ts';

/** An event with its age in days as of the day that is asked about. */
interface Aged {
  age: number;
  event: CustomerEvent;
  type: string;
  payload: Record<string, unknown>;
}

/**
 * Counts the facts of one account event by event, straight from what each fact is said to mean. Shares nothing with the
 * rollups and the statement that it judges.
 */
export function recountFacts(
  events: readonly CustomerEvent[],
  account: string,
  asOfDay: UtcDay,
): CountedFacts {
  const aged = events
    .filter((event) => event.account === account)
    .map((event): Aged => {
      const age = daysBetween(utcDayOf(event.at), asOfDay);
      return { age, event, type: event.type, payload: event.payload as Record<string, unknown> };
    })
    .filter(({ age }) => age >= 0);
  return {
    asOfDay,
    ...recountEngagement(aged),
    ...recountUsers(aged),
    ...recountErrors(aged),
    ...recountTickets(aged),
    ...recountAnswers(aged),
    ...recountSponsor(aged),
    ...recountMoney(aged, asOfDay),
  };
}

function isA(name: string, signal: string): (aged: Aged) => boolean {
  return ({ type }) => type === name || type === `custom.${signal}`;
}

const isSession = isA('user.session', 'session');
const isFeatureUse = isA('feature.used', 'use');
const isTicket = isA('ticket.created', 'ticket');
const isSponsor = isA('sponsor.touch', 'sponsor');
const isError = isA('error.raised', 'error');

function isUse(aged: Aged): boolean {
  return isSession(aged) || isFeatureUse(aged) || aged.type === 'recipe.completed';
}

function within(aged: readonly Aged[], days: number): Aged[] {
  return aged.filter(({ age }) => age < days);
}

function sumOf(aged: readonly Aged[], value: (aged: Aged) => number): number {
  return aged.reduce((sum, one) => sum + value(one), 0);
}

function timesOf({ type, payload }: Aged): number {
  return type === 'feature.used' || type === 'error.raised' ? Number(payload.count ?? 1) : 1;
}

function recountEngagement(aged: readonly Aged[]) {
  const signs = aged.filter((one) => isUse(one) || isTicket(one) || isSponsor(one));
  const ages = [...new Set(within(signs, 180).map(({ age }) => age))].sort((a, b) => a - b);
  const before = (days: number): number => ages.filter((age) => age < days).length;
  return {
    engagedDays28: before(28),
    engagedDays84: before(84),
    engagedDays168: before(168),
    lastEngagedAge: ages[0] ?? null,
    thirdEngagedAge: ages[2] ?? null,
    engagedWeeks12: new Set(ages.filter((age) => age < 84).map((age) => Math.floor(age / 7))).size,
  };
}

function featureOf({ type, payload }: Aged): string {
  return type === 'feature.used' ? String(payload.feature ?? payload.module ?? '') : '';
}

function recountUsers(aged: readonly Aged[]) {
  const uses = within(aged.filter(isUse), 84);
  const personal = uses.filter(({ event }) => event.user !== null);
  const usersWithin = (days: number): (string | null)[] => [
    ...new Set(within(personal, days).map(({ event }) => event.user)),
  ];
  const featuresOf = (user: string | null): number =>
    new Set(
      within(personal, 28)
        .filter(({ event }) => event.user === user)
        .map(featureOf)
        .filter((feature) => feature !== ''),
    ).size;
  let userWeeks12 = 0;
  let permille = 0;
  for (let week = 0; week < 12; week++) {
    const block = personal.filter(({ age }) => Math.floor(age / 7) === week);
    const users = new Set(block.map(({ event }) => event.user)).size;
    const userDays = new Set(block.map(({ event, age }) => `${event.user} ${age}`)).size;
    userWeeks12 += users;
    if (users > 0) permille += Math.floor((1_000 * userDays) / (7 * users));
  }
  return {
    users7: usersWithin(7).length,
    users28: usersWithin(28).length,
    powerUsers28: usersWithin(28).filter((user) => featuresOf(user) >= 5).length,
    userWeeks12,
    dauWauPermille: Math.floor(permille / 12),
    features84: new Set(uses.map(featureOf).filter((feature) => feature !== '')).size,
  };
}

function recountErrors(aged: readonly Aged[]) {
  const uses = aged.filter(isUse);
  const errors = aged.filter(isError);
  const baselineErrorRates: number[] = [];
  for (let age = 7; age <= 34; age++) {
    const used = sumOf(
      uses.filter((use) => use.age === age),
      timesOf,
    );
    const failed = sumOf(
      errors.filter((error) => error.age === age),
      timesOf,
    );
    if (used > 0) baselineErrorRates.push(Math.min(1_000_000, Math.floor((1_000 * failed) / used)));
  }
  return {
    uses7: sumOf(within(uses, 7), timesOf),
    errors7: sumOf(within(errors, 7), timesOf),
    baselineErrorRates,
    errorsEver: errors.length > 0,
  };
}

function recountTickets(aged: readonly Aged[]) {
  const created = aged.filter(isTicket);
  const urgent = created.filter(({ payload }) => payload.priority === 'P0' || payload.priority === 'P1');
  const resolved = new Set(
    aged.filter(({ type }) => type === 'ticket.resolved').map(({ payload }) => payload.ticketId),
  );
  const named = created
    .filter(({ type }) => type === 'ticket.created')
    .map(({ payload }) => payload.ticketId);
  return {
    ticketsCreated28: within(created, 28).length,
    ticketsCreated84: within(created, 84).length,
    ticketsUrgent28: within(urgent, 28).length,
    ticketsOpen: new Set(named.filter((ticket) => !resolved.has(ticket))).size,
  };
}

function recountAnswers(aged: readonly Aged[]) {
  const csat = within(aged, 84).flatMap(({ type, payload }) => {
    if (type === 'ticket.resolved' && payload.csat !== undefined) return [Number(payload.csat)];
    return type === 'survey.responded' && payload.kind === 'csat' ? [Number(payload.score)] : [];
  });
  const nps = within(aged, 168)
    .filter(({ type, payload }) => type === 'survey.responded' && payload.kind === 'nps')
    .map(({ payload }) => Number(payload.score));
  return {
    csatSum84: csat.reduce((sum, score) => sum + score, 0),
    csatCount84: csat.length,
    npsPromoters168: nps.filter((score) => score >= 9).length,
    npsDetractors168: nps.filter((score) => score <= 6).length,
    npsCount168: nps.length,
  };
}

function recountSponsor(aged: readonly Aged[]) {
  const ages = [...new Set(aged.filter(isSponsor).map(({ age }) => age))];
  return {
    sponsorDaysEver: ages.length,
    sponsorDays84: ages.filter((age) => age < 84).length,
    lastSponsorAge: ages.length === 0 ? null : Math.min(...ages),
  };
}

function recountMoney(aged: readonly Aged[], asOfDay: UtcDay) {
  const invoices = aged.filter(({ type }) => type === 'billing.invoice');
  const ids = [...new Set(invoices.map(({ payload }) => payload.invoiceId))];
  const overdue = ids.map((id) =>
    overdueDays(
      invoices.filter(({ payload }) => payload.invoiceId === id),
      asOfDay,
    ),
  );
  const failed = invoices.filter(({ payload }) => payload.status === 'failed');
  return {
    invoicesEver: ids.length,
    overdueDays: Math.max(0, ...overdue),
    failedPayments84: within(failed, 84).length,
    expansionsWon365: within(
      aged.filter(({ type }) => type === 'expansion.won'),
      365,
    ).length,
  };
}

/** Days since one invoice fell due, by its latest due day; without any, since its source first called it unpaid. */
function overdueDays(events: readonly Aged[], asOfDay: UtcDay): number {
  const newestFirst = [...events].sort((a, b) => (isLater(a, b) ? -1 : 1));
  if (!['issued', 'overdue', 'failed'].includes(String(newestFirst[0]?.payload.status))) return 0;
  const dueOn = newestFirst.find(({ payload }) => payload.dueOn !== undefined)?.payload.dueOn;
  const unpaid = events.filter(({ payload }) => ['overdue', 'failed'].includes(String(payload.status)));
  const since = dueOn ?? unpaid.map(({ event }) => utcDayOf(event.at)).sort()[0];
  return since === undefined ? 0 : Math.max(0, daysBetween(String(since), asOfDay));
}

/** Equal instants are decided by source, then by id. */
function isLater({ event: a }: Aged, { event: b }: Aged): boolean {
  if (a.at.getTime() !== b.at.getTime()) return a.at > b.at;
  return a.source === b.source ? a.id > b.id : a.source > b.source;
}
