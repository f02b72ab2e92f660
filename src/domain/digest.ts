import { z } from 'zod';
import type { ConnectorName } from './action.ts';
import { digestOf } from './canonical-json.ts';
import type { RateList } from './currencies.ts';
import type { Band, StaleSource } from './health.ts';
import type { Money } from './money.ts';
import type { Severity } from './rule-pack.ts';
import { weekdays } from './sla.ts';
import type { UtcDay } from './utc-day.ts';

/** What a digest may tell of, in the order in which it does. */
export const digestSections = [
  'health',
  'risks',
  'renewals',
  'support',
  'issues',
  'expansion',
  'wins',
] as const;
export type DigestSection = (typeof digestSections)[number];

const percent = z.int().min(0).max(100);

/** What the figures of a digest are held against; absent = nothing is aimed at. */
const digestTargetsSchema = z.strictObject({
  /** Share of scored customers whose band is green, at least. */
  greenPercent: percent.exactOptional(),
  /** Share of ARR at customers at risk, at most. */
  riskPercent: percent.exactOptional(),
  /** Share of ARR that the forecast says will be lost, at most. */
  forecastPercent: percent.exactOptional(),
  /** Open tickets of priority P0, at most. */
  openP0: z.int().min(0).max(10_000).exactOptional(),
  /** ARR won by expansion in a year, of the ARR at its beginning, at least. */
  expansionPercent: z.int().min(0).max(1_000).exactOptional(),
});
export type DigestTargets = z.infer<typeof digestTargetsSchema>;

/** When a digest goes out, by the organisation's clock. */
export const digestScheduleSchema = z.strictObject({
  day: z.enum(weekdays),
  hour: z.int().min(0).max(23),
  sections: z.array(z.enum(digestSections)).min(1).max(digestSections.length),
  /** Customers of this segment alone; null = all. */
  segment: z.string().min(1).max(200).nullable(),
});
export type DigestSchedule = z.infer<typeof digestScheduleSchema>;

/** A digest that somebody wants for themselves. */
export type DigestSubscription = DigestSchedule & {
  /** Since when; nothing that was due before is sent. ISO instant. */
  since: string;
};

