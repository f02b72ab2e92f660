import { expect, it } from 'vitest';
import type { Cohorts } from '../domain/cohort.ts';
import type { MetricDefinition, MetricValue, Scorecard, ScorecardLine } from '../domain/metric.ts';
import { cohortView } from './cohort-view.ts';
import { metricText, targetText } from './metric-words.ts';
import { scorecardView } from './scorecard-view.ts';
import type { ViewBlock } from './view.ts';

const none = { numerator: null, denominator: null, currency: null, breakdown: null, records: [] };
const silent: MetricValue = { ...none, hundredths: null, reason: 'nobody was asked', parts: '' };
const apart: MetricValue = {
  ...none,
  hundredths: null,
  reason: 'in EUR, JPY, USD, kept apart',
  parts: '',
  breakdown: {
    by: 'currency',
    parts: [
      { label: 'EUR', hundredths: 9_550, numerator: 1, denominator: 1 },
      { label: 'JPY', hundredths: 10_000, numerator: 1, denominator: 1 },
      { label: 'USD', hundredths: 10_000, numerator: 1, denominator: 1 },
      { label: 'XAU', hundredths: null, numerator: 1, denominator: 0 },
    ],
  },
};
const figure = (hundredths: number): MetricValue => ({ ...none, hundredths, reason: null, parts: 'so many' });

function line(id: string, given: Partial<ScorecardLine> & { target?: number }): ScorecardLine {
  const { target = null, ...rest } = given;
  const definition: MetricDefinition = {
    id,
    version: 1,
    title: id.toUpperCase(),
    formula: '',
    span: 'month',
    grain: 'customer',
    unit: 'percent',
    better: 'higher',
    records: [],
    source: '',
    target,
  };
  return { definition, now: silent, before: silent, isMet: null, ...rest };
}

const card: Scorecard = {
  month: '2026-10',
  asOf: '2026-10-31T23:00:00.000Z',
  knownAt: 7,
  isRunning: false,
  rates: null,
  coverage: [{ owner: 'Maren', accounts: 2, arr: [{ amount: 100_000, currency: 'USD' }] }],
  notMeasured: [{ title: 'Pies', why: 'no event says so' }],
  lines: [
    line('churn', { now: figure(280), before: figure(0) }),
    line('nps', { target: 50, now: figure(1_910), before: figure(1_480), isMet: false }),
    line('grr', { target: 85, now: apart, before: apart, isMet: true }),
    line('csat', {}),
    line('mttr', { before: figure(17_000) }),
  ],
};

function textOf(block: ViewBlock | undefined): string {
  return JSON.stringify(block).replaceAll('\\u00a0', ' ').replaceAll('\u00a0', ' ');
}

it('says first which targets are missed, with what they came to', () => {
  expect(scorecardView(card).summary.replaceAll('\u00a0', ' ')).toBe(
    'Scorecard, Oct 2026: 1 target met, 1 missed: NPS 19.1 % (≥ 50 %).',
  );
});

it('has what has a target in one table, the rest in another, and what cannot be said in a line with its reason', () => {
  const { blocks } = scorecardView(card);
  const [targets, others] = blocks.filter(({ kind }) => kind === 'table');
  expect(textOf(targets)).toContain('NPS');
  expect(textOf(targets)).toContain('EUR 95.5 %, JPY+USD 100 % ✓');
  expect(textOf(targets)).not.toContain('CHURN');
  expect(textOf(others)).toContain('CHURN');
  // Of the month before it can be said.
  expect(textOf(others)).toContain('MTTR');
  expect(textOf(others)).not.toContain('CSAT');
  expect(blocks.map(textOf).join('')).toContain('nobody was asked');
  for (const id of ['nps', 'grr', 'churn', 'csat', 'mttr'])
    expect(JSON.stringify(blocks)).toContain(
      `/evidence/metrics/${id}?month=2026-10&asOf=2026-10-31T23:00:00.000Z&knownAt=7`,
    );
});

it('of nothing still has a head and what is not measured', () => {
  const empty = { ...card, lines: [line('csat', {})], coverage: [] };
  expect(scorecardView(empty).summary).toBe('Scorecard, Oct 2026: 0 targets met, 0 missed.');
});

it('says with which rates amounts were converted', () => {
  const rates = { into: 'EUR', of: [{ currency: 'USD', rate: 0.9, on: '2026-10-01', source: 'ours' }] };
  expect(textOf(scorecardView({ ...card, rates }).blocks.at(-1))).toContain(
    'converted into EUR: 1 USD = 0.9 (1 Oct 2026)',
  );
});

it.each([
  [figure(8_555), 'percent', '85.6 %'],
  [figure(-50), 'points', '-0.5'],
  [figure(6_496), 'score', '64.96'],
  [figure(1_200), 'days', '12 days'],
  [silent, 'hours', '–'],
  [{ ...figure(12_345_600), currency: 'USD' }, 'money', 'USD 1.23k'],
] as const)('%j in %s is %s', (value, unit, text) => {
  expect(metricText(value, unit).replaceAll('\u00a0', ' ')).toBe(text);
});

it('a target says on which side it is', () => {
  expect(targetText(85, 'percent', 'higher').replaceAll('\u00a0', ' ')).toBe('≥ 85 %');
  expect(targetText(5, 'days', 'lower').replaceAll('\u00a0', ' ')).toBe('≤ 5 days');
  expect(targetText(null, 'days', 'lower')).toBe('–');
});

const retention: MetricDefinition = { ...line('logo-retention', {}).definition };
const cohorts: Cohorts = {
  by: 'segment',
  month: '2026-10',
  asOf: card.asOf,
  knownAt: 7,
  metrics: [retention],
  cohorts: [
    {
      key: 'a&b <smb>',
      label: 'a&b <smb>',
      accounts: 2,
      customers: 1,
      figures: [figure(5_000)],
      retention: [
        { month: 0, of: 2, kept: 2, revenueHundredths: null },
        { month: 1, of: 1, kept: 0, revenueHundredths: null },
      ],
    },
    { key: null, label: 'not said', accounts: 1, customers: 1, figures: [figure(10_000)], retention: [] },
  ],
  whole: {
    key: null,
    label: 'Everybody',
    accounts: 3,
    customers: 2,
    figures: [figure(6_667)],
    retention: [],
  },
};

it('cohorts say first who keeps the least, and each figure leads to its records', () => {
  const { summary, blocks } = cohortView(cohorts);
  expect(summary.replaceAll('\u00a0', ' ')).toBe(
    'Cohorts by segment, Oct 2026: Over twelve months a&b <smb> kept so many (50 %), the least; not said kept so many (100 %), the most.',
  );
  const text = JSON.stringify(blocks);
  expect(text).toContain(`&cohort=${encodeURIComponent('segment:a&b <smb>')}`);
  expect(text).toContain('&cohort=segment%3A"');
});

it('cohorts of nobody say so, without a picture', () => {
  const { summary, blocks } = cohortView({
    ...cohorts,
    cohorts: [],
    whole: { ...cohorts.whole, figures: [silent], accounts: 0, customers: 0 },
  });
  expect(summary).toContain('nobody in them was a customer a year before');
  expect(blocks.some(({ kind }) => kind === 'picture')).toBe(false);
});
