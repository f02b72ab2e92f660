import { startOfDay } from '../domain/utc-day.ts';
import { requireReadable } from '../services/authorize.ts';
import { explainChange } from '../services/explain-change.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { whyView } from '../views/why-view.ts';
import type { Command } from './command.ts';
import { dayOption, requirePast, usage } from './options.ts';

/** `why ACCOUNT`: what moved the score. */
export const why: Command = {
  name: 'why',
  summary: 'Why did the score change, and what happened in between?',
  arguments: [{ usage: '<account>', description: 'id, name, alias or domain' }],
  options: [
    { flags: '--since <date>', description: 'the day to compare with; default: 30 days back' },
    { flags: '--until <date>', description: 'the day that it ends with; default: now' },
  ],
  examples: ['why acme', 'why acme --since 2026-11-01 --until 2026-11-15 --json'],
  run: async ({ context, asOf }, [text = ''], options) => {
    const since = dayOption(options, 'since', '--since');
    const until = dayOption(options, 'until', '--until');
    if (until !== undefined && asOf !== undefined)
      throw usage('--until and --as-of both say when it ends', 'Give one of them.');
    const ctx = await context();
    requirePast(since === undefined ? undefined : startOfDay(since), '--since', ctx.clock.now());
    await requireReadable(ctx, 'account', null);
    const value = await explainChange(ctx, {
      accountId: await requireAccount(ctx, text),
      since,
      until,
      asOf,
    });
    return { json: value, view: whyView(value) };
  },
};
