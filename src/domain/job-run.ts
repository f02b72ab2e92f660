/** Which run of a job is meant. */
export interface JobRunKey {
  name: string;
  /** The instant that the run stands for. */
  slot: Date;
  /** What set it off: the schedule, a person, or simulated time. */
  origin: 'clock' | 'hand' | 'simulated';
}

/** One run of a job, and what it came to. */
export interface JobRun extends JobRunKey {
  /** `first seen`: nothing ran; the job is known from this slot on. */
  outcome: 'running' | 'done' | 'failed' | 'first seen';
  attempts: number;
  startedAt: Date;
  finishedAt: Date | null; // null = running, or cut off
  /** What it gave, as JSON, or why it failed; null = nothing to tell. */
  detail: string | null;
}
