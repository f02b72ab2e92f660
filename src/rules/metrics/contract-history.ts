import type { Account } from '../../domain/account.ts';
import type { StoredEvent } from '../../domain/event.ts';
import type { UtcDay } from '../../domain/utc-day.ts';
import { compareEvents, contractStart, endingEvent, foldContract } from '../contract.ts';

/** What an account's contract said at any moment, by its contract events. */
export interface ContractHistory {
  id: string;
  /** The first day that a contract event names as the start, else the UTC day of its first event. */
  begins: UtcDay;
  /** The earliest segment that it was told to be in; null = none */
  firstSegment: string | null;
  /**
   * As it stood right before an instant. Before its first `contract.updated` it is as that tells it, and active: who came
   * with an import was a customer before. Seats alone are no contract; those that were told by then stand.
   * @param day - the last day before the instant, by the clock of the organisation
   * @returns null = it had not begun
   */
  before(instant: Date, day: UtcDay): Account | null;
  /** The last contract record right before an instant, else the first of all; null = there is none. Of `contract.updated` alone */
  saidBefore(instant: Date): StoredEvent | null;
  /** The record that ended it, right before an instant; null = it had not ended */
  endBefore(instant: Date): StoredEvent | null;
  /** When its first `contract.updated` happened; null = there is none */
  toldSince: Date | null;
}

/**
 * Reads an account's contract events once for every moment that is asked for.
 * @param stored - its contract events, in any order
 * @param firstDay - the UTC day of its first event of any type
 */
export function contractHistory(
  id: string,
  stored: readonly StoredEvent[],
  firstDay: UtcDay,
): ContractHistory {
  const ordered = [...stored].sort((one, other) => compareEvents(one.event, other.event));
  const events = ordered.map(({ event }) => event);
  const updates = ordered.filter(({ event }) => event.type === 'contract.updated');
  const [first] = updates;
  const begins = contractStart(events) ?? firstDay;
  const folded: Account[] = [];
  /** The contract by its first so many events. */
  const asTold = (count: number): Account =>
    (folded[count] ??= { ...foldContract(id, events.slice(0, count)), id, firstSeenOn: firstDay });
  const countBefore = (instant: Date): number => {
    let count = 0;
    while (count < events.length && (events[count]?.at ?? instant) < instant) count++;
    return count;
  };
  /** Before it: as it tells, with the seats that somebody told by then. */
  const asFirstTells = (count: number): Account => {
    const seats = events.slice(0, count);
    const told = foldContract(id, first ? [first.event] : []);
    const contract = { ...told, seats: foldContract(id, seats).seats ?? told.seats };
    return { ...contract, id, firstSeenOn: firstDay, status: 'active', churnReason: null };
  };
  return {
    id,
    begins,
    toldSince: first?.event.at ?? null,
    firstSegment: firstSegmentOf(ordered),
    before: (instant, day) => {
      if (begins > day) return null;
      const count = countBefore(instant);
      return first && first.event.at < instant ? asTold(count) : asFirstTells(count);
    },
    saidBefore: (instant) => updates.findLast(({ event }) => event.at < instant) ?? first ?? null,
    endBefore: (instant) => {
      const ending = endingEvent(events.slice(0, countBefore(instant)));
      return ending === null ? null : (ordered.find(({ event }) => event === ending) ?? null);
    },
  };
}

function firstSegmentOf(ordered: readonly StoredEvent[]): string | null {
  for (const { event } of ordered)
    if (event.type === 'contract.updated' && typeof event.payload.segment === 'string')
      return event.payload.segment;
  return null;
}
