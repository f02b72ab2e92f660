import { addDays, startOfDay, type UtcDay } from '../src/domain/utc-day.ts';
import type { DemoAccount } from './account.ts';
import { type Person, peopleOf, sponsorOf } from './person.ts';
import type { Random } from './random.ts';

/** How far back the demo's books go. */
export const windowDays = 365;

/** One account on one calendar: what every kind of fact is made from. */
export interface Scene {
  account: DemoAccount;
  people: readonly Person[];
  /** Address of the sponsor. */
  sponsor: string;
  /** Day of the account's first event, counted back from the anchor. */
  openedDaysAgo: number;
  /** Its last day is the one before; 0 = still a customer. */
  closedDaysAgo: number;
  dayOf(daysAgo: number): UtcDay;
  /** 0 is Sunday. */
  weekdayOf(daysAgo: number): number;
  /** The instant at an hour of a day, to the second, in milliseconds. */
  instant(daysAgo: number, hour: number): number;
  /** An hour of the customer's working day, in UTC. */
  workHour(random: Random): number;
  /** The same day, or the Friday before a weekend, but never before the account opened. */
  workday(daysAgo: number): number;
}

const workStartsAt = { eu: 7, us: 14, apac: 1 } as const;
const workHours = 8;
const hourMs = 3_600_000;

/** Puts an account on the calendar that ends with the day before `anchorOn`. */
export function sceneOf(account: DemoAccount, anchorOn: UtcDay): Scene {
  const openedDaysAgo = Math.min(windowDays, account.contract.startedDaysAgo);
  const dayOf = (daysAgo: number) => addDays(anchorOn, -daysAgo);
  const weekdayOf = (daysAgo: number) => startOfDay(dayOf(daysAgo)).getUTCDay();
  return {
    account,
    people: peopleOf(account),
    sponsor: sponsorOf(account),
    openedDaysAgo,
    closedDaysAgo: account.contract.endedDaysAgo ?? 0,
    dayOf,
    weekdayOf,
    instant: (daysAgo, hour) => startOfDay(dayOf(daysAgo)).getTime() + Math.floor(hour * 3600) * 1000,
    workHour: (random) => workStartsAt[account.market.region] + random.next() * workHours,
    workday: (daysAgo) => {
      const weekday = weekdayOf(daysAgo);
      const back = weekday === 6 ? 1 : weekday === 0 ? 2 : 0;
      return Math.min(daysAgo + back, openedDaysAgo);
    },
  };
}

/** Hours in milliseconds. */
export function hours(count: number): number {
  return Math.round(count * hourMs);
}
