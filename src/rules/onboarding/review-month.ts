import { counted } from '../../domain/counted.ts';
import type { StoredEvent } from '../../domain/event.ts';
import { formatMoney, type Money } from '../../domain/money.ts';
import { sumByCurrency } from '../issue-match/bug-figures.ts';
import { ticketHalves } from './measure-support.ts';
import { eventsWithin, isActivity, type OnboardingFacts, ofType, signalOf } from './onboarding-facts.ts';

/** The first thirty days in figures, for the review that ends them; each with the records that it stands on. */
export interface MonthReview {
  roi: {
    hoursSaved: number | null; // null = nobody measured it
    automations: number | null; // null = nobody measured it
    /** One sum per currency. */
    revenue: Money[];
    records: readonly StoredEvent[];
  };
  /** By role, the most active users first; null = the source names none */
  adoption: { role: string | null; users: number; activeDays: number; uses: number }[];
  users: number;
  seats: number | null; // null = no contract says
  nextUseCases: { text: string; record: StoredEvent }[];
  /** Tickets of days 0–14 and of days 16–30. */
  tickets: { first: number; second: number; records: readonly StoredEvent[] };
}

const firstMonth = { from: 0, to: 30 } as const;

/** Sums up the first thirty days. Source: seeds, Day 30; FEATURES D7 */
export function reviewMonth(facts: OnboardingFacts): MonthReview {
  const events = eventsWithin(facts, firstMonth);
  const work = events.filter(isActivity);
  const requested = ofType(events, 'feature.requested');
  const halves = ticketHalves(facts);
  return {
    roi: returnOf(events),
    adoption: byRole(work),
    users: new Set(work.flatMap(({ event }) => event.user ?? [])).size,
    seats: facts.account.seats,
    nextUseCases: requested.map((record) => ({ text: record.event.payload.feature, record })),
    tickets: {
      first: halves.first.length,
      second: halves.second.length,
      records: [...halves.second, ...halves.first],
    },
  };
}

function returnOf(events: readonly StoredEvent[]): MonthReview['roi'] {
  const records = ofType(events, 'value.measured');
  const hours = records.flatMap(({ event }) => event.payload.hoursSaved ?? []);
  const automations = records.flatMap(({ event }) => event.payload.automations ?? []);
  return {
    hoursSaved: hours.length > 0 ? sum(hours) : null,
    automations: automations.length > 0 ? sum(automations) : null,
    revenue: sumByCurrency(records.flatMap(({ event }) => event.payload.revenue ?? [])),
    records,
  };
}

function byRole(work: readonly StoredEvent[]): MonthReview['adoption'] {
  const groups = Map.groupBy(work, ({ event }) => event.dimensions.role ?? null);
  return [...groups]
    .map(([role, records]) => ({
      role,
      users: new Set(records.flatMap(({ event }) => event.user ?? [])).size,
      activeDays: new Set(records.map(({ event }) => event.at.toISOString().slice(0, 10))).size,
      uses: sum(
        records.map((record) => (signalOf(record)?.kind === 'use' ? (signalOf(record)?.count ?? 0) : 0)),
      ),
    }))
    .sort(
      (one, other) => other.users - one.users || String(one.role).localeCompare(String(other.role), 'en'),
    );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** `12 tickets on days 0–14, 5 on days 16–30: falling`. */
export function ticketTrendWords({ first, second }: MonthReview['tickets']): string {
  const trend = second < first ? 'falling' : second > first ? 'rising' : first === 0 ? 'none' : 'the same';
  return `${first} on days 0–14, ${second} on days 16–30: ${trend}`;
}

/** What was measured, in words; null = nothing was */
export function returnWords({ hoursSaved, automations, revenue }: MonthReview['roi']): string | null {
  const parts = [
    hoursSaved === null ? '' : `${counted(hoursSaved, 'hour')} saved`,
    automations === null ? '' : `${automations} automations`,
    ...revenue.map(formatMoney),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : null;
}
