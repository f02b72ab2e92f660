import { runProposalTimers } from '../services/run-proposal-timers.ts';
import type { Job } from './job.ts';

const keptDays = 30;

/** Every job, in the order in which lists show them. */
export const jobs: readonly Job[] = [
  {
    name: 'proposals.timers',
    cron: '* * * * *',
    summary: 'Reminds approvers, escalates to the next tier, and lets proposals expire, which means no.',
    run: async (ctx) => await runProposalTimers(ctx),
  },
  {
    name: 'deliveries.forget',
    cron: '10 3 * * *',
    summary: 'Forgets chat deliveries, and decisions already answered, that no platform repeats any more.',
    run: async (ctx) => {
      await ctx.store.forgetDeliveries(ctx.clock.now());
      await ctx.store.forgetConversations(ctx.clock.now());
      await ctx.store.forgetClicks(ctx.clock.now());
    },
  },
  {
    name: 'job-runs.forget',
    cron: '20 3 * * *',
    summary: `Forgets runs of jobs that are older than ${keptDays} days, but never the last of a job.`,
    run: async (ctx) => {
      const before = new Date(ctx.clock.now().getTime() - keptDays * 86_400_000);
      return { forgotten: await ctx.store.forgetJobRuns(before) };
    },
  },
];
