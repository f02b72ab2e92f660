import type { DatabaseLocation } from '../../../src/store/database.ts';

/** The jobs that send what people read weekly or monthly. */
export const weeklyJobs: readonly string[] = [
  'issues.match',
  'register.feed',
  'digest.send',
  'updates.send',
  'letters.draft',
  'friction.weekly',
  'register.review',
  'scorecard.monthly',
];

/** What a process is told at its start. */
export interface WeeklySetup {
  /** Unique over all processes of a run. */
  name: string;
  database: DatabaseLocation;
  clockFile: string;
  /** What reached the outside: one line for each call. */
  outsideFile: string;
}

/** One line on its standard input; each is answered by `done`, unless the process dies of it. */
export type WeeklyRequest =
  | { do: 'seed' }
  /** Runs what is due. @param stopBefore - stands still before the so many-th operation in a transaction; null = never */
  | { do: 'turn'; stopBefore: number | null };

/** One line on its standard output, written before the next line of it runs. */
export type WeeklyWord =
  | { say: 'ready' }
  | { say: 'failed'; job: string; reason: string }
  | { say: 'still' }
  | { say: 'done' };

/** One call that reached the outside. */
export interface OutsideLine {
  key: string;
  proposalId: string;
}
