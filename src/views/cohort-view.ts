import type { Cohort, CohortKey, Cohorts, RetentionCell } from '../domain/cohort.ts';
import { counted } from '../domain/counted.ts';
import { formatInstant, formatMonth } from './format.ts';
import { metricText, metricUrl, momentQuery } from './metric-words.ts';
import type { Span, View, ViewBlock } from './view.ts';

const rowsAtMost = 20;
/** The metrics that stand in the table of a message, by id, with what their column is called. */
const columns: ReadonlyMap<string, string> = new Map([
  ['logo-retention', 'Stayed 12 m'],
  ['grr', 'GRR'],
  ['nrr', 'NRR'],
  ['health', 'Green'],
  ['nps', 'NPS'],
]);
/** Months that are told in a table; a curve says little between them. */
const toldMonths = [1, 3, 6, 12, 24];

const byWords: Readonly<Record<CohortKey, string>> = {
  segment: 'segment',
  'use-case': 'use case',
  owner: 'owner',
  path: 'onboarding path',
  start: 'quarter of the start',
};

/** What a metric's column is called where there are many. */
export function columnOf({ id, title }: { id: string; title: string }): string {
  return columns.get(id) ?? title;
}

/** `Cohorts by segment, Nov 2026`. */
export function cohortTitle({ by, month }: Pick<Cohorts, 'by' | 'month'>): string {
  return `Cohorts by ${byWords[by]}, ${formatMonth(month)}`;
}

/** The page of all cohorts of a key. */
function cohortsUrl(cohorts: Pick<Cohorts, 'by' | 'month' | 'asOf' | 'knownAt'>): string {
  return `/evidence/cohorts/${cohorts.by}?${momentQuery(cohorts)}`;
}

/** The base in cohorts: which keep their customers and their revenue, with a picture of how many stayed month by month. */
export function cohortView(cohorts: Cohorts): View {
  const title = cohortTitle(cohorts);
  const lead = leadOf(cohorts);
  const shown = cohorts.cohorts.slice(0, rowsAtMost);
  const left = cohorts.cohorts.length - shown.length;
  return {
    summary: `${title}: ${lead}`,
    blocks: [
      { kind: 'heading', text: title, tone: 'neutral' },
      { kind: 'text', spans: [{ text: lead }] },
      ...picture(cohorts),
      {
        kind: 'table',
        columns: [
          { label: 'Cohort' },
          { label: 'Customers', align: 'right' },
          ...[...columns.values()].map((label) => ({ label, align: 'right' as const })),
        ],
        rows: [...shown, cohorts.whole].map((cohort) => rowOf(cohort, cohorts)),
      },
      {
        kind: 'note',
        spans: [
          { text: `${left > 0 ? `And ${left} more. ` : ''}As of ${formatInstant(cohorts.asOf)}. ` },
          { text: 'How each figure is counted', link: cohortsUrl(cohorts) },
          { text: '. GRR and NRR: gross and net revenue retention over twelve months.' },
        ],
      },
    ],
  };
}

function rowOf(cohort: Cohort, cohorts: Cohorts): Span[][] {
  return [
    [{ text: cohort.label, strong: cohort === cohorts.whole }],
    [{ text: `${cohort.customers} of ${cohort.accounts}` }],
    ...[...columns.keys()].map((id): Span[] => {
      const index = cohorts.metrics.findIndex((metric) => metric.id === id);
      const [definition, value] = [cohorts.metrics[index], cohort.figures[index]];
      if (!definition || !value) return [{ text: '–' }];
      return [{ text: metricText(value, definition.unit), link: cohortUrl(cohort, cohorts, id) }];
    }),
  ];
}

/** The page of one figure of a cohort. */
export function cohortUrl(cohort: Cohort, cohorts: Cohorts, metric: string): string {
  return metricUrl(
    metric,
    cohorts,
    cohort === cohorts.whole ? undefined : `${cohorts.by}:${cohort.key ?? ''}`,
  );
}

/** Which cohort kept the least and the most of its customers over twelve months. */
function leadOf(cohorts: Cohorts): string {
  const index = cohorts.metrics.findIndex(({ id }) => id === 'logo-retention');
  const known = cohorts.cohorts.flatMap((cohort) => {
    const value = cohort.figures[index];
    return value?.hundredths == null ? [] : [{ cohort, value, kept: value.hundredths }];
  });
  const [worst, ...others] = known.sort((one, other) => one.kept - other.kept);
  if (!worst)
    return `${counted(cohorts.cohorts.length, 'cohort')}; nobody in them was a customer a year before.`;
  const words = ({ cohort, value }: (typeof known)[number]): string =>
    `${cohort.label} kept ${value.parts} (${metricText(value, 'percent')})`;
  const best = others.at(-1);
  if (!best || best.kept === worst.kept)
    return `Over twelve months ${known.length === 1 ? words(worst) : `every cohort kept ${metricText(worst.value, 'percent')}`}.`;
  return `Over twelve months ${words(worst)}, the least; ${words(best)}, the most.`;
}

function picture(cohorts: Cohorts): ViewBlock[] {
  if (cohorts.whole.retention.length === 0) return [];
  const told = cohorts.cohorts.slice(0, 4).map((cohort) => `${cohort.label} ${lastWords(cohort.retention)}`);
  return [
    { kind: 'text', spans: [{ text: 'How many stayed, in percent, by months since they began:' }] },
    {
      kind: 'picture',
      path: `/pictures/cohorts/${cohorts.by}?${momentQuery(cohorts)}`,
      alt: `Customers kept, by months since their start: ${told.join('; ')}.`,
    },
  ];
}

function lastWords(retention: readonly RetentionCell[]): string {
  const cell = retention.findLast(({ month }) => toldMonths.includes(month)) ?? retention.at(-1);
  return cell ? `${cell.kept} of ${cell.of} after ${counted(cell.month, 'month')}` : 'not known';
}
