import type { RequestContext } from '../services/context.ts';
import type { Job } from './job.ts';

/** What simulated time knows of changes, so that it need not run what would find nothing to do. */
export interface Watch {
  /** What the store's books come to; read again only after something ran. */
  mark(): Promise<string>;
  /** Something ran, and may have written. */
  noteRun(): void;
  /** A job ran to its end, which began at a mark. */
  noteDone(job: Job, before: string): Promise<void>;
  /** Whether a job would find at this slot what it left, and nothing to do. */
  rests(job: Job, slot: Date): Promise<boolean>;
  /** Whether an effect may be on its way. */
  maySend(): Promise<boolean>;
  /** @param more - whether one is */
  noteSent(more: boolean): Promise<void>;
}

/** Every change of matter is an event, an entry of the audit or a note in an alert's history: three numbers tell. */
export function createWatch(ctx: RequestContext): Watch {
  let known: string | null = null;
  let sent: { mark: string; more: boolean } | null = null;
  const resting = new Map<string, { mark: string; until: Date | null }>();
  const mark = async (): Promise<string> => {
    known ??= await ctx.store.readChangeMark();
    return known;
  };
  return {
    mark,
    noteRun: () => {
      known = null;
    },
    noteDone: async (job, before) => {
      resting.delete(job.name);
      if (!job.restsUntil || (await mark()) !== before) return;
      resting.set(job.name, { mark: before, until: await job.restsUntil(ctx) });
    },
    rests: async (job, slot) => {
      const rest = resting.get(job.name);
      if (!rest || (rest.until !== null && rest.until <= slot)) return false;
      return (await mark()) === rest.mark;
    },
    // Whatever puts an effect on its way stands in the audit.
    maySend: async () => sent === null || sent.more || (await mark()) !== sent.mark,
    noteSent: async (more) => {
      known = null;
      sent = { mark: await mark(), more };
    },
  };
}
