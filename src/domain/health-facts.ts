import type { Account } from './account.ts';
import type { UtcDay } from './utc-day.ts';

/**
 * Everything a health score is computed from: whole numbers about one account as of one UTC day, that day
 * included. "Age" is days back from that day, so age 0 is the day itself; "last 28 days" are ages 0 to 27.
 * An engaged day is one with a sign of life from the account: use, a session, a recipe, a ticket or contact
 * with its sponsor.
 */
export interface HealthFacts {
  account: Account;
  asOfDay: UtcDay;

  /** Engaged days among the last 28, 84 and 168. */
  engagedDays28: number;
  engagedDays84: number;
  engagedDays168: number;
  /** Age of the latest and of the third-latest engaged day; null = none in the last 180 days. */
  lastEngagedAge: number | null;
  thirdEngagedAge: number | null;
  /** How many of the last twelve 7-day blocks hold an engaged day, 0–12. */
  engagedWeeks12: number;

  /** Distinct users with use in the last 7 and 28 days. */
  users7: number;
  users28: number;
  /** Users who used five or more features in the last 28 days. Source: seeds, "Adoption" success metric. */
  powerUsers28: number;
  /** Distinct users per 7-day block, summed over the last twelve blocks. */
  userWeeks12: number;
  /** DAU/WAU in thousandths: mean over the last twelve 7-day blocks of user-days / (7 × users); a silent block is 0. */
  dauWauPermille: number;
  /** Distinct features used in the last 84 days. */
  features84: number;

  uses7: number;
  errors7: number;
  /** Daily errors per thousand uses at ages 7 to 34, days with use only: the account's own baseline. */
  baselineErrorRates: number[];
  /** Whether the account ever raised an error: without one there may be no error source at all. */
  errorsEver: boolean;

  ticketsCreated28: number;
  ticketsCreated84: number;
  ticketsUrgent28: number;
  /** Tickets created and not resolved. */
  ticketsOpen: number;

  csatSum84: number;
  csatCount84: number;
  npsPromoters168: number;
  npsDetractors168: number;
  npsCount168: number;

  /** Days with sponsor contact, ever and in the last 84; age of the latest. */
  sponsorDaysEver: number;
  sponsorDays84: number;
  lastSponsorAge: number | null; // null = never

  /** Invoices ever seen; days since the oldest unpaid one fell due (0 = none is overdue); failed payments. */
  invoicesEver: number;
  overdueDays: number;
  failedPayments84: number;

  expansionsWon365: number;
}

/** The counted part of the facts: all but the account itself. */
export type CountedFacts = Omit<HealthFacts, 'account'>;

/** The key of one account on one day. */
export function factsKey(account: string, day: UtcDay): string {
  return `${account}\u0000${day}`;
}
