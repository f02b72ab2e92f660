import type { Account } from '../../domain/account.ts';
import type { PackAudience, PackSection, PackSpan } from '../../domain/account-pack.ts';
import type { Alert } from '../../domain/alert.ts';
import { type BuiltInEvent, isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import type { EventType } from '../../domain/event-types.ts';
import type { AccountHealth, TimelineEntry } from '../../domain/health.ts';
import type { FrictionEntry, OnboardingOutcome } from '../../domain/onboarding.ts';
import type { ErrorCode, ErrorWeek, FeatureUse, UserUse, UseWeek } from '../../domain/pack-use.ts';
import type { Play } from '../../domain/play.ts';
import type { MonthReview } from '../onboarding/review-month.ts';
import type { ClockReading } from '../sla/read-clock.ts';
import type { CauseGroup } from '../sla/root-causes.ts';
import type { TicketHistory } from '../sla/ticket-history.ts';

/** A ticket with what was promised for it. */
export interface PackTicket {
  ticket: TicketHistory;
  clocks: readonly ClockReading[];
  /** What the customer made of it, 1–5; null = they did not say */
  csat: number | null;
}

/** A known issue that hit the account. */
export interface PackIssue {
  id: string;
  title: string;
  severity: string;
  status: 'open' | 'fixed' | 'superseded';
  audience: 'customer' | 'internal';
  fixedIn: string | null; // null = nobody has said
  shipsOn: string | null; // null = nobody has said
  /** Name of who keeps it. */
  owner: string;
  hits: number;
  lastHitAt: Date;
  path: string;
}

/** Everything that a pack is decided from, as it was known at its moment. */
export interface PackFacts {
  account: Account;
  asOf: Date;
  knownAt: number;
  audience: PackAudience;
  /** What the pack tells of, and the time of the same length before it. */
  period: PackPeriod;
  /** The account's records of every kind that does not come by the thousand, oldest first. */
  records: readonly StoredEvent[];
  use: {
    weeks: readonly UseWeek[];
    users: readonly UserUse[];
    features: readonly FeatureUse[];
    /** Somebody was seen at work before the moment. */
    ever: boolean;
  };
  errors: { weeks: readonly ErrorWeek[]; codes: readonly ErrorCode[] };
  health: AccountHealth;
  tickets: readonly PackTicket[];
  causes: readonly CauseGroup[];
  issues: readonly PackIssue[];
  /** Open ones, the gravest first. */
  alerts: readonly Alert[];
  plays: readonly Play[];
  friction: readonly FrictionEntry[];
  /** The first thirty days; null = the pack does not tell of them */
  firstMonth: { review: MonthReview; outcomes: readonly OnboardingOutcome[]; day: number } | null;
  /** What happened in the period, the newest first. */
  timeline: readonly TimelineEntry[];
  /** Names of members by id. */
  members: ReadonlyMap<string, string>;
  paths: PackPaths;
}

/** A stretch of time, and how it is called: `the last 91 days`. */
export interface PackPeriod {
  from: Date;
  until: Date;
  /** The beginning of the time before; null = nothing is held against it */
  before: Date | null;
  words: string;
  /** `the 91 days before` */
  beforeWords: string;
}

/** Where the pages behind figures are. */
export interface PackPaths {
  /** Daily figures. */
  figures: string;
  score: string;
  record(seq: number): string;
}

/** What a section says; its id, title and intro are the template's. */
export type SectionSaid = Pick<PackSection, 'takeaway' | 'blocks' | 'missing'>;
/** Decides what a section says. */
export type Section = (facts: PackFacts) => SectionSaid;

/** A section that has nothing to tell says why. */
export function nothing(reason: string): SectionSaid {
  return { takeaway: reason, blocks: [], missing: reason };
}

type StoredOf<T extends EventType> = StoredEvent & { event: Extract<BuiltInEvent, { type: T }> };

/** The account's records of a type, oldest first. */
export function recordsOf<T extends EventType>(
  { records }: Pick<PackFacts, 'records'>,
  type: T,
): StoredOf<T>[] {
  return records.filter(
    (stored): stored is StoredOf<T> => isBuiltIn(stored.event) && stored.event.type === type,
  );
}

/** Whether an instant lies in the period. */
export function isWithin({ period }: Pick<PackFacts, 'period'>, at: Date): boolean {
  return at > period.from && at <= period.until;
}

/** Whether an instant lies in the time before the period. */
export function isBefore({ period }: Pick<PackFacts, 'period'>, at: Date): boolean {
  return period.before !== null && at > period.before && at <= period.from;
}

/** A cell of a table. */
export function cell(text: string, path?: string): PackSpan[] {
  return [path === undefined ? { text } : { text, path }];
}

/** How a figure stands to the one before: `+12 %`, `−40 %`, `new`; null = there is nothing to hold it against. */
export function changeWords(now: number, before: number): string | null {
  if (before === 0) return now === 0 ? 'unchanged' : 'none before';
  const percent = Math.round((100 * (now - before)) / before);
  if (percent === 0) return 'unchanged';
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}

/** A whole number with its thousands apart, the same everywhere. */
export function formatCount(count: number): string {
  const digits = String(Math.abs(Math.round(count)));
  return `${count < 0 ? '−' : ''}${digits.replace(/\B(?=(\d{3})+$)/g, ',')}`;
}

/** `45 min`, `3.5 h`, `2.1 days`. */
export function formatSpan(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  if (hours < 36) return `${trim(hours)} h`;
  return `${trim(hours / 24)} days`;
}

function trim(number: number): string {
  return number.toFixed(1).replace(/\.0$/, '');
}

/** The middle value; of an even count the mean of the middle two. Null = there is none */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? 0) + high) / 2;
}
