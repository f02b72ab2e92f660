import type { Pack, PackBlock, PackFact, PackSection, PackSpan } from '../domain/account-pack.ts';
import { counted } from '../domain/counted.ts';
import type { MetricUnit, Scorecard, ScorecardLine, ScorecardSection } from '../domain/metric.ts';
import type { ScorecardTemplate } from '../domain/pack-template.ts';
import { formatMonth } from './format.ts';
import { metricText, metricUrl, targetText } from './metric-words.ts';
import { shortSums } from './short-money.ts';

/** What the pack of a scorecard is made of. */
export interface ScorecardPackInput {
  card: Scorecard;
  period: Pack['period'];
  template: ScorecardTemplate;
}

type Topic = Exclude<ScorecardSection, 'summary' | 'unmeasured' | 'definitions'>;

/** Which metrics each topic tells of, by id. */
export const topics: Readonly<Record<Topic, { title: string; metrics: readonly string[] }>> = {
  retention: {
    title: 'Retention',
    metrics: ['logo-retention', 'grr', 'nrr', 'churn', 'surprise-churn', 'arr-at-risk-forecast'],
  },
  growth: {
    title: 'Growth',
    metrics: ['expansion', 'pipeline', 'conversion', 'time-to-expand', 'upgrade-intent'],
  },
  value: { title: 'Health and value', metrics: ['health', 'health-score', 'adoption', 'ttv'] },
  voice: { title: 'What customers say', metrics: ['nps', 'csat'] },
  service: { title: 'Service', metrics: ['sla', 'mttr', 'deflection', 'automation'] },
  coverage: { title: 'Who looks after whom', metrics: ['coverage', 'arr-coverage'] },
};

const ownersAtMost = 20;
const barsAtMost = 10;
/** So many figures a sentence names. */
const namedAtMost = 3;
/** Characters of a figure that stands beside another. */
const briefly = 14;
/** Of fewer owners a picture says less than the table. */
const barsAtLeast = 3;

/**
 * The scorecard of a month as a pack, for writers of any format: every figure in the words of the card in chat, with the
 * address of its records. A topic of which nothing can be said stays, with the reasons.
 */
export function scorecardPack({ card, period, template }: ScorecardPackInput): Pack {
  const month = `${formatMonth(card.month)}${card.isRunning ? ' so far' : ''}`;
  const told = template.sections
    .filter(({ id }) => id !== 'summary')
    .flatMap(({ id, title, intro }) =>
      sectionsOf(id, card).map((section) => ({
        ...section,
        ...(title === undefined ? {} : { title }),
        intro: intro ?? null,
      })),
    );
  const sections = template.sections.flatMap(({ id, title = 'At a glance', intro = null }) =>
    id === 'summary'
      ? [{ ...summaryOf(card, told), title, intro }]
      : told.filter((one) => topicOf(one) === id),
  );
  return {
    kind: 'scorecard',
    title: template.title,
    subtitle: month,
    account: null,
    audience: 'internal',
    asOf: card.asOf,
    knownAt: card.knownAt,
    template: `${template.id}@${template.version}`,
    period,
    sections,
  };
}

/** Of what has several sections, each is named after it: `unmeasured-2`. */
function topicOf({ id }: PackSection): string {
  return id.split('-')[0] ?? id;
}

type Bare = Omit<PackSection, 'intro'>;

function sectionsOf(id: ScorecardSection, card: Scorecard): Bare[] {
  switch (id) {
    case 'summary':
      return [];
    case 'unmeasured':
      return card.notMeasured.map(({ title, why }, at) => ({
        id: `unmeasured-${at}`,
        title,
        takeaway: 'Not measured',
        blocks: [],
        missing: why,
      }));
    case 'definitions':
      return [definitionsOf(card)];
    case 'coverage':
      return [withOwners(topicSection(id, card), card)];
    default:
      return [topicSection(id, card)];
  }
}

function summaryOf(card: Scorecard, others: readonly PackSection[]): Bare {
  const targeted = card.lines.filter(({ definition }) => definition.target !== null);
  const inOneSentence = others
    .filter((section) => section.missing === null && topicOf(section) !== 'definitions')
    .map(({ title, takeaway }): PackSpan[] => [{ text: `${title}: `, strong: true }, { text: takeaway }]);
  return {
    id: 'summary',
    title: 'At a glance',
    takeaway: targetSentence(targeted),
    missing: null,
    blocks: [
      { kind: 'facts', facts: targeted.map((line) => factOf(line, card)) },
      ...(inOneSentence.length === 0
        ? []
        : [{ kind: 'list' as const, title: 'In one sentence each', items: inOneSentence }]),
    ],
  };
}

function factOf({ definition, now, before, isMet }: ScorecardLine, card: Scorecard): PackFact {
  const { id, title, unit, target, better } = definition;
  const isKnown = metricText(now, unit) !== '–';
  return {
    label: title,
    value: isKnown ? metricText(now, unit) : 'not known',
    detail: `target ${targetText(target, unit, better)}${isKnown ? wasWords(before, unit) : `: ${now.reason ?? ''}`}`,
    tone: isMet === null ? 'neutral' : isMet ? 'good' : 'bad',
    path: metricUrl(id, card),
  };
}

function topicSection(topic: Topic, card: Scorecard): Bare {
  const { title, metrics } = topics[topic];
  const lines = metrics.flatMap((id) => card.lines.find(({ definition }) => definition.id === id) ?? []);
  const known = lines.filter((line) => !isSilent(line));
  if (known.length === 0) return { id: topic, title, takeaway: '', blocks: [], missing: reasonsOf(lines) };
  return {
    id: topic,
    title,
    takeaway: takeawayOf(lines),
    missing: null,
    blocks: [tableOf(lines, card)],
  };
}

