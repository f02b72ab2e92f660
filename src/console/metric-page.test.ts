import { expect, it } from 'vitest';
import type { Cohorts } from '../domain/cohort.ts';
import { metrics } from '../rules/metrics/index.ts';
import type { MetricPage } from '../services/metrics/get-metric.ts';
import { definitionOf } from '../services/metrics/get-scorecard.ts';
import { renderCohortPage } from './cohort-page.ts';
import { renderMetricPage } from './metric-page.ts';

const signed = (path: string): string => `${path}#signed`;
const definition = (id: string) =>
  definitionOf(metrics.find((metric) => metric.id === id) ?? expect.fail(id));
const hostile = '<img src=x onerror=alert(1)>';
const head = {
  month: '2026-10',
  asOf: '2026-10-31T23:00:00.000Z',
  knownAt: 7,
  isRunning: false,
  rates: null,
};

function pageOf(id: string, given: Partial<MetricPage['line']['now']>): MetricPage {
  const now = {
    hundredths: 9_500,
    reason: null,
    parts: 'EUR 95 of EUR 100',
    numerator: 9_500,
    denominator: 10_000,
    currency: 'EUR',
    breakdown: null,
    records: [],
    ...given,
  };
  return {
    head,
    cohort: null,
    isScored: false,
    names: new Map([['a', hostile]]),
    members: new Map(),
    line: { definition: definition(id), now, before: now, isMet: true },
  };
}

it('shows formula, both sides of the division and each record, with a link', () => {
  const records = [
    { account: 'a', words: 'EUR 100 then, EUR 95 now', seq: 12 },
    { account: null, words: hostile, seq: null, page: '/evidence/answers/q1' },
  ];
  const page = renderMetricPage(pageOf('grr', { records }), signed);
  expect(page).toContain(definition('grr').formula);
  expect(page).toContain('EUR 95 / EUR 100');
  expect(page).toContain('href="/evidence/events/12#signed"');
  expect(page).toContain('href="/evidence/answers/q1#signed"');
  expect(page).toContain('not said');
  expect(page).not.toContain(hostile);
});

it('leads from a score to its page at the last moment before the end', () => {
  const records = [{ account: 'a', words: 'red', seq: null }];
  const page = renderMetricPage(
    { ...pageOf('health', { records, currency: null, numerator: 19, denominator: 20 }), isScored: true },
    signed,
  );
  expect(page).toContain('/evidence/scores/a?asOf=2026-10-31T22:59:59.999Z&amp;knownAt=7');
  expect(page).toContain('19 / 20');
});

it('divides money by a count where it is one', () => {
  const breakdown = {
    by: 'currency' as const,
    parts: [{ label: 'EUR', hundredths: 500_000, numerator: 10_000, denominator: 2 }],
  };
  const page = renderMetricPage(
    pageOf('arr-coverage', { hundredths: 500_000, numerator: 10_000, denominator: 2, breakdown }),
    signed,
  );
  expect(page).toContain('EUR 100 / 2');
});

it('says why instead of a figure, and which rates were taken', () => {
  const silent = { hundredths: null, reason: 'nobody left in this month', parts: '', numerator: null };
  const page = renderMetricPage(pageOf('surprise-churn', { ...silent, denominator: null }), signed);
  expect(page).toContain('nobody left in this month');
  expect(page).not.toContain('<dt>Divided</dt>');
  expect(page).not.toContain('<dt>Rates</dt>');
  const breakdown = {
    by: 'currency' as const,
    parts: [{ label: 'USD', hundredths: 9_500, numerator: 95, denominator: 100 }],
  };
  const rates = { into: 'EUR', of: [{ currency: 'USD', rate: 0.9, on: '2026-10-01', source: hostile }] };
  const converted = renderMetricPage({ ...pageOf('grr', { breakdown }), head: { ...head, rates } }, signed);
  expect(converted).toContain('1 USD = 0.9 from 2026-10-01 on');
  expect(converted).not.toContain(hostile);
});

it('cohorts have each figure with its link, and how many stayed', () => {
  const value = pageOf('grr', {}).line.now;
  const cohort = {
    key: 'smb',
    label: hostile,
    accounts: 3,
    customers: 2,
    figures: [value],
    retention: [
      { month: 0, of: 3, kept: 3, revenueHundredths: 10_000 },
      { month: 1, of: 2, kept: 1, revenueHundredths: null },
    ],
  };
  const cohorts: Cohorts = {
    ...head,
    by: 'segment',
    metrics: [definition('grr')],
    cohorts: [cohort],
    whole: { ...cohort, key: null, label: 'Everybody' },
  };
  const page = renderCohortPage(cohorts, signed);
  expect(page).toContain('/evidence/metrics/grr?month=2026-10');
  expect(page).toContain('&amp;cohort=segment%3Asmb#signed');
  expect(page).toContain('3 of 3 (100');
  expect(page).toContain('1 of 2');
  expect(page).toContain('/pictures/cohorts/segment?');
  expect(page).not.toContain(hostile);
});
