import { addDays, utcDayOf } from '../domain/utc-day.ts';
import type { Deflection } from '../rules/deflection.ts';
import { requireReadable } from '../services/authorize.ts';
import { type DeflectionReport, reportDeflection } from '../services/report-deflection.ts';
import { formatDay, formatPercent } from '../views/format.ts';
import type { Span, View } from '../views/view.ts';
import type { Command } from './command.ts';
import { dayOption } from './options.ts';

const usualDays = 28;

/** `deflection`: what became of customers' questions. */
export const deflectionCommand: Command = {
  name: 'deflection',
  summary: 'What became of customers’ questions: answered, confirmed, assumed, returned, by topic and week.',
  arguments: [],
  options: [{ flags: '--since <date>', description: `the first day; default: ${usualDays} days ago` }],
  examples: ['deflection', 'deflection --since 2026-11-01 --json'],
  run: async ({ context }, _args, options) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const since = dayOption(options, 'since', '--since') ?? addDays(utcDayOf(ctx.clock.now()), -usualDays);
    const value = await reportDeflection(ctx, since);
    return { json: value, view: deflectionView(value) };
  },
};

function deflectionView({ since, total, topics, weeks }: DeflectionReport): View {
  const summary = `${total.asked} questions of customers since ${formatDay(since)}`;
  if (total.asked === 0) return { summary, blocks: [{ kind: 'text', spans: [{ text: `${summary}.` }] }] };
  return {
    summary,
    blocks: [
      table(
        'Topic',
        topics.map((one) => [one.topic ?? 'nothing found', one]),
      ),
      table(
        'Week of',
        weeks.map((one) => [formatDay(one.week), one]),
      ),
      table('', [['All', total]]),
      {
        kind: 'note',
        spans: [
          {
            text: `${summary}. Deflected = confirmed and assumed, of all asked. Assumed = a day of silence. Automated = answered × resolution.`,
          },
        ],
      },
    ],
  };
}

function table(label: string, rows: readonly (readonly [string, Deflection])[]): View['blocks'][number] {
  const numbers = [
    'Asked',
    'Confirmed',
    'Assumed',
    'Returned',
    'No help',
    'Open',
    'Not covered',
    'Deflected',
    'Answered',
    'Resolution',
    'Automated',
  ];
  return {
    kind: 'table',
    columns: [{ label }, ...numbers.map((one) => ({ label: one, align: 'right' as const }))],
    rows: rows.map(([name, found]) => [[{ text: name }], ...cells(found)]),
  };
}

function cells({
  asked,
  outcomes,
  deflectionRate,
  involvement,
  resolution,
  automation,
}: Deflection): Span[][] {
  const { confirmed, assumed, returned, refused, open, not_covered: notCovered } = outcomes;
  const counts = [asked, confirmed, assumed, returned, refused, open, notCovered].map(String);
  const rates = [deflectionRate, involvement, resolution, automation].map((rate) =>
    rate === null ? '–' : formatPercent(rate),
  );
  return [...counts, ...rates].map((text) => [{ text }]);
}
