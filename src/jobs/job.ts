import type { RequestContext } from '../services/context.ts';

/** Something that happens by the clock. */
export interface Job {
  /** `noun.verb`. */
  name: string;
  /** Minute, hour, day of the month, month, weekday; in UTC. Not both a day of the month and a weekday. */
  cron: string;
  summary: string;
  /** Asks systems whose time is not ours: left out of simulated time. */
  readsOutside?: true;
  /** Also runs at once where it never ran: what it makes would be missing until its time comes. */
  runsWhenNew?: true;
  /** Longer runs count as cut off, and are begun again; default 120. */
  expireSeconds?: number;
  /**
   * May be begun twice for one slot, when a run was cut off: what it does must bear that.
   * @param slot - the instant that the run stands for; `ctx.clock` says what time it is
   * @returns what `jobs` shows of the run, as JSON
   */
  run(ctx: RequestContext, slot: Date): Promise<unknown>;
}
