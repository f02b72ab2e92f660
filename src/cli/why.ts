import { startOfDay } from '../domain/utc-day.ts';
import { requireReadable } from '../services/authorize.ts';
import { explainChange } from '../services/explain-change.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { whyView } from '../views/why-view.ts';
import type { Command } from './command.ts';
import { dayOption, requirePast } from './options.ts';

/** `why ACCOUNT`: what moved the score. */
export const why: Command = {
  name: 'why',
  summary: 'Why did the score change, and what happened in between?',
  arguments: [{ usage: '<account>', description: 'id, name, alias or domain' }],
  options: [{ flags: '--since <date>', description: 'the day to compare with; default: 30 days back' }],
  examples: ['why acme', 'why acme --since 2026-11-01 --json'],
  run: async ({ context, asOf }, [text = ''], options) => {
    const since = dayOption(options, 'since', '--since');
    const ctx = await context();
    requirePast(since === undefined ? undefined : startOfDay(since), '--since', ctx.clock.now());
    await requireReadable(ctx, 'account', null);
    const value = await explainChange(ctx, { accountId: await requireAccount(ctx, text), since, asOf });
    return { json: value, view: whyView(value) };
  },
};
