import type { Account, LifecycleStage } from './account.ts';
import type { StoredEvent } from './event.ts';
import type { EventType } from './event-types.ts';
import type { CountedFacts } from './health-facts.ts';
import type { UtcDay } from './utc-day.ts';

/** How far back daily activity is looked at. Days, the day itself included. */
export const activityDays = 365;

/** One day on which something was counted. Age 0 is the day that is asked about. */
export interface DayActivity {
  age: number;
  /** Sessions, uses and completed recipes. */
  actions: number;
  errors: number;
  tickets: number;
  /** Of those, of priority P0 or P1. */
  urgent: number;
  /** Contacts with the sponsor. */
  sponsor: number;
}

/** What happened rarely enough to be read one by one: states, milestones, money, judgements. */
export const rareTypes = [
  'integration.state',
  'billing.invoice',
  'milestone.reached',
  'usage.limit',
  'survey.responded',
  'recipe.completed',
] as const satisfies readonly EventType[];

/** How many days back a score is compared with, besides today. */
export const scoreAges = [7, 14] as const;

/** The facts of a score that rules read too. */
export type RuleCount =
  | 'lastEngagedAge'
  | 'errorsEver'
  | 'errors7'
  | 'uses7'
  | 'baselineErrorRates'
  | 'lastSponsorAge'
  | 'sponsorDaysEver'
  | 'invoicesEver'
  | 'overdueDays';

/** Who uses it, what is open and what was bought: facts of a score that few rules read. */
export type PeopleCount =
  | 'users7'
  | 'users28'
  | 'powerUsers28'
  | 'features84'
  | 'ticketsOpen'
  | 'expansionsWon365';

/** Everything that rules look at: one account at one moment. */
export interface RuleSubject {
  account: Account;
  stage: LifecycleStage;
  asOf: Date;
  day: UtcDay;
  /** Days with anything at all, the latest first, ages below `activityDays`. */
  days: readonly DayActivity[];
  /** Events of `rareTypes` up to `asOf`, oldest first. */
  records: readonly StoredEvent[];
  /** Types of events that anybody ever sent: of a type without a source silence says nothing. */
  typesKnown: ReadonlySet<string>;
  /** The first work of each named user since the contract started, oldest first; read only while it is onboarding. */
  newUsers: readonly { seq: number; at: Date }[];
  counted: Pick<CountedFacts, RuleCount>;
  people: Pick<CountedFacts, PeopleCount>;
  /**
   * Scores in hundredths by age in days, under today's profiles: 0 is today. Null = no component was known; a day that
   * nobody scored is absent.
   */
  scores: ReadonlyMap<number, number | null>;
}
