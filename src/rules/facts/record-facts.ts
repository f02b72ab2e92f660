import type { BuiltInEvent } from '../../domain/event.ts';
import type { EventType } from '../../domain/event-types.ts';
import type { RuleSubject } from '../../domain/rule-subject.ts';
import { daysBetween, utcDayOf } from '../../domain/utc-day.ts';
import { readIntegrations } from '../integration-states.ts';
import { between, type RuleFact } from './rule-fact.ts';

/** An event of one built-in type, with the place of its record. */
interface Recorded<T extends EventType> {
  seq: number;
  at: Date;
  age: number;
  payload: Extract<BuiltInEvent, { type: T }>['payload'];
}

/** What single records say: money, states, limits, satisfaction. */
export const recordFacts: readonly RuleFact[] = [
  {
    id: 'overdueDays',
    words: 'days since the oldest unpaid invoice fell due',
    unit: 'days',
    least: 0,
    most: 36_500,
    needs: ['billing.invoice'],
    read: ({ counted }) => (counted.invoicesEver === 0 ? null : counted.overdueDays),
    records: oldestUnpaid,
  },
  {
    id: 'failedPayments28',
    words: 'failed payments in 28 days',
    unit: 'count',
    least: 0,
    most: 10_000,
    needs: ['billing.invoice'],
    read: (subject) => (subject.counted.invoicesEver === 0 ? null : failedPayments(subject).length),
    records: (subject) => latestFirst(failedPayments(subject)),
  },
  {
    id: 'brokenIntegrations',
    words: 'integrations that failed or are degraded',
    unit: 'count',
    least: 0,
    most: 10_000,
    needs: ['integration.state'],
    read: (subject) => brokenIntegrations(subject)?.length ?? null,
    records: (subject) => latestFirst(brokenIntegrations(subject) ?? []),
  },
  {
    id: 'brokenIntegrationDays',
    words: 'days since the first of them did not work as it should',
    unit: 'days',
    least: 0,
    most: 36_500,
    needs: ['integration.state'],
    read(subject) {
      const broken = brokenIntegrations(subject) ?? [];
      return broken.length === 0 ? null : Math.max(...broken.map(({ age }) => age));
    },
    // They are kept in the order in which they stopped.
    records: (subject) => (brokenIntegrations(subject) ?? []).map(({ seq }) => seq),
  },
  {
    id: 'limitUsedPercent',
    words: 'of a plan limit used, in percent',
    unit: 'percent',
    least: 0,
    most: 1_000_000,
    needs: ['usage.limit'],
    read: (subject) => fullestFirst(subject).map(usedPercent)[0] ?? null,
    named: (subject) => fullestFirst(subject)[0]?.payload.limit ?? null,
    records: (subject) => fullestFirst(subject).map(({ seq }) => seq),
  },
  {
    id: 'lowRatings28',
    words: 'ratings of 1 or 2 of 5 in 28 days',
    unit: 'count',
    least: 0,
    most: 10_000,
    needs: ['survey.responded'],
    read: (subject) =>
      recordsOf(subject, 'survey.responded').length === 0 ? null : lowRatings(subject).length,
    records: (subject) => latestFirst(lowRatings(subject)),
  },
];

/** The account's records of one type, oldest first, with their age in days. */
export function recordsOf<T extends EventType>({ records, day }: RuleSubject, type: T): Recorded<T>[] {
  return records
    .filter(({ event }) => event.type === type)
    .map(({ seq, event }) => ({
      seq,
      at: event.at,
      age: daysBetween(utcDayOf(event.at), day),
      payload: event.payload as Recorded<T>['payload'],
    }));
}

function latestFirst(records: readonly { seq: number }[]): number[] {
  return records.map(({ seq }) => seq).reverse();
}

/**
 * The records of the invoice that fell due first of those that are unpaid: what was last said of it, then what said
 * since when. None where its records are older than what rules read: others would not say the same figure.
 */
function oldestUnpaid(subject: RuleSubject): number[] {
  const invoices = Map.groupBy(
    recordsOf(subject, 'billing.invoice'),
    ({ payload }) => payload.invoiceId,
  ).values();
  for (const records of invoices) {
    const since = records.findLast(({ payload }) => payload.dueOn !== undefined) ?? records.find(isUnpaid);
    const last = records.at(-1);
    if (!since || !last || !(isUnpaid(last) || last.payload.status === 'issued')) continue;
    const { dueOn } = since.payload;
    const age = dueOn === undefined ? since.age : daysBetween(dueOn, subject.day);
    if (age === subject.counted.overdueDays) return [...new Set([last.seq, since.seq])];
  }
  return [];
}

function isUnpaid({ payload: { status } }: Recorded<'billing.invoice'>): boolean {
  return status === 'overdue' || status === 'failed';
}

function failedPayments(subject: RuleSubject): Recorded<'billing.invoice'>[] {
  const failed = recordsOf(subject, 'billing.invoice').filter(({ payload }) => payload.status === 'failed');
  const paid = new Map(
    recordsOf(subject, 'billing.invoice')
      .filter(({ payload }) => payload.status === 'paid' || payload.status === 'refunded')
      .map(({ payload, at }) => [payload.invoiceId, at]),
  );
  return between(failed, 0, 27).filter(({ payload, at }) => {
    const settledAt = paid.get(payload.invoiceId);
    return settledAt === undefined || settledAt < at;
  });
}

/** Null = the account has no integration at all. */
function brokenIntegrations(subject: RuleSubject): Recorded<'integration.state'>[] | null {
  const seen = recordsOf(subject, 'integration.state');
  if (seen.length === 0) return null;
  return readIntegrations(seen, ({ payload }) => payload)
    .flatMap(({ faultySince }) => faultySince ?? [])
    .sort((one, other) => one.at.getTime() - other.at.getTime() || one.seq - other.seq);
}

/** What was last said of each allowance, in the last 28 days. */
function latestLimits(subject: RuleSubject): Recorded<'usage.limit'>[] {
  const latest = new Map<string, Recorded<'usage.limit'>>();
  for (const record of between(recordsOf(subject, 'usage.limit'), 0, 27))
    latest.set(record.payload.limit, record);
  return [...latest.values()].filter(({ payload }) => payload.allowed > 0);
}

function fullestFirst(subject: RuleSubject): Recorded<'usage.limit'>[] {
  return latestLimits(subject).sort((a, b) => usedPercent(b) - usedPercent(a));
}

function usedPercent({ payload }: Recorded<'usage.limit'>): number {
  return Math.min(Math.floor((100 * payload.used) / payload.allowed), 1_000_000);
}

function lowRatings(subject: RuleSubject): Recorded<'survey.responded'>[] {
  return between(recordsOf(subject, 'survey.responded'), 0, 27).filter(
    ({ payload }) => payload.kind === 'csat' && payload.score <= 2,
  );
}
