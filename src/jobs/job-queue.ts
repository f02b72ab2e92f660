import { defaultExpireSeconds } from './job.ts';

/** One firing of a job. */
export interface DueJob {
  name: string;
  slot: Date;
  /** A run that takes longer counts as cut off. */
  expireSeconds: number;
}

/** Jobs of one lane wait for each other, and for those of no other: what takes an hour does not hold up a minute's. */
export type JobLane = 'minutes' | 'quarters' | 'hours';

/** The lane of a job, by how long it may take. */
export function laneOf({ expireSeconds }: Pick<DueJob, 'expireSeconds'>): JobLane {
  if (expireSeconds <= defaultExpireSeconds) return 'minutes';
  return expireSeconds <= 900 ? 'quarters' : 'hours';
}

/** What keeps firings until somebody has run them. */
export interface JobQueue {
  /** Runs what is due from now on. A handler that throws is called again later, a limited number of times. */
  start(handle: (name: string, slot: Date) => Promise<void>): Promise<void>;
  /** Keeps a firing; the same name and slot are kept once, however many processes say so. */
  publish(due: DueJob): Promise<void>;
  /** Waits for what runs, for some seconds. */
  stop(): Promise<void>;
}
