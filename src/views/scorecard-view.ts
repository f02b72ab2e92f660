import { counted } from '../domain/counted.ts';
import type { MetricUnit, MetricValue, Scorecard, ScorecardLine } from '../domain/metric.ts';
import { formatDay, formatInstant, formatMonth } from './format.ts';
import { metricText, metricUrl, targetText } from './metric-words.ts';
import { shortSums } from './short-money.ts';
import type { Span, View, ViewBlock } from './view.ts';

const ownersAtMost = 10;

/**
 * A month of the base in figures: first what has a target, then the rest, each beside the month before, with a link to its records.
 * @param files - what stands about its files; absent = a button that makes them
 */
export function scorecardView(card: Scorecard, files?: readonly Span[]): View {
  const month = `${formatMonth(card.month)}${card.isRunning ? ' so far' : ''}`;
  const missed = card.lines.filter(({ isMet }) => isMet === false);
  const met = card.lines.filter(({ isMet }) => isMet === true);
  const lead = leadOf(met, missed);
  const targeted = card.lines.filter(({ definition }) => definition.target !== null);
  const others = card.lines.filter((line) => line.definition.target === null);
  return {
    summary: `Scorecard, ${month}: ${lead}`,
    blocks: [
      {
        kind: 'heading',
        text: `Scorecard, ${month}`,
        tone: missed.length > 0 ? 'warning' : met.length > 0 ? 'good' : 'neutral',
      },
      { kind: 'text', spans: [{ text: lead }] },
      tableOf(targeted, card, { isTargeted: true }),
      ...(others.every(isSilent)
        ? []
        : [
            tableOf(
              others.filter((line) => !isSilent(line)),
              card,
              { isTargeted: false },
            ),
          ]),
      ...silentLines(others.filter(isSilent), card),
      ...coverageLines(card),
      files
        ? { kind: 'text', spans: [...files] }
        : {
            kind: 'buttons',
            buttons: [{ action: 'scorecard-pack', label: 'As slides and PDF', value: card.month }],
          },
      {
        kind: 'note',
        spans: [
          {
            text: `As of ${formatInstant(card.asOf)}. ${ratesWords(card)}Not measured: ${card.notMeasured.map(({ title }) => title.toLowerCase()).join(', ')}.`,
          },
        ],
      },
    ],
  };
}

/** How many targets are met, and which are not. */
function leadOf(met: readonly ScorecardLine[], missed: readonly ScorecardLine[]): string {
  const names = missed.map(missedWords).join(', ');
  return `${counted(met.length, 'target')} met, ${missed.length} missed${names === '' ? '' : `: ${names}`}.`;
}

/** Its figure too, where it is one. */
function missedWords({ definition: { title, unit, target, better }, now }: ScorecardLine): string {
  const figure =
    now.hundredths === null ? '' : ` ${metricText(now, unit)} (${targetText(target, unit, better)})`;
  return `${inSentence(title)}${figure}`;
}

/** Neither this month nor the one before can be said: it takes a line, not a row. */
function isSilent({ now, before, definition: { unit } }: ScorecardLine): boolean {
  return metricText(now, unit) === '–' && metricText(before, unit) === '–';
}

function tableOf(
  lines: readonly ScorecardLine[],
  card: Scorecard,
  { isTargeted }: { isTargeted: boolean },
): ViewBlock {
  const month = `${formatMonth(card.month)}${card.isRunning ? ' so far' : ''}`;
  return {
    kind: 'table',
    columns: [
      { label: isTargeted ? 'Target' : 'Metric' },
      { label: month, align: 'right' },
      { label: 'Month before', align: 'right' },
      ...(isTargeted ? [{ label: 'To reach', align: 'right' as const }] : []),
      { label: 'Counted from' },
    ],
    rows: lines.map((line) => rowOf(line, card, isTargeted)),
  };
}

/** What cannot be said, by the reason. */
function silentLines(lines: readonly ScorecardLine[], card: Scorecard): ViewBlock[] {
  if (lines.length === 0) return [];
  const reasons = Map.groupBy(lines, ({ now }) => now.reason ?? now.parts);
  return [
    { kind: 'text', spans: [{ text: 'Nothing to count', strong: true }] },
    {
      kind: 'list',
      items: [...reasons].map(([reason, same]): Span[] => [
        ...same.flatMap(({ definition: { id, title } }, index): Span[] => [
          { text: index === 0 ? '' : ', ' },
          { text: title, link: metricUrl(id, card) },
        ]),
        { text: `: ${reason}` },
      ]),
    },
  ];
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

function rowOf(
  { definition, now, before, isMet }: ScorecardLine,
  card: Scorecard,
  isTargeted: boolean,
): Span[][] {
  const { id, title, unit, target, better } = definition;
  const mark = isMet === null ? '' : isMet ? ' ✓' : ' ✗';
  return [
    [{ text: title }],
    [{ text: `${metricText(now, unit)}${mark}`, link: metricUrl(id, card) }],
    [{ text: metricText(before, unit) }],
    ...(isTargeted ? [[{ text: targetText(target, unit, better) }]] : []),
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
