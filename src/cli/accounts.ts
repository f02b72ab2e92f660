import { counted } from '../domain/counted.ts';
import { HoldfastError } from '../errors.ts';
import { askPortfolio } from '../services/ask-portfolio.ts';
import { requireReadable } from '../services/authorize.ts';
import { type AccountLine, listAccountLines } from '../services/list-accounts.ts';
import { formatPoints } from '../views/format.ts';
import { portfolioView } from '../views/portfolio-view.ts';
import type { Span, View } from '../views/view.ts';
import type { Command } from './command.ts';
import { listOption, numberOption } from './options.ts';

/** `accounts [QUESTION]`: all accounts, lowest score first, or those that a question asks for. */
export const accounts: Command = {
  name: 'accounts',
  summary: 'Lists accounts with their scores, lowest first, or those that a question asks for.',
  arguments: [{ usage: '[question...]', description: 'such as: red enterprise renewing in 90 days by ARR' }],
  options: [
    {
      flags: '--filter <words...>',
      description:
        'all must fit: part of id or name, or field=value (segment, tier, owner, region, stage, status, band)',
    },
    { flags: '--page <number>', description: 'of the answer to a question; default: 1' },
  ],
  examples: [
    'accounts --filter owner=csm1 segment=enterprise --json',
    'accounts over 50k ARR grouped by segment sorted by renewal --json',
  ],
  run: async ({ context, asOf }, words, options) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const page = numberOption(options, 'page', { flag: '--page', from: 1, to: 9_999 });
    if (words.length > 0) {
      if (listOption(options, 'filter').length > 0)
        throw new HoldfastError('HF_USAGE', 'A question and --filter were given together', {
          next: 'Say it in the question: accounts red segment=enterprise',
        });
      const answer = await askPortfolio(ctx, { text: words.join(' '), page, pageSize: terminalRows, asOf });
      return { json: answer, view: withoutControls(portfolioView(answer)) };
    }
    const value = await listAccountLines(ctx, { asOf, filter: listOption(options, 'filter') });
    return { json: value, view: accountsView(value) };
  },
};

/** A terminal has no button to turn a page. */
const terminalRows = 50;

function withoutControls({ summary, blocks }: View): View {
  return { summary, blocks: blocks.filter(({ kind }) => kind !== 'buttons' && kind !== 'picker') };
}

function accountsView(lines: readonly AccountLine[]): View {
  const summary = counted(lines.length, 'account');
  if (lines.length === 0)
    return { summary, blocks: [{ kind: 'text', spans: [{ text: 'No account fits.' }] }] };
  const someOverridden = lines.some(({ override }) => override !== null);
  const cell = (text: string | null): Span[] => [{ text: text ?? '–' }];
  return {
    summary,
    blocks: [
      {
        kind: 'table',
        columns: [
          { label: 'Score', align: 'right' },
          { label: 'Band' },
          { label: 'Account' },
          { label: 'Name' },
          { label: 'Stage' },
          { label: 'Segment' },
          { label: 'Owner' },
          { label: 'Renews' },
        ],
        rows: lines.map((line) => [
          cell(scoreText(line)),
          cell(line.band),
          cell(line.id),
          cell(line.name),
          cell(line.status === 'ended' ? 'ended' : line.stage),
          cell(line.segment),
          cell(line.owner),
          cell(line.renewsOn),
        ]),
      },
      {
        kind: 'note',
        spans: [{ text: someOverridden ? `${summary} · ${mark} overridden, see health` : summary }],
      },
    ],
  };
}

/** Beside a score that somebody overrides; the order is that of the computed ones. */
const mark = '✎';

function scoreText({ score, override }: AccountLine): string | null {
  const computed = score === null ? null : formatPoints(score);
  return override === null ? computed : `${computed ?? '–'} ${mark} ${formatPoints(override)}`;
}