const channel = z
  .string()
  .regex(/^#?[\p{L}\p{N}][\p{L}\p{N}._:@-]{0,199}$/u, "must be a channel's id or name");

/** What digests look at, and where they go by themselves. */
export const digestPackSchema = z.strictObject({
  id: z.literal('digest'),
  version: z.int().min(1).max(1_000_000),
  /** Renewals so many days ahead are told. */
  renewalDays: z.int().min(1).max(730),
  targets: digestTargetsSchema,
  /** Where it goes each week; `alerts` = the channel of alerts. */
  channels: z
    .array(
      digestScheduleSchema.extend({
        channel,
        sections: digestScheduleSchema.shape.sections.default([...digestSections]),
        segment: digestScheduleSchema.shape.segment.default(null),
      }),
    )
    .max(50),
});
export type DigestPack = z.infer<typeof digestPackSchema>;

/** A risk of an account: an alert that is open, or what a rule saw. */
export interface DigestRisk {
  rule: string;
  title: string;
  severity: Severity;
}

/** An account at one of the two moments of a snapshot. */
export interface DigestAccountState {
  /** 0–10,000; null = not one component was known */
  hundredths: number | null;
  band: Band | null; // null = no score
  arr: Money | null;
  renewsOn: UtcDay | null;
  /** The gravest first. */
  risks: DigestRisk[];
}

/** An account in a snapshot: as it stands, and as it stood a week before. */
export interface DigestAccount {
  id: string;
  name: string;
  /** Member id. */
  owner: string | null;
  now: DigestAccountState | null; // null = no customer (any more)
  before: DigestAccountState | null; // null = no customer (yet)
}

/** An open ticket of priority P0 or P1. */
export interface DigestTicket {
  account: string;
  ticketId: string;
  priority: 'P0' | 'P1';
  openedAt: string;
  /** The record that opened it. */
  seq: number;
}

/** An open known issue that hits customers. */
export interface DigestIssue {
  id: string;
  title: string;
  /** Ids of the accounts that it had hit by now, and by a week before. */
  accounts: string[];
  before: string[];
  /** By name, as it was then. */
  owner: string | null;
  fixedIn: string | null;
  shipsOn: UtcDay | null;
}

/** An opportunity to expand: open, or won or lost by its first decision; worth what that says, else its opening. */
export interface DigestExpansion {
  account: string;
  opportunityId: string;
  state: 'opened' | 'won' | 'lost';
  arr: Money | null;
  at: string;
  seq: number;
  /** What it was opened for, as its source says; absent = it does not, or the snapshot is older than that */
  reason?: string;
}

/** A customer that was at risk a quarter before a moment: what it paid, and how much of that was gone by the moment. */
export interface DigestPastRisk {
  account: string;
  arr: Money;
  lost: number;
}

/** Something good of the week that has a record. */
export interface DigestWin {
  account: string;
  kind: 'first-value' | 'renewed';
  at: string;
  seq: number;
}

/**
 * Everything that a digest's figures are counted from, as it was known at one moment. Kept for good under the hash of its
 * bytes: whatever is drawn from it is the same months later.
 */
export interface DigestSnapshot {
  version: 1;
  asOf: string;
  /** A week earlier: what stands beside each figure. */
  before: string;
  /** Highest received sequence number. */
  knownAt: number;
  /** The organisation's time zone, and the day there. */
  zone: string;
  day: UtcDay;
  dayBefore: UtcDay;
  segment: string | null; // null = all customers
  /** The configuration that scores were computed under. */
  configuration: string;
  renewalDays: number;
  targets: DigestTargets;
  /** Who stands at risk, and who did a week before: by alerts, or by the rules, asked anew where nobody watched then. */
  risksNow: 'alerts' | 'rules';
  risksBefore: 'alerts' | 'rules';
  /** By id: customers at either moment. */
  accounts: DigestAccount[];
  tickets: { now: DigestTicket[]; before: DigestTicket[] };
  issues: DigestIssue[];
  /** Of the year up to now, and what is still open from before. */
  expansions: DigestExpansion[];
  /** ARR a year ago, and a year before the week before, by currency. */
  yearAgo: { now: Money[]; before: Money[] };
  /** What the forecast of the ARR at risk is counted from, at both moments; absent = it was not told yet */
  forecast?: { now: DigestPastRisk[] | null; before: DigestPastRisk[] | null };
  wins: DigestWin[];
  /** How many wins the week before had; null = nobody watched two weeks ago, so it is not known who was at risk */
  winsBefore: number | null;
  /** What currencies were worth on the day; null = they are kept apart */
  rates: RateList | null;
  /** The base week by week up to now, oldest first: as many as can be counted in the time that a digest has, at most twelve. */
  weeks: BandWeek[];
  stale: StaleSource[];
  /** Platforms that took nothing at the moment, the longest away first. */
  down: { connector: ConnectorName; since: string }[];
  /** What stands above the figures; `by` = the prompt and model that wrote it anew, null = nobody did. */
  lead: { text: string; by: string | null };
}

/** How many scored customers were in each band on a day. */
export interface BandWeek {
  day: UtcDay;
  green: number;
  amber: number;
  red: number;
}

/** The longest foreword, in characters. */
export const forewordLength = 600;

/** What people make of a digest before it goes out: their own words above it, and what is left out. */
export interface DigestEdit {
  foreword: string;
  sections: DigestSection[];
}

/** The id of a snapshot: `dg` and the first 30 hexadecimal digits of the SHA-256 of its canonical bytes. */
export function snapshotId(snapshot: DigestSnapshot): string {
  return `dg${digestOf(snapshot).slice(0, 30)}`;
}
