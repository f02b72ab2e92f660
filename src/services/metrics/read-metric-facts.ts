import type { Account } from '../../domain/account.ts';
import { type BuiltInEvent, isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import { addDays, daysBetween, utcDayOf } from '../../domain/utc-day.ts';
import { monthsBefore } from '../../rules/business-time/month-of.ts';
import { contractEnd, foldContract } from '../../rules/contract.ts';
import type { MetricFacts } from '../../rules/metrics/metric-facts.ts';
import { readClocks } from '../../rules/sla/read-clock.ts';
import { foldTickets } from '../../rules/sla/ticket-history.ts';
import type { RequestContext } from '../context.ts';
import { deflectionBetween } from '../report-deflection.ts';
import { scoreDay } from '../score-day.ts';

const dayMs = 86_400_000;
/** An alert so long before an end was a warning of it. Source: the seeds' surprise churn; the span is ours. */
const warnedDays = 30;

/** Reads what the metrics of one span are counted from, as it is known at a sequence number. */
export async function readMetricFacts(
  ctx: RequestContext,
  { from, to }: { from: Date; to: Date },
  knownAt: number,
): Promise<MetricFacts> {
  const contracts = await readContracts(ctx, knownAt);
  const yearAgo = monthsBefore(to, 12, ctx.content.sla.workingHours.zone);
  // What happens at the end itself belongs to the next month.
  const horizon = { asOf: new Date(to.getTime() - 1), knownAt };
  const types = (...names: string[]) => ctx.store.readTypes(names, new Date(from.getTime() - 1), horizon);
  const surveys = await types('survey.responded');
  const atEnd = contracts.at(horizon.asOf);
  return {
    ...{ from, to, atEnd },
    yearAgo: customersOf(contracts.at(yearAgo)),
    opening: customersOf(contracts.at(from)),
    ended: await readEnded(ctx, contracts, from, horizon.asOf),
    scores: await readScores(ctx, [...customersOf(atEnd).values()], horizon),
    surveys: surveys.flatMap(({ seq, event }) =>
      isBuiltIn(event) && event.type === 'survey.responded'
        ? [{ account: event.account, kind: event.payload.kind, score: event.payload.score, seq }]
        : [],
    ),
    ratings: (await types('ticket.resolved')).flatMap(({ seq, event }) =>
      typeof event.payload.csat === 'number'
        ? [{ account: event.account, stars: event.payload.csat, seq }]
        : [],
    ),
    firstValues: await readFirstValues(ctx, atEnd, from, horizon),
    incidents: await readIncidents(ctx, from, horizon),
    promises: await readPromises(ctx, from, horizon, atEnd),
    questions: await deflectionBetween(ctx, from, to),
    ...(await readExpansions(ctx, from, yearAgo, horizon)),
  };
}

interface Horizon {
  asOf: Date;
  knownAt: number;
}

interface Contracts {
  events: ReadonlyMap<string, StoredEvent[]>;
  /** Everybody who was known at an instant. */
  at(instant: Date): Map<string, Account>;
}

async function readContracts({ store }: RequestContext, knownAt: number): Promise<Contracts> {
  const known = await store.listAccounts();
  const stored = (await store.readContractEvents(known.map(({ id }) => id))).filter(
    ({ seq }) => seq <= knownAt,
  );
  const events = Map.groupBy(stored, ({ event }) => event.account);
  return {
    events,
    at: (instant) => {
      const found = new Map<string, Account>();
      const day = utcDayOf(instant);
      for (const { id, firstSeenOn, startsOn } of known) {
        // Whoever came with an import was a customer before we heard of them.
        if (firstSeenOn > day && (startsOn === null || startsOn > day)) continue;
        const told = (events.get(id) ?? []).map(({ event }) => event).filter((event) => event.at <= instant);
        found.set(id, { ...foldContract(id, told), id, firstSeenOn });
      }
      return found;
    },
  };
}

function customersOf(accounts: ReadonlyMap<string, Account>): Map<string, Account> {
  return new Map([...accounts].filter(([, { status }]) => status === 'active'));
}

/** Contracts that ended within the span and had not before; who came back within it did not leave. */
async function readEnded(
  ctx: RequestContext,
  { events, at }: Contracts,
  from: Date,
  to: Date,
): Promise<MetricFacts['ended'][number][]> {
  const before = at(from);
  const ended: { account: string; seq: number; on: string }[] = [];
  for (const [account, stored] of events) {
    const told = stored.filter(({ event }) => event.at <= to);
    const on = contractEnd(told.map(({ event }) => event));
    if (on === null || before.get(account)?.status !== 'active') continue;
    const record = told.find(({ event }) => event.at >= from && event.payload.status === 'ended');
    if (record) ended.push({ account, seq: record.seq, on });
  }
  const first = await ctx.store.firstAlertAt();
  const raised = await ctx.store.alertsRaisedFor(ended.map(({ account }) => account));
  return ended.map(({ account, seq, on }) => ({
    ...{ account, seq },
    wasCalled:
      first === null || utcDayOf(first) > on
        ? null
        : raised.some(
            (alert) =>
              alert.account === account &&
              utcDayOf(alert.at) <= on &&
              utcDayOf(alert.at) >= addDays(on, -warnedDays),
          ),
  }));
}

async function readScores(
  ctx: RequestContext,
  customers: readonly Account[],
  { asOf, knownAt }: Horizon,
): Promise<MetricFacts['scores'][number][]> {
  const scores = await scoreDay(ctx, customers, asOf, knownAt);
  return customers.flatMap(({ id }) => {
    const score = scores.get(id)?.score;
    if (!score) return [];
    const adoption = score.components.find((component) => component.id === 'adoption')?.hundredths ?? null;
    return [{ account: id, band: score.band, adoption }];
  });
}

async function readFirstValues(
  { store }: RequestContext,
  accounts: ReadonlyMap<string, Account>,
  from: Date,
  horizon: Horizon,
): Promise<MetricFacts['firstValues'][number][]> {
  const first = new Map<string, StoredEvent>();
  for (const stored of await store.readTypes(['milestone.reached'], new Date(0), horizon)) {
    const { account, payload } = stored.event;
    if (payload.milestone === 'first_value' && !first.has(account)) first.set(account, stored);
  }
  return [...first.values()]
    .filter(({ event }) => event.at >= from)
    .flatMap(({ seq, event }) => {
      const account = accounts.get(event.account);
      const start = account?.startsOn ?? account?.firstSeenOn;
      return start === undefined
        ? []
        : [{ account: event.account, days: Math.max(0, daysBetween(start, utcDayOf(event.at))), seq }];
    });
}

async function readIncidents(
  { store }: RequestContext,
  from: Date,
  horizon: Horizon,
): Promise<MetricFacts['incidents'][number][]> {
  const open = new Map<string, Date>();
  const incidents: MetricFacts['incidents'][number][] = [];
  for (const { seq, event } of await store.readTypes(
    ['incident.opened', 'incident.resolved'],
    new Date(0),
    horizon,
  )) {
    const incidentId = String(event.payload.incidentId);
    const key = JSON.stringify([event.account, incidentId]);
    const opened = open.get(key);
    if (event.type === 'incident.opened') {
      if (opened === undefined) open.set(key, event.at);
      continue;
    }
    open.delete(key);
    if (opened !== undefined && event.at >= from)
      incidents.push({
        account: event.account,
        incidentId,
        hours: (event.at.getTime() - opened.getTime()) / 3_600_000,
        seq,
      });
  }
  return incidents;
}

/** Every clock of the tickets of the span, as it stands at its end; what runs still is left out. */
async function readPromises(
  { store, content }: RequestContext,
  from: Date,
  horizon: Horizon,
  accounts: ReadonlyMap<string, Account>,
): Promise<MetricFacts['promises'][number][]> {
  const events = await store.readTicketEvents(from, horizon);
  return foldTickets(events, content.sla)
    .filter(({ openedAt }) => openedAt >= from)
    .flatMap((ticket) => {
      const account = accounts.get(ticket.account);
      if (!account) return [];
      return readClocks(ticket, account, content.sla, { now: horizon.asOf, toldAt: null }).flatMap(
        ({ state }) => {
          const isKept = state === 'met';
          if (!isKept && state !== 'missed' && state !== 'breached') return [];
          return [{ account: ticket.account, ticketId: ticket.ticketId, isKept, seq: ticket.seq }];
        },
      );
    });
}

async function readExpansions(
  { store }: RequestContext,
  from: Date,
  yearAgo: Date,
  horizon: Horizon,
): Promise<Pick<MetricFacts, 'won' | 'decided'>> {
  const opened = new Map<string, Date>();
  const won: MetricFacts['won'][number][] = [];
  const decided: MetricFacts['decided'][number][] = [];
  const types = ['expansion.opened', 'expansion.won', 'expansion.lost'];
  for (const { seq, event } of await store.readTypes(types, new Date(0), horizon)) {
    if (!isBuiltIn(event) || !isExpansion(event)) continue;
    const { opportunityId, arr = null } = event.payload;
    const key = JSON.stringify([event.account, opportunityId]);
    if (event.type === 'expansion.opened') {
      if (!opened.has(key)) opened.set(key, event.at);
      continue;
    }
    const isWon = event.type === 'expansion.won';
    if (isWon && event.at >= yearAgo) won.push({ account: event.account, arr, seq, opportunityId });
    if (event.at < from) continue;
    const begun = opened.get(key);
    const days = begun === undefined ? null : Math.round((event.at.getTime() - begun.getTime()) / dayMs);
    decided.push({ account: event.account, opportunityId, isWon, days, seq });
  }
  return { won, decided };
}

type ExpansionEvent = Extract<BuiltInEvent, { type: `expansion.${string}` }>;

function isExpansion(event: BuiltInEvent): event is ExpansionEvent {
  return event.type.startsWith('expansion.');
}
