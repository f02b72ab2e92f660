import type { MetricPart, MetricRecord, MetricUnit, MetricValue, Scorecard } from '../domain/metric.ts';
import { formatArr } from '../domain/money.ts';
import { pathSegment } from '../domain/path-segment.ts';
import type { CohortName } from '../services/metrics/get-cohorts.ts';
import type { MetricPage } from '../services/metrics/get-metric.ts';
import { formatInstant, formatMonth } from '../views/format.ts';
import { figureText, metricText, targetText } from '../views/metric-words.ts';
import { type Html, html, type Piece } from './escape.ts';
import { factList, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { stackingTable } from './stacking-table.ts';

const rowsAtMost = 500;
const spans = {
  month: 'the month',
  year: 'the twelve months that end with it',
  end: 'its last moment',
} as const;
const partWords = { currency: 'Currency', topic: 'Topic', owner: 'Owner' } as const;

/** The page of one metric in one month: what it is, how it was counted, and every record behind it. */
export function renderMetricPage(page: MetricPage, linkTo: LinkTo): string {
  const { head, line, cohort, names } = page;
  const { definition, now, before, isMet } = line;
  const heading = `${definition.title}, ${formatMonth(head.month)}${head.isRunning ? ' so far' : ''}`;
  const left = now.records.length - rowsAtMost;
  const text = metricText(now, definition.unit);
  return renderPage(
    {
      title: heading,
      heading,
      kicker: html`Metric <code>${definition.id}</code> · version ${definition.version}${cohort && html` · ${cohortWords(cohort)} alone`}`,
      body: [
        html`<p class="lead">${text === '–' ? now.reason : text} <span class="quiet">${text === '–' ? '' : now.reason === null ? now.parts : now.reason}</span></p>`,
        factList(
          [
            { label: 'Month before', value: wordsOf(before, definition.unit) },
            {
              label: 'Target',
              value:
                definition.target === null
                  ? 'none is set'
                  : `${targetText(definition.target, definition.unit, definition.better)}${isMet === null ? '' : isMet ? ', met' : ', missed'}`,
            },
            { label: 'Formula', value: definition.formula },
            { label: 'Divided', value: dividedWords(now, definition.unit) },
            { label: 'Counted over', value: spans[definition.span] },
            { label: 'One by one', value: definition.grain },
            { label: 'Better', value: definition.better },
            { label: 'Records', value: definition.records.join(', ') },
            { label: 'Source', value: definition.source },
            { label: 'Rates', value: ratesWords(head.rates, now) },
            { label: 'As of', value: html`${formatInstant(head.asOf)}, record ${head.knownAt}` },
          ].filter(({ value }) => value !== null),
        ),
        now.breakdown !== null &&
          now.breakdown.parts.length > 0 &&
          section('parts', `By ${now.breakdown.by}`, breakdownTable(page)),
        section(
          'records',
          'What it stands on',
          now.records.length === 0
            ? html`<p class="quiet">Nothing is listed.</p>`
            : [
                stackingTable(
                  'Records',
                  [{ label: 'Customer' }, { label: 'What' }],
                  now.records
                    .slice(0, rowsAtMost)
                    .map((record) => [
                      record.account === null
                        ? 'not said'
                        : isolate(names.get(record.account) ?? record.account),
                      recordLink(record, page, linkTo),
                    ]),
                ),
                left > 0 &&
                  html`<p class="note">and ${left} more: <code>holdfast scorecard --json</code> has all of them.</p>`,
              ],
        ),
      ],
    },
    linkTo,
  );
}

function recordLink(record: MetricRecord, page: MetricPage, linkTo: LinkTo): Html {
  const { words } = record;
  const path = pathOf(record, page);
  return path === null ? isolate(words) : html`<a href="${linkTo(path)}">${isolate(words)}</a>`;
}

/** Of the record, of the answer, or of the account's score on that day. */
function pathOf({ account, seq, page }: MetricRecord, { head, isScored }: MetricPage): string | null {
  if (page !== undefined) return page;
  if (seq !== null) return `/evidence/events/${seq}`;
  if (!isScored || account === null) return null;
  const asOf = new Date(Date.parse(head.asOf) - 1).toISOString();
  return `/evidence/scores/${pathSegment(account)}?asOf=${asOf}&knownAt=${head.knownAt}`;
}

function cohortWords({ by, key }: CohortName): string {
  return `${by} ${key ?? 'not said'}`;
}

function wordsOf(value: MetricValue, unit: MetricPage['line']['definition']['unit']): string {
  const text = metricText(value, unit);
  return text === '–' ? (value.reason ?? text) : `${text}, ${value.parts}`;
}

/** Numerator and denominator as they were divided; null = it cannot be said */
function dividedWords({ numerator, denominator, currency }: MetricValue, unit: MetricUnit): Piece {
  if (denominator === null) return null;
  if (numerator === null) return `the middle of ${denominator}`;
  return `${amountText(numerator, currency)} / ${amountText(denominator, unit === 'money' ? null : currency)}`;
}

function amountText(amount: number, currency: string | null): string {
  return currency === null
    ? String(amount)
    : formatArr({ amount, currency }).replace('none', `${currency} 0`);
}

function breakdownTable({ line: { definition, now }, members }: MetricPage): Html | null {
  const { breakdown } = now;
  if (breakdown === null) return null;
  const nameOf = ({ label }: MetricPart): Piece =>
    breakdown.by === 'owner' ? isolate(members.get(label) ?? label) : isolate(label);
  const currencyOf = ({ label }: MetricPart): string | null => (breakdown.by === 'currency' ? label : null);
  return stackingTable(
    'Parts',
    [
      { label: partWords[breakdown.by] },
      { label: definition.title, kind: 'number' },
      { label: 'Numerator', kind: 'number' },
      { label: 'Denominator', kind: 'number' },
    ],
    breakdown.parts.map((part) => [
      nameOf(part),
      part.hundredths === null ? '–' : figureText(part.hundredths, definition.unit, part.label),
      part.numerator === null ? '–' : amountText(part.numerator, currencyOf(part)),
      amountText(part.denominator, definition.unit === 'money' ? null : currencyOf(part)),
    ]),
  );
}

/** Said only where money was converted. */
function ratesWords(rates: Scorecard['rates'], { breakdown, currency }: MetricValue): Piece {
  if (rates === null || breakdown?.by !== 'currency' || currency !== rates.into) return null;
  const used = rates.of.filter((rate) => breakdown.parts.some(({ label }) => label === rate.currency));
  return used.length === 0
    ? null
    : `converted into ${rates.into}: ${used.map(({ currency: from, rate, on, source }) => `1 ${from} = ${rate} from ${on} on (${source})`).join('; ')}`;
}
