import { requireReadable } from '../services/authorize.ts';
import type { RequestContext } from '../services/context.ts';
import { correctTriage } from '../services/triage/correct-triage.ts';
import { type RuleRecord, reportTriage } from '../services/triage/report-triage.ts';
import { formatPercent } from '../views/format.ts';
import type { Span, View } from '../views/view.ts';
import type { Command, Options } from './command.ts';
import { momentOption, textOption } from './options.ts';

/** `triage`: how often suggested priorities and tags were corrected, and correcting them. */
export const triageCommand: Command = {
  name: 'triage',
  summary: 'How often were suggested priorities and tags corrected? Corrects those of one ticket.',
  arguments: [{ usage: '[ticket]', description: 'a ticket whose suggestion is corrected' }],
  options: [
    { flags: '--priority <priority>', description: 'what its priority should be: P0 to P3' },
    { flags: '--not-tag <tag>', description: 'a suggested tag that does not fit' },
    { flags: '--account <account>', description: 'whose, where several accounts have such a number' },
    { flags: '--since <date>', description: 'only suggestions from then on' },
  ],
  nowOnly: true,
  examples: ['triage --since 2026-11-01', 'triage T-acme-004 --priority P1 --json'],
  run: async ({ context }, [ticketId], options) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    if (ticketId !== undefined) await correct(ctx, ticketId, options);
    const value = await reportTriage(ctx, momentOption(options, 'since', '--since'));
    return { json: value, view: reportView(value) };
  },
};

async function correct(ctx: RequestContext, ticketId: string, options: Options): Promise<void> {
  await correctTriage(ctx, {
    ticketId,
    account: textOption(options, 'account'),
    priority: textOption(options, 'priority'),
    notTag: textOption(options, 'notTag'),
  });
}

function reportView(records: readonly RuleRecord[]): View {
  const summary =
    records.length === 0 ? 'Nothing was suggested.' : 'Suggestions by rule, the most corrected first.';
  const labels = ['Rule', 'Suggests', 'Suggested', 'Kept', 'Corrected', 'Waiting', 'Precision', 'Instead'];
  const columns = labels.map((label, index) => ({
    label,
    align: index > 1 && index < 7 ? ('right' as const) : ('left' as const),
  }));
  const rows = records.map((one): Span[][] =>
    [
      ...[one.ruleId, one.value, ...[one.suggested, one.kept, one.corrected, one.waiting].map(String)],
      one.precision === null ? '–' : formatPercent(one.precision),
      one.instead.map(({ value, times }) => `${value} × ${times}`).join(', ') || '–',
    ].map((text) => [{ text }]),
  );
  return {
    summary,
    blocks: [
      ...(rows.length === 0 ? [] : [{ kind: 'table' as const, columns, rows }]),
      { kind: 'text', spans: [{ text: summary }] },
    ],
  };
}
