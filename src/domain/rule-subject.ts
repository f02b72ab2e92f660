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

/** A score of the account, computed under today's profiles. */
export interface SubjectScore {
  day: UtcDay;
  hundredths: number | null; // null = no component was known
}

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
  counted: CountedFacts;
  score: SubjectScore | null; // null = nobody scored it
  /** Seven days earlier. */
  scoreBefore: SubjectScore | null; // null = there was no event yet, or nobody scored it
}
