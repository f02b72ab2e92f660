import { counted } from '../domain/counted.ts';
import type { MetricUnit, MetricValue, Scorecard, ScorecardLine } from '../domain/metric.ts';
import { formatDay, formatInstant, formatMonth } from './format.ts';
import { metricText, metricUrl, targetText } from './metric-words.ts';
import { shortSums } from './short-money.ts';
import type { Span, View, ViewBlock } from './view.ts';

const ownersAtMost = 10;

/** A month of the base in figures: each beside the month before and its target, with a link to its records. */
export function scorecardView(card: Scorecard): View {
  const missed = card.lines.filter(({ isMet }) => isMet === false);
  const met = card.lines.filter(({ isMet }) => isMet === true);
  const month = `${formatMonth(card.month)}${card.isRunning ? ' so far' : ''}`;
  const lead = `${counted(met.length, 'target')} met, ${missed.length} missed${missed.length === 0 ? '' : `: ${missed.map(({ definition }) => inSentence(definition.title)).join(', ')}`}.`;
  const unknown = card.lines.filter(({ now, definition }) => metricText(now, definition.unit) === '–');
  return {
    summary: `Scorecard, ${month}: ${lead}`,
    blocks: [
      {
        kind: 'heading',
        text: `Scorecard, ${month}`,
        tone: missed.length > 0 ? 'warning' : met.length > 0 ? 'good' : 'neutral',
      },
      { kind: 'text', spans: [{ text: lead }] },
      {
        kind: 'table',
        columns: [
          { label: 'Metric' },
          { label: month, align: 'right' },
          { label: 'Month before', align: 'right' },
          { label: 'Target', align: 'right' },
          { label: 'Counted from' },
        ],
        rows: card.lines.map((line) => rowOf(line, card)),
      },
      ...coverageLines(card),
      {
        kind: 'note',
        spans: [
          {
            text: `As of ${formatInstant(card.asOf)}. ${ratesWords(card)}${unknown.length === 0 ? '' : `${counted(unknown.length, 'metric')} cannot be said: why stands beside ${unknown.length === 1 ? 'it' : 'each'}. `}Not measured: ${card.notMeasured.map(({ title }) => title.toLowerCase()).join(', ')}.`,
          },
        ],
      },
    ],
  };
}

/** With what amounts were converted; nothing where they stand apart, or nothing had to be. */
function ratesWords({ rates }: Scorecard): string {
  if (rates === null || rates.of.length === 0) return '';
  const words = rates.of.map(({ currency, rate, on }) => `1 ${currency} = ${rate} (${formatDay(on)})`);
  return `Amounts are converted into ${rates.into}: ${words.join(', ')}. `;
}

/** A title within a sentence; one of capitals stays so. */
function inSentence(title: string): string {
  return /^[A-Z]{2}/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
}

function rowOf({ definition, now, before, isMet }: ScorecardLine, card: Scorecard): Span[][] {
  const { id, title, unit, target, better } = definition;
  const mark = isMet === null ? '' : isMet ? ' ✓' : ' ✗';
  return [
    [{ text: title }],
    [{ text: `${metricText(now, unit)}${mark}`, link: metricUrl(id, card) }],
    [{ text: metricText(before, unit) }],
    [{ text: targetText(target, unit, better) }],
    [{ text: countedFrom(now, unit) }],
  ];
}

/** What was divided by what; of currencies that stand apart each says its own figure, so their sums would say it twice. */
function countedFrom(value: MetricValue, unit: MetricUnit): string {
  const { reason, parts } = value;
  if (reason === null) return parts;
  return metricText(value, unit) === '–' ? reason : 'each currency by itself';
}

function coverageLines({ coverage }: Scorecard): ViewBlock[] {
  if (coverage.length === 0) return [];
  const left = coverage.length - ownersAtMost;
  return [
    { kind: 'text', spans: [{ text: 'Who looks after whom', strong: true }] },
    {
      kind: 'list',
      items: [
        ...coverage
          .slice(0, ownersAtMost)
          .map(({ owner, accounts, arr }): Span[] => [
            { text: `${owner}: ${counted(accounts, 'customer')}, ${shortSums(arr)}` },
          ]),
        ...(left > 0 ? [[{ text: `and ${left} more` }]] : []),
      ],
    },
  ];
}
