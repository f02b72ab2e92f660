import type { StoredEvent } from '../../domain/event.ts';
import type { CountedFacts } from '../../domain/health-facts.ts';
import { type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { emptyRollup, rollupDelta } from '../rollup.ts';
import { type DayRow, engagementFacts } from './engagement-facts.ts';
import { createMoneyFacts } from './money-facts.ts';
import { createTicketFacts } from './ticket-facts.ts';
import { createUserFacts } from './user-facts.ts';

/** What is known of one account, grown event by event. */
export interface AccountHistory {
  /** Takes in one event; they come by instant, then source, then id. */
  add(stored: StoredEvent): void;
  /** Counts the facts as of a day, of what was taken in so far. */
  countAt(day: UtcDay): CountedFacts;
  /** Days with anything, oldest first. */
  days: readonly DayRow[];
}

/** The number of a day since 1970: differences of days are what windows are made of. */
export function dayNumber(day: UtcDay): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
}

/**
 * Counts the facts of a score in memory, day after day, where the stored rollups would need a statement for each: what a
 * back-test of years asks. The same figures as `store/health-facts.ts`, which a test holds it against.
 */
export function createAccountHistory(accountId: string): AccountHistory {
  const days: DayRow[] = [];
  const users = createUserFacts();
  const tickets = createTicketFacts();
  const money = createMoneyFacts();
  let errorsEver = false;
  return {
    days,
    add(stored) {
      const { event } = stored;
      const day = utcDayOf(event.at);
      const number = Math.floor(event.at.getTime() / 86_400_000);
      const { counts, use } = rollupDelta(event);
      const row = rowOf(days, accountId, day, number);
      for (const [name, count] of Object.entries(counts) as [keyof typeof counts, number][])
        row.rollup[name] += count;
      if (row.rollup.errors > 0) errorsEver = true;
      if (use) users.add(number, use);
      tickets.add(event);
      money.add(event, number);
    },
    countAt(day) {
      const today = dayNumber(day);
      return {
        asOfDay: day,
        ...engagementFacts(days, today),
        ...users.countAt(today),
        errorsEver,
        ticketsOpen: tickets.open(),
        ...money.countAt(today),
      };
    },
  };
}

function rowOf(days: DayRow[], account: string, day: UtcDay, number: number): DayRow {
  const last = days.at(-1);
  if (last?.number === number) return last;
  const row: DayRow = { number, rollup: emptyRollup(account, day) };
  days.push(row);
  return row;
}
