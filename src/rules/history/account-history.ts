import type { StoredEvent } from '../../domain/event.ts';
import type { CountedFacts } from '../../domain/health-facts.ts';
import { type RuleSubject, scoreAges } from '../../domain/rule-subject.ts';
import { dayNumber, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { emptyRollup, rollupDelta } from '../rollup.ts';
import { type DayRow, engagementFacts } from './engagement-facts.ts';
import { createMoneyFacts } from './money-facts.ts';
import { createTicketFacts } from './ticket-facts.ts';
import { createUserFacts } from './user-facts.ts';

/** What is known of one account, grown event by event. */
export interface AccountHistory {
  /** Takes in one event; they come by instant, then source, then id. */
  add(stored: StoredEvent): void;
  /** Remembers a day as it stands, so that its facts can be counted up to two weeks later. */
  mark(day: UtcDay): void;
  /** Counts the facts as of a marked day of the last two weeks, or of today. */
  countAt(day: UtcDay): CountedFacts;
  /** Those of them that rules read. */
  countForRules(day: UtcDay): RuleSubject['counted'];
  /** Days with anything, oldest first. */
  days: readonly DayRow[];
}

type Standing = Pick<
  CountedFacts,
  | 'errorsEver'
  | 'ticketsOpen'
  | 'invoicesEver'
  | 'overdueDays'
  | 'failedPayments84'
  | 'expansionsWon365'
  | 'sponsorDaysEver'
  | 'lastSponsorAge'
>;

/** As far back as scores are compared. Days. */
const keptDays = Math.max(...scoreAges);

/**
 * Counts the facts of a score in memory, day after day, where the stored rollups would need a statement for each: what a
 * back-test of years asks. The same figures as `store/health-facts.ts`, which a test holds it against.
 */
export function createAccountHistory(accountId: string): AccountHistory {
  const days: DayRow[] = [];
  const users = createUserFacts(keptDays);
  const tickets = createTicketFacts();
  const money = createMoneyFacts();
  const sponsor = createSponsorFacts();
  const marks = new Map<number, Standing>();
  let errorsEver = false;
  const standing = (today: number): Standing => ({
    errorsEver,
    ticketsOpen: tickets.open(),
    ...sponsor.countAt(today),
    ...money.countAt(today),
  });
  const countForRules = (day: UtcDay) => {
    const today = dayNumber(day);
    return { ...engagementFacts(days, today), ...(marks.get(today) ?? standing(today)) };
  };
  return {
    days,
    add({ event }) {
      const number = Math.floor(event.at.getTime() / 86_400_000);
      const { counts, use } = rollupDelta(event);
      const row = rowOf(days, accountId, utcDayOf(event.at), number);
      for (const [name, count] of Object.entries(counts) as [keyof typeof counts, number][])
        row.rollup[name] += count;
      if (row.rollup.errors > 0) errorsEver = true;
      if (row.rollup.sponsorTouches > 0) sponsor.add(number);
      if (use) users.add(number, use);
      tickets.add(event);
      money.add(event, number);
    },
    mark(day) {
      const today = dayNumber(day);
      marks.set(today, standing(today));
      for (const known of marks.keys()) if (today - known > keptDays) marks.delete(known);
    },
    countAt: (day) => ({ ...countForRules(day), ...users.countAt(dayNumber(day)), asOfDay: day }),
    countForRules,
  };
}

function rowOf(days: DayRow[], account: string, day: UtcDay, number: number): DayRow {
  const last = days.at(-1);
  if (last?.number === number) return last;
  const row: DayRow = { number, rollup: emptyRollup(account, day) };
  days.push(row);
  return row;
}

/** Days with contact with the sponsor, ever. */
function createSponsorFacts(): {
  add(number: number): void;
  countAt(today: number): Pick<CountedFacts, 'sponsorDaysEver' | 'lastSponsorAge'>;
} {
  let sponsorDaysEver = 0;
  let last: number | null = null;
  return {
    add(number) {
      if (number !== last) sponsorDaysEver++;
      last = number;
    },
    countAt: (today) => ({ sponsorDaysEver, lastSponsorAge: last === null ? null : today - last }),
  };
}
