import { sentimentValues } from '../domain/judgement.ts';
import { readScore } from '../rules/question/judgement-command.ts';
import type { Command, Options } from './command.ts';
import { dayOption, textOption, usage } from './options.ts';
import { proposeFromTerminal } from './propose.ts';

const account = { usage: '<account>', description: 'id, name, alias or domain' };
const timed = [
  { flags: '--until <date>', description: 'the last day on which it holds, in UTC' },
  { flags: '--reason <text>', description: 'why; it stands on the card and in the history' },
];
const examples = {
  override: 'override acme 45 --until 2026-12-31 --reason "Their sponsor left"',
  sentiment: 'sentiment acme good --until 2026-12-31 --reason "They praised the roll-out"',
} as const;

/** `override ACCOUNT SCORE`: proposes a score that stands beside the computed one. */
export const override: Command = {
  name: 'override',
  summary: 'Propose a score of your own, beside the computed one, until a day',
  arguments: [account, { usage: '<score>', description: '0 to 100, at most two decimals' }],
  options: timed,
  nowOnly: true,
  examples: [examples.override, 'override acme 80.50 --until 2026-12-31 --reason "Renewal signed" --json'],
  run: async (session, [text = '', score = ''], options) => {
    const scoreHundredths = readScore(score);
    if (scoreHundredths === null || scoreHundredths > 10_000) {
      throw usage(
        `'${score}' is no score from 0 to 100 with at most two decimals`,
        `Type: ${examples.override}`,
      );
    }
    const params = { scoreHundredths, ...readTimed(options, examples.override) };
    return await proposeFromTerminal(session, { kind: 'score.override', account: text, params });
  },
};

/** `sentiment ACCOUNT VALUE`: proposes how you feel about an account. */
export const sentiment: Command = {
  name: 'sentiment',
  summary: 'Propose how you feel about an account, apart from its score, until a day',
  arguments: [account, { usage: '<value>', description: 'good, neutral or poor' }],
  options: timed,
  nowOnly: true,
  examples: [examples.sentiment, 'sentiment acme poor --until 2026-12-31 --reason "Tense call" --json'],
  run: async (session, [text = '', value = ''], options) => {
    const known = sentimentValues.find((each) => each === value.toLowerCase());
    if (!known)
      throw usage(`'${value}' is none of ${sentimentValues.join(', ')}`, `Type: ${examples.sentiment}`);
    const params = { sentiment: known, ...readTimed(options, examples.sentiment) };
    return await proposeFromTerminal(session, { kind: 'sentiment.set', account: text, params });
  },
};

function readTimed(options: Options, example: string): { until: string; reason: string } {
  const until = dayOption(options, 'until', '--until');
  const reason = textOption(options, 'reason')?.trim() ?? '';
  if (until === undefined)
    throw usage('--until is missing: the last day on which it holds', `Type: ${example}`);
  if (reason === '') throw usage('--reason is missing: why it is so', `Type: ${example}`);
  return { until, reason };
}
