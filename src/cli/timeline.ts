import { type TimelineKind, timelineKinds } from '../rules/timeline.ts';
import { requireReadable } from '../services/authorize.ts';
import { getTimeline } from '../services/get-timeline.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { timelineView } from '../views/timeline-view.ts';
import type { Command } from './command.ts';
import { listOption, numberOption, usage } from './options.ts';

/** `timeline ACCOUNT`: what happened, newest first. */
export const timeline: Command = {
  name: 'timeline',
  summary: 'What happened to this account?',
  arguments: [{ usage: '<account>', description: 'id, name, alias or domain' }],
  options: [
    { flags: '--days <count>', description: 'how far back; default 90' },
    { flags: '--kind <kinds...>', description: `only these: ${timelineKinds.join(', ')}` },
    { flags: '--limit <count>', description: 'at most this many; default 50, at most 200' },
  ],
  examples: ['timeline acme --days 14', 'timeline acme --kind ticket incident --json'],
  run: async ({ context, asOf }, [text = ''], options) => {
    const days = numberOption(options, 'days', { flag: '--days', from: 1, to: 3_650 });
    const limit = numberOption(options, 'limit', { flag: '--limit', from: 1, to: 200 });
    const kinds = listOption(options, 'kind').flatMap((word) => word.split(',').map(kindOf));
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const value = await getTimeline(ctx, {
      accountId: await requireAccount(ctx, text),
      asOf,
      days,
      kinds,
      limit,
    });
    return { json: value, view: timelineView(value) };
  },
};

function kindOf(word: string): TimelineKind {
  const kind = timelineKinds.find((known) => known === word.trim().toLowerCase());
  if (kind) return kind;
  throw usage(`--kind '${word}' is unknown`, `Use one of ${timelineKinds.join(', ')}.`);
}
