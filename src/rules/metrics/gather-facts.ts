import type { Account } from '../../domain/account.ts';
import type { Rates } from '../../domain/currencies.ts';
import { type BuiltInEvent, isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import type { SlaPack } from '../../domain/sla.ts';
import { daysBetween, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { localTime } from '../business-time/local-time.ts';
import { monthsBefore } from '../business-time/month-of.ts';
import { readClocks } from '../sla/read-clock.ts';
import { foldTickets } from '../sla/ticket-history.ts';
import type { ContractHistory } from './contract-history.ts';
import type { MetricFacts, Opportunity } from './metric-facts.ts';
import { seekOpportunities } from './opportunities.ts';
import { type AlertSpan, wasWarned } from './was-warned.ts';

const dayMs = 86_400_000;

/** Types that metrics read from the beginning of the records on: what ends in a month may have begun long before. */
export const lastingTypes = [
  'milestone.reached',
  'incident.opened',
  'incident.resolved',
  'expansion.opened',
  'expansion.won',
  'expansion.lost',
] as const;

/** Types of which those of the month alone matter. */
export const passingTypes = ['survey.responded', 'feature.requested', 'usage.limit'] as const;

/** The records that a month is counted from, up to some moment; each list in the order in which things happened. */
export interface MetricSources {
  contracts: readonly ContractHistory[];
  /** Of `lastingTypes`, from the beginning on. */
  lasting: readonly StoredEvent[];
  /** Of `passingTypes`, from the month's beginning on. */
  passing: readonly StoredEvent[];
  /** About tickets, from the month's beginning on. */
  tickets: readonly StoredEvent[];
  /** Of the accounts whose contract ended. */
  alerts: readonly AlertSpan[];
  /** When the first alert of all was raised; null = none ever was */
  firstAlertAt: Date | null;
}

/** A month, or what has passed of it: from its first instant to before its end. */
export interface MetricSpan {
  from: Date;
  to: Date;
  zone: string;
}

/** Counts the facts of a month, apart from scores, questions and risks, which are no records. */
export function gatherFacts(
  sources: MetricSources,
  { from, to, zone }: MetricSpan,
  { sla, rates }: { sla: SlaPack; rates: Rates | null },
): MetricFacts {
  const within = (events: readonly StoredEvent[]): StoredEvent[] =>
    events.filter(({ event }) => event.at >= from && event.at < to);
  const soFar = sources.lasting.filter(({ event }) => event.at < to);
  const yearAgo = monthsBefore(to, 12, zone);
  const atEnd = standingBefore(sources.contracts, to, zone);
  const opening = customersOf(standingBefore(sources.contracts, from, zone));
  const passing = within(sources.passing);
  const tickets = sources.tickets.filter(({ event }) => event.at < to);
  return {
    from,
    to,
    rates,
    atEnd,
    opening,
    yearAgo: customersOf(standingBefore(sources.contracts, yearAgo, zone)),
    said: saidBy(sources.contracts, to),
    ended: endedIn(sources, opening, to),
    scores: [],
    questions: [],
    atRisk: new Set(),
    wereAtRisk: null,
    surveys: passing.flatMap(({ seq, event }) =>
      isBuiltIn(event) && event.type === 'survey.responded'
        ? [{ account: event.account, kind: event.payload.kind, score: event.payload.score, seq }]
        : [],
    ),
    ratings: within(sources.tickets).flatMap(({ seq, event }) =>
      event.type === 'ticket.resolved' && typeof event.payload.csat === 'number'
        ? [{ account: event.account, stars: event.payload.csat, seq }]
        : [],
    ),
    firstValues: firstValuesIn(soFar, sources.contracts, from),
    incidents: incidentsIn(soFar, from),
    promises: promisesIn(tickets, from, to, atEnd, sla),
    ...opportunitiesIn(soFar, from, yearAgo),
    wishes: passing.flatMap((stored) => wishOf(stored, atEnd)),
  };
}

/** The record of each account that its contract was last told by. */
function saidBy(contracts: readonly ContractHistory[], to: Date): Map<string, number> {
  return new Map(
    contracts.flatMap((contract) => {
      const said = contract.saidBefore(to);
      return said === null ? [] : [[contract.id, said.seq]];
    }),
  );
}

/** Everybody who had begun right before an instant, by id. */
export function standingBefore(
  contracts: readonly ContractHistory[],
  instant: Date,
  zone: string,
): Map<string, Account> {
  const day = dayBefore(instant, zone);
  const found = new Map<string, Account>();
  for (const contract of contracts) {
    const account = contract.before(instant, day);
    if (account) found.set(account.id, account);
  }
  return found;
}

/** The last day before an instant, by the clock of a zone. */
export function dayBefore(instant: Date, zone: string): UtcDay {
  return localTime(zone, new Date(instant.getTime() - 1)).day;
}

/** Those whose contract has not ended. */
export function customersOf(accounts: ReadonlyMap<string, Account>): Map<string, Account> {
  return new Map([...accounts].filter(([, { status }]) => status === 'active'));
}

/** Who was a customer right before the month and whose contract has ended at its end; who came back within it did not leave. */
function endedIn(
  { contracts, alerts, firstAlertAt }: MetricSources,
  opening: ReadonlyMap<string, Account>,
  to: Date,
): MetricFacts['ended'][number][] {
  return contracts.flatMap((contract) => {
    const ending = opening.has(contract.id) ? contract.endBefore(to) : null;
    if (ending === null) return [];
    const { at } = ending.event;
    const wasCalled =
      firstAlertAt === null || firstAlertAt >= at
        ? null
        : wasWarned(
            alerts.filter(({ account }) => account === contract.id),
            at,
          );
    return [{ account: contract.id, seq: ending.seq, wasCalled }];
  });
}

function firstValuesIn(
  events: readonly StoredEvent[],
  contracts: readonly ContractHistory[],
  from: Date,
): MetricFacts['firstValues'][number][] {
  const first = new Map<string, StoredEvent>();
  for (const stored of events) {
    const { type, account, payload } = stored.event;
    if (type === 'milestone.reached' && payload.milestone === 'first_value' && !first.has(account))
      first.set(account, stored);
  }
  const begins = new Map(contracts.map((contract) => [contract.id, contract.begins]));
  return [...first.values()].flatMap(({ seq, event }) => {
    const start = begins.get(event.account);
    if (event.at < from || start === undefined) return [];
    return [{ account: event.account, days: Math.max(0, daysBetween(start, utcDayOf(event.at))), seq }];
  });
}

function incidentsIn(events: readonly StoredEvent[], from: Date): MetricFacts['incidents'][number][] {
  const open = new Map<string, Date>();
  const incidents: MetricFacts['incidents'][number][] = [];
  for (const { seq, event } of events) {
    if (event.type !== 'incident.opened' && event.type !== 'incident.resolved') continue;
    const { account, at } = event;
    const incidentId = String(event.payload.incidentId);
    const key = JSON.stringify([account, incidentId]);
    const opened = open.get(key);
    if (event.type === 'incident.opened') {
      if (opened === undefined) open.set(key, at);
      continue;
    }
    open.delete(key);
    if (opened !== undefined && at >= from)
      incidents.push({ account, incidentId, ms: at.getTime() - opened.getTime(), seq });
  }
  return incidents;
}

/** Every clock of the tickets of the month, as it stands at its end; what runs still is left out. */
function promisesIn(
  events: readonly StoredEvent[],
  from: Date,
  to: Date,
  accounts: ReadonlyMap<string, Account>,
  sla: SlaPack,
): MetricFacts['promises'][number][] {
  const now = new Date(to.getTime() - 1);
  const since = events.filter(({ event }) => event.at >= from);
  return foldTickets(since, sla)
    .filter(({ openedAt }) => openedAt >= from)
    .flatMap((ticket) => {
      const account = accounts.get(ticket.account);
      if (!account) return [];
      return readClocks(ticket, account, sla, { now, toldAt: null }).flatMap(({ state }) => {
        const isKept = state === 'met';
        if (!isKept && state !== 'missed' && state !== 'breached') return [];
        return [{ account: ticket.account, ticketId: ticket.ticketId, isKept, seq: ticket.seq }];
      });
    });
}

function opportunitiesIn(
  events: readonly StoredEvent[],
  from: Date,
  yearAgo: Date,
): Pick<MetricFacts, 'won' | 'decided' | 'open'> {
  const all = seekOpportunities(events);
  const decided = all.flatMap(({ opened, decision }) => {
    if (decision === null) return [];
    const took = opened === null ? null : decision.at.getTime() - opened.at.getTime();
    const days = took === null || took < 0 ? null : Math.round(took / dayMs);
    return [{ ...decision.opportunity, isWon: decision.isWon, days, at: decision.at }];
  });
  const bare = ({ account, opportunityId, arr, seq }: Opportunity): Opportunity => ({
    account,
    opportunityId,
    arr,
    seq,
  });
  return {
    won: decided.filter(({ isWon, at }) => isWon && at >= yearAgo).map(bare),
    decided: decided
      .filter(({ at }) => at >= from)
      .map(({ isWon, days, ...one }) => ({ ...bare(one), isWon, days })),
    open: all.flatMap(({ opened, decision }) =>
      decision === null && opened !== null ? [opened.opportunity] : [],
    ),
  };
}

function wishOf(
  { seq, event }: StoredEvent,
  atEnd: ReadonlyMap<string, Account>,
): MetricFacts['wishes'][number][] {
  if (!isBuiltIn(event)) return [];
  const { account } = event;
  const words = wishWords(event, atEnd.get(account)?.tier ?? null);
  return words === null ? [] : [{ account, words, seq }];
}

function wishWords(event: BuiltInEvent, tier: string | null): string | null {
  if (event.type === 'feature.requested') {
    const { feature, tier: wanted } = event.payload;
    return wanted === undefined || wanted.toLowerCase() === tier?.toLowerCase()
      ? null
      : `${feature}, of ${wanted}`;
  }
  if (event.type !== 'usage.limit' || event.payload.used < event.payload.allowed) return null;
  const { limit, used, allowed } = event.payload;
  return `${limit}: ${used} of ${allowed}`;
}
