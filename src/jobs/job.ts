import type { AccountPart } from '../domain/account-part.ts';
import type { RequestContext } from '../services/context.ts';

/** Something that happens by the clock. */
export interface Job {
  /** `noun.verb`. */
  name: string;
  /** Minute, hour, day of the month, month, weekday. Not both a day of the month and a weekday. */
  cron: string;
  /** Whose clock on the wall `cron` is about; default UTC. */
  zone?: 'organisation';
  summary: string;
  /** Asks systems whose time is not ours: left out of simulated time. */
  readsOutside?: true;
  /** Also runs at once where it never ran: what it makes would be missing until its time comes. */
  runsWhenNew?: true;
  /** In how many parts the accounts are gone through, each queued, run and booked by itself, by whichever process is free. */
  parts?: number;
  /**
   * Asked after a run in simulated time: until when it would find nothing to do, did nothing else change; null = for good.
   * Its slots before are left out there. Absent = it runs at each.
   */
  restsUntil?(ctx: RequestContext): Promise<Date | null>;
  /** Longer runs count as cut off, and are begun again; default 120. */
  expireSeconds?: number;
  /**
   * May be begun twice for one slot, when a run was cut off: what it does must bear that.
   * @param slot - the instant that the run stands for; `ctx.clock` says what time it is
   * @param part - which accounts, of a job in parts; absent = all
   * @returns what `jobs` shows of the run, as JSON
   */
  run(ctx: RequestContext, slot: Date, part?: AccountPart): Promise<unknown>;
}

/** How often a job that failed is tried again. */
export const jobRetries = 3;
/** After so long a run counts as cut off, where its job does not say otherwise. */
export const defaultExpireSeconds = 120;
