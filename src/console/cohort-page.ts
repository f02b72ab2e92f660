import type { Cohort, Cohorts, RetentionCell } from '../domain/cohort.ts';
import { counted } from '../domain/counted.ts';
import { cohortTitle, cohortUrl, columnOf } from '../views/cohort-view.ts';
import { formatInstant } from '../views/format.ts';
import { figureText, metricText, momentQuery } from '../views/metric-words.ts';
import { chartPicture } from './chart-picture.ts';
import { html, type Piece } from './escape.ts';
import { isolate, type LinkTo, renderPage, section } from './layout.ts';
import { stackingTable } from './stacking-table.ts';

const toldMonths = [0, 1, 2, 3, 6, 9, 12, 18, 24];

/** The page of the cohorts of a key: every figure of each, with a link to its records, and how many stayed. */
export function renderCohortPage(cohorts: Cohorts, linkTo: LinkTo): string {
  const title = cohortTitle(cohorts);
  const all = [...cohorts.cohorts, cohorts.whole];
  const longest = cohorts.whole.retention.at(-1)?.month ?? 0;
  const months = toldMonths.filter((month) => month <= longest);
  return renderPage(
    {
      title,
      heading: title,
      kicker: html`Cohorts · as of ${formatInstant(cohorts.asOf)}, record ${cohorts.knownAt}`,
      body: [
        html`<p>Everybody who ever was a customer is in exactly one of them, by what their contract says at the end; the path by the segment that it named first, the start by the day on which it began.</p>`,
        section(
          'figures',
          'How they fare',
          stackingTable(
            'Figures',
            [
              { label: 'Cohort' },
              { label: 'Customers', kind: 'number' },
              // Where currencies stand apart, a cell has words in it.
              ...cohorts.metrics.map((metric) =>
                metric.id === 'grr' || metric.id === 'nrr'
                  ? { label: columnOf(metric) }
                  : { label: columnOf(metric), kind: 'number' as const },
              ),
            ],
            all.map((cohort) => figuresRow(cohort, cohorts, linkTo)),
          ),
        ),
        section('retention', 'How many stayed', [
          html`<p>Customers still there at the end of the day so many months after their start, of those of whom that day has come and is on record. In brackets what is left of their revenue at the start, growth included, where it is in one currency.</p>`,
          months.length > 1 && retentionPicture(cohorts, linkTo),
          stackingTable(
            'Retention',
            [
              { label: 'Cohort' },
              ...months.map((month) => ({
                label: month === 0 ? 'Start' : counted(month, 'month'),
                kind: 'number' as const,
              })),
            ],
            all.map((cohort) => [
              nameOf(cohort, cohorts),
              ...months.map((month) => cellOf(cohort.retention.find((cell) => cell.month === month))),
            ]),
          ),
        ]),
      ],
    },
    linkTo,
  );
}

function nameOf(cohort: Cohort, { whole }: Cohorts): Piece {
  return cohort === whole ? html`<strong>${cohort.label}</strong>` : isolate(cohort.label);
}

function figuresRow(cohort: Cohort, cohorts: Cohorts, linkTo: LinkTo): Piece[] {
  return [
    nameOf(cohort, cohorts),
    `${cohort.customers} of ${cohort.accounts}`,
    ...cohorts.metrics.map(({ id, unit }, index) => {
      const value = cohort.figures[index];
      return (
        value && html`<a href="${linkTo(cohortUrl(cohort, cohorts, id))}">${metricText(value, unit)}</a>`
      );
    }),
  ];
}

function cellOf(cell: RetentionCell | undefined): Piece {
  if (!cell) return '–';
  const { kept, of, revenueHundredths } = cell;
  return `${kept} of ${of}${revenueHundredths === null ? '' : ` (${figureText(revenueHundredths, 'percent', '')})`}`;
}

function retentionPicture(cohorts: Cohorts, linkTo: LinkTo): Piece {
  return chartPicture(
    `/pictures/cohorts/${cohorts.by}?${momentQuery(cohorts)}`,
    'Customers kept of each cohort, by months since their start; the table below has the figures.',
    linkTo,
    { onPhone: true },
  );
}
