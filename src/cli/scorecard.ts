import { artifactFormats } from '../domain/artifact.ts';
import { getScorecard } from '../services/metrics/get-scorecard.ts';
import { makeScorecardPack } from '../services/metrics/make-scorecard-pack.ts';
import { scorecardView } from '../views/scorecard-view.ts';
import type { Command } from './command.ts';
import { madeOutcome, outOption, wantedCopy } from './made-pack.ts';
import { numberOption, textOption, usage } from './options.ts';

/** `scorecard [pack]`: a month of the base in figures, on screen or as files. */
export const scorecardCommand: Command = {
  name: 'scorecard',
  summary:
    'A month of all customers in figures, each beside the month before and its target; pack makes files of it.',
  arguments: [
    { usage: '[pack]', description: 'make PowerPoint, PDF, Markdown and CSV of it, and keep them' },
  ],
  options: [
    { flags: '--month <month>', description: 'YYYY-MM; default: the month that is running' },
    {
      flags: '--known-at <seq>',
      description: 'use only what was received up to this sequence number; default: all',
    },
    outOption(artifactFormats),
  ],
  examples: ['scorecard --month 2026-10 --json', 'scorecard pack --month 2026-10 --out 2026-10.pptx'],
  run: async (session, [word], options) => {
    if (word !== undefined && word.toLowerCase() !== 'pack')
      throw usage(`'${word}' is nothing that scorecard can do`, 'Use pack, or nothing.');
    const copy = wantedCopy(session, textOption(options, 'out'), artifactFormats);
    if (copy !== null && word === undefined)
      throw usage('--out needs files', 'Make them with: scorecard pack --out FILE');
    const bounds = { flag: '--known-at', from: 0, to: Number.MAX_SAFE_INTEGER };
    const knownAt = numberOption(options, 'knownAt', bounds);
    const ctx = await session.context();
    const input = { month: textOption(options, 'month'), asOf: session.asOf, knownAt };
    if (word !== undefined) return await madeOutcome(ctx, await makeScorecardPack(ctx, input), copy);
    const card = await getScorecard(ctx, input);
    return { json: card, view: scorecardView(card) };
  },
};
