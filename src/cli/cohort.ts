import { cohortKeys } from '../domain/cohort.ts';
import { getCohorts } from '../services/metrics/get-cohorts.ts';
import { cohortView } from '../views/cohort-view.ts';
import type { Command } from './command.ts';
import { numberOption, textOption } from './options.ts';

/** `cohort`: the base by what customers have in common. */
export const cohortCommand: Command = {
  name: 'cohort',
  summary: 'How many customers of each cohort stayed, month by month, and how they fare.',
  arguments: [],
  options: [
    { flags: '--by <key>', description: `${cohortKeys.join(', ')}; default: segment` },
    { flags: '--month <month>', description: 'YYYY-MM; default: the month that is running' },
    {
      flags: '--known-at <seq>',
      description: 'use only what was received up to this sequence number; default: all',
    },
  ],
  examples: ['cohort --by path', 'cohort --by start --month 2026-10 --json'],
  run: async (session, _args, options) => {
    const bounds = { flag: '--known-at', from: 0, to: Number.MAX_SAFE_INTEGER };
    const knownAt = numberOption(options, 'knownAt', bounds);
    const ctx = await session.context();
    const by = textOption(options, 'by') ?? 'segment';
    const cohorts = await getCohorts(ctx, {
      by,
      month: textOption(options, 'month'),
      asOf: session.asOf,
      knownAt,
    });
    return { json: cohorts, view: cohortView(cohorts) };
  },
};
