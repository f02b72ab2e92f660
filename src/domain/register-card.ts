import type { AlertState } from './alert.ts';
import type { Money } from './money.ts';
import type { RegisterEntry, RegisterNote, RegisterReview } from './register.ts';
import type { Severity } from './rule-pack.ts';
import type { UtcDay } from './utc-day.ts';

/** The account of an entry as it stands now, each figure with the page or record that says it. */
export interface RegisterAccount {
  id: string;
  name: string;
  /** The customer has left. */
  hasLeft: boolean;
  score: { points: number; band: string | null; url: string } | null; // null = unknown
  /** Since a week ago, in points; null = it was not known then, or is not now */
  change: { points: number; url: string } | null;
  renewsOn: UtcDay | null;
  renewsUrl: string | null;
  arr: Money | null;
  arrUrl: string | null;
}

/** An alert that an entry is about. `state` null = it is not on record any more */
export interface RegisterAlert {
  id: string;
  state: AlertState | null;
  title: string;
  severity: Severity | null;
  openedAt: string | null;
  endedAt: string | null;
  url: string | null;
}

/** A play that an entry is about, with what is to be done in it now. */
export interface RegisterPlay {
  id: string;
  title: string;
  /** The step to be done now; null = it is over, or not on record any more */
  now: { title: string; dueOn: UtcDay | null } | null;
  /** What came of it; null = it runs */
  outcome: string | null;
  url: string;
}

/** An entry with everything that its card says. */
export interface RegisterCard {
  entry: RegisterEntry;
  account: RegisterAccount | null; // null = about none
  alerts: RegisterAlert[];
  plays: RegisterPlay[];
  /** The last lines of its history, the newest first. */
  history: RegisterNote[];
  /** The page with all of it. */
  url: string;
  today: UtcDay;
  /** The owner is not here any more. */
  ownerLeft: boolean;
}

/** An entry in a list. */
export interface RegisterLine {
  entry: RegisterEntry;
  accountName: string | null; // null = about none
  url: string;
  isOverdue: boolean;
  isForReview: boolean;
}

/** One stop of a walk. */
export interface ReviewStop {
  kind: 'stop';
  review: RegisterReview;
  /** From 0. */
  index: number;
  card: RegisterCard;
  /** Entries between the last stop and this one that somebody decided meanwhile. */
  passed: number;
}

/** The end of a walk: what was decided in it. */
export interface ReviewEnd {
  kind: 'end';
  review: RegisterReview;
  decided: { entry: RegisterEntry; note: RegisterNote }[];
  /** Left as they were. */
  untouched: RegisterEntry[];
  /** Decided by others, or before this walk came to them. */
  meanwhile: RegisterEntry[];
  /** Open entries of the same scope that were not in it. */
  others: number;
}
