import { getScorecard } from '../services/metrics/get-scorecard.ts';
import { scorecardView } from '../views/scorecard-view.ts';
import type { Command } from './command.ts';
import { numberOption, textOption } from './options.ts';

/** `scorecard`: a month of the base in figures. */
export const scorecardCommand: Command = {
  name: 'scorecard',
  summary: 'A month of all customers in figures, each beside the month before and its target.',
  arguments: [],
  options: [
    { flags: '--month <month>', description: 'YYYY-MM; default: the month that is running' },
    {
      flags: '--known-at <seq>',
      description: 'use only what was received up to this sequence number; default: all',
    },
  ],
  examples: ['scorecard', 'scorecard --month 2026-10 --json'],
  run: async (session, _args, options) => {
    const bounds = { flag: '--known-at', from: 0, to: Number.MAX_SAFE_INTEGER };
    const knownAt = numberOption(options, 'knownAt', bounds);
    const ctx = await session.context();
    const card = await getScorecard(ctx, {
      month: textOption(options, 'month'),
      asOf: session.asOf,
      knownAt,
    });
    return { json: card, view: scorecardView(card) };
  },
};
