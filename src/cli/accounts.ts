import { requireReadable } from '../services/authorize.ts';
import { type AccountLine, listAccountLines } from '../services/list-accounts.ts';
import { formatPoints } from '../views/format.ts';
import type { Span, View } from '../views/view.ts';
import type { Command } from './command.ts';
import { listOption } from './options.ts';

/** `accounts`: the portfolio, lowest score first. */
export const accounts: Command = {
  name: 'accounts',
  summary: 'Lists accounts with their scores, lowest first.',
  arguments: [],
  options: [
    {
      flags: '--filter <words...>',
      description:
        'all must fit: part of id or name, or field=value (segment, tier, owner, region, stage, status, band)',
    },
  ],
  examples: ['accounts --filter band=red', 'accounts --filter owner=csm1 segment=enterprise --json'],
  run: async ({ context, asOf }, _args, options) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const value = await listAccountLines(ctx, { asOf, filter: listOption(options, 'filter') });
    return { json: value, view: accountsView(value) };
  },
};

function accountsView(lines: readonly AccountLine[]): View {
  const summary = `${lines.length} accounts`;
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
