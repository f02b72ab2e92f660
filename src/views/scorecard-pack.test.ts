import { expect, it } from 'vitest';
import { createPackWriters } from '../artifacts/index.ts';
import type { Pack } from '../domain/account-pack.ts';
import type { PackWriting } from '../domain/artifact.ts';
import type { MetricDefinition, MetricValue, Scorecard, ScorecardLine } from '../domain/metric.ts';
import { type ScorecardSection, scorecardSections } from '../domain/metric.ts';
import { fitPack } from '../rules/account-pack/fit-pack.ts';
import { metrics, notMeasured } from '../rules/metrics/index.ts';
import { scorecardPack, topics } from './scorecard-pack.ts';

const none = { numerator: null, denominator: null, currency: null, breakdown: null, records: [] };
const silent: MetricValue = { ...none, hundredths: null, reason: 'nothing to divide by', parts: '' };
const figure = (hundredths: number): MetricValue => ({ ...none, hundredths, reason: null, parts: '1 of 2' });
const period = { from: '2026-09-30T22:00:00.000Z', until: '2026-10-31T23:00:00.000Z', words: 'October' };

function lineOf(definition: MetricDefinition, given: Partial<ScorecardLine> = {}): ScorecardLine {
  return { definition, now: silent, before: silent, isMet: null, ...given };
}

function cardOf(more: Partial<Scorecard> = {}): Scorecard {
  return {
    month: '2026-10',
    asOf: period.until,
    knownAt: 7,
    isRunning: false,
    rates: null,
    lines: metrics.map((metric) => lineOf(metric)),
    coverage: [],
    notMeasured: [...notMeasured],
    ...more,
  };
}

function packOf(card: Scorecard, sections: readonly ScorecardSection[] = scorecardSections): Pack {
  const template = {
    id: 'scorecard' as const,
    version: 3,
    title: 'Scorecard',
    sections: sections.map((id) => ({ id })),
  };
  return fitPack(scorecardPack({ card, period, template }));
}

const sectionOf = (pack: Pack, id: string) => pack.sections.find((section) => section.id === id);

it('tells of every metric in one topic', () => {
  const told = Object.values(topics).flatMap((topic) => topic.metrics);
  expect([...told].sort()).toEqual(metrics.map(({ id }) => id).sort());
});

it('of a month of which nothing is known names every topic with its reason', () => {
  const pack = packOf(cardOf());
  for (const id of Object.keys(topics)) expect(sectionOf(pack, id)?.missing).toBe('nothing to divide by');
  expect(pack.sections.filter(({ id }) => id.startsWith('unmeasured')).map(({ missing }) => missing)).toEqual(
    notMeasured.map(({ why }) => why),
  );
  expect(sectionOf(pack, 'summary')?.takeaway).toBe('No target can be held against a figure.');
  expect(pack).toMatchObject({ account: null, kind: 'scorecard', template: 'scorecard@3' });
});

it('says in each topic what is missed, and leads from every figure to its records', () => {
  const lines = metrics.map((metric) =>
    metric.id === 'nps'
      ? lineOf(metric, { now: figure(1_910), before: figure(1_480), isMet: false })
      : metric.id === 'churn'
        ? lineOf(metric, { now: figure(0), before: figure(280) })
        : lineOf(metric),
  );
  const pack = packOf(cardOf({ lines }));
  expect(sectionOf(pack, 'voice')?.takeaway.replaceAll('\u00a0', ' ')).toBe(
    '1 target missed: NPS 19.1 (≥ 50).',
  );
  // No churn is a figure, not a gap.
  expect(sectionOf(pack, 'retention')?.takeaway.replaceAll('\u00a0', ' ')).toBe('Churn 0 %, was 2.8 %.');
  const text = JSON.stringify(pack);
  for (const { id } of [...lines.map(({ definition }) => definition)].filter(
    ({ id }) => id === 'nps' || id === 'csat',
  ))
    expect(text).toContain(`/evidence/metrics/${id}?month=2026-10&asOf=${period.until}&knownAt=7`);
});

it('has the sections of its template, in that order', () => {
  expect(packOf(cardOf(), ['definitions', 'voice']).sections.map(({ id }) => id)).toEqual([
    'definitions',
    'voice',
  ]);
});

it('names of owners are text in every format, however long, from the right or like a formula', async () => {
  const owners = [
    '=cmd|calc!A1',
    '<img src=x onerror=alert(1)>',
    'ש'.repeat(10_000),
    'شركة',
    '[x](javascript:y)',
  ];
  const coverage = owners.map((owner) => ({ owner, accounts: 1, arr: [] }));
  const pack = packOf(cardOf({ coverage }));
  const longest = Math.max(
    ...JSON.stringify(pack)
      .split('"')
      .map(({ length }) => length),
  );
  expect(longest).toBeLessThan(500);
  const writers = createPackWriters(async () => null);
  const writing: PackWriting = { version: 1, linkTo: (path) => `https://h${path}`, linksUntil: '2026-12-31' };
  const csv = new TextDecoder().decode(await writers.csv(pack, writing));
  expect(csv).toContain("'=cmd|calc!A1");
  expect(csv).not.toMatch(/(?:^|,)"?=cmd/m);
  const markdown = new TextDecoder().decode(await writers.md(pack, writing));
  expect(markdown).not.toMatch(/<img|\]\(javascript/);
});