/** Neither this month nor the one before can be said. */
function isSilent({ now, before, definition: { unit } }: ScorecardLine): boolean {
  return metricText(now, unit) === '–' && metricText(before, unit) === '–';
}

function reasonsOf(lines: readonly ScorecardLine[]): string {
  return [...new Set(lines.map(({ now }) => now.reason ?? now.parts))].join('; ');
}

/** What is missed, else what is met, else the first figures. */
function takeawayOf(lines: readonly ScorecardLine[]): string {
  const targeted = lines.filter(({ isMet }) => isMet !== null);
  if (targeted.length > 0) return targetSentence(targeted);
  const known = lines.filter(({ now, definition: { unit } }) => metricText(now, unit) !== '–');
  if (known.length === 0) return 'Nothing can be said of this month; the month before stands beside it.';
  const figures = known
    .slice(0, namedAtMost)
    .map(
      ({ definition: { title, unit }, now, before }) =>
        `${title} ${metricText(now, unit)}${wasWords(before, unit)}`,
    );
  return `${figures.join('; ')}.`;
}

/** What a figure was, where one look takes it in; currencies that stand apart are in the table. */
function wasWords(before: ScorecardLine['before'], unit: MetricUnit): string {
  const text = metricText(before, unit);
  return text === '–' || text.length > briefly ? '' : `, was ${text}`;
}

function targetSentence(lines: readonly ScorecardLine[]): string {
  const missed = lines.filter(({ isMet }) => isMet === false);
  const met = lines.filter(({ isMet }) => isMet === true);
  if (missed.length + met.length === 0) return 'No target can be held against a figure.';
  const named = (some: readonly ScorecardLine[]): string => {
    const left = some.length - namedAtMost;
    const words = some
      .slice(0, namedAtMost)
      .map(
        ({ definition: { title, unit, target, better }, now }) =>
          `${title} ${metricText(now, unit)} (${targetText(target, unit, better)})`,
      );
    return `${words.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  };
  return missed.length === 0
    ? `${counted(met.length, 'target')} met, none missed: ${named(met)}.`
    : `${counted(missed.length, 'target')} missed${met.length === 0 ? '' : `, ${met.length} met`}: ${named(missed)}.`;
}

function tableOf(lines: readonly ScorecardLine[], card: Scorecard): PackBlock {
  const month = `${formatMonth(card.month)}${card.isRunning ? ' so far' : ''}`;
  return {
    kind: 'table',
    title: 'In figures',
    columns: [
      { label: 'Metric' },
      { label: month, align: 'right' },
      { label: 'Month before', align: 'right' },
      { label: 'Target', align: 'right' },
      { label: 'Counted from' },
    ],
    rows: lines.map(({ definition, now, before, isMet }) => {
      const { id, title, unit, target, better } = definition;
      const mark = isMet === null ? '' : isMet ? ' ✓' : ' ✗';
      return [
        [{ text: title }],
        [{ text: `${metricText(now, unit)}${mark}`, path: metricUrl(id, card) }],
        [{ text: metricText(before, unit) }],
        [{ text: targetText(target, unit, better) }],
        [{ text: countedFrom(now, metricText(now, unit)) }],
      ];
    }),
  };
}

function countedFrom({ reason, parts }: ScorecardLine['now'], text: string): string {
  if (reason === null) return parts;
  return text === '–' ? reason : 'each currency by itself';
}

/** Who looks after whom, by name. */
function withOwners(section: Bare, { coverage }: Scorecard): Bare {
  if (coverage.length === 0) return section;
  const shown = coverage.slice(0, ownersAtMost);
  const left = coverage.length - shown.length;
  const bars = coverage
    .slice(0, barsAtMost)
    .map(({ owner, accounts }) => ({ label: owner, value: accounts }));
  const customers = coverage.reduce((sum, { accounts }) => sum + accounts, 0);
  return {
    ...section,
    missing: null,
    takeaway: `${counted(coverage.length, 'owner')} of ${counted(customers, 'customer')}; ${coverage[0]?.owner} has the most, ${coverage[0]?.accounts}.`,
    blocks: [
      ...section.blocks,
      {
        kind: 'table',
        title: left > 0 ? `Owners, and ${left} more` : 'Owners',
        columns: [
          { label: 'Owner' },
          { label: 'Customers', align: 'right' },
          { label: 'ARR', align: 'right' },
        ],
        rows: shown.map(({ owner, accounts, arr }) => [
          [{ text: owner }],
          [{ text: String(accounts) }],
          [{ text: shortSums(arr) || '–' }],
        ]),
      },
      ...(coverage.length < barsAtLeast
        ? []
        : [
            {
              kind: 'chart' as const,
              path: null,
              chart: {
                kind: 'bars' as const,
                title: 'Customers by who looks after them',
                unit: 'customers',
                bars,
              },
            },
          ]),
    ],
  };
}

/** Every metric with its version and formula, so that it can be counted again. */
function definitionsOf({ lines }: Scorecard): Bare {
  return {
    id: 'definitions',
    title: 'How it is counted',
    missing: null,
    takeaway: `${counted(lines.length, 'metric')}, each with its formula and version`,
    blocks: [
      {
        kind: 'list',
        title: 'Definitions',
        items: lines.map(({ definition: { title, version, formula } }) => [
          { text: `${title} (v${version}): `, strong: true },
          { text: `${formula}.` },
        ]),
      },
    ],
  };
}
