import type { Money } from './money.ts';
import type { UtcDay } from './utc-day.ts';

/** What a cause of friction is known as: a known issue, an error or category that repeat tickets share, or trouble of onboardings. */
export const frictionSources = ['known-issue', 'error', 'category', 'onboarding'] as const;
export type FrictionSource = (typeof frictionSources)[number];

/** One cause of friction as one source has it. */
export interface FrictionPart {
  source: FrictionSource;
  /** Causes of one key are one cause. */
  key: string;
  title: string;
  /** Ids of the customers that it hit. */
  customers: string[];
  /** How often it was seen in the week, and in the week before. */
  times: number;
  timesBefore: number | null; // null = not counted by weeks
  /** Who mends it; member ids. */
  owners: string[];
  shipsOn: UtcDay | null; // null = no day was named
  /** Its page, or its newest record; null = a person noted it, and no record shows it */
  url: string | null;
}

/** One cause of friction, ranked. */
export interface RankedFriction extends Omit<FrictionPart, 'source'> {
  sources: FrictionSource[];
}

/** The same with who is hit and what they pay, each on its page. */
export interface FrictionLine extends Omit<RankedFriction, 'customers'> {
  /** The known issue that it is; null = it is none yet */
  issueId: string | null;
  /** The most revenue first, by currency. */
  customers: { id: string; name: string; url: string }[];
  arr: Money[];
  /** Of whom nothing on record says what they pay. */
  withoutArr: number;
}

/** A known issue that was fixed in the week, and how many of the customers that it hit know. */
export interface ShippedIssue {
  id: string;
  title: string;
  owner: string;
  fixedIn: string | null;
  at: string;
  hit: number;
  /** Whose message went out. */
  told: number;
  /** Whose message waits for somebody, or is on its way. */
  waiting: number;
  url: string;
}

/** What bothered customers most in a week. */
export interface FrictionReport {
  from: string;
  until: string;
  /** At most ten, those with the most customers first. */
  causes: FrictionLine[];
  /** All that are open. */
  total: number;
  /** Of the causes shown: without owner or without ship date; and with a date that has passed. */
  unrouted: number;
  late: number;
  shipped: ShippedIssue[];
}
