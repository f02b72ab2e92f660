import { describe, expect, it } from 'vitest';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import type { WeekScore } from '../../domain/account-week.ts';
import type { CustomerEvent, StoredEvent } from '../../domain/event.ts';
import { chooseTips } from './choose-tips.ts';
import { compareWeeks, countFeatures, countWeeks } from './count-weeks.ts';
import { moveOfScore, sumValue } from './explain-week.ts';
import { findUnfit } from './find-unfit.ts';
import { foldIncidents } from './fold-incidents.ts';

const day = '2026-11-23';

describe('use by weeks', () => {
  const usage = [
    { day: '2026-11-16', user: 'ana', feature: 'reports', uses: 3 },
    { day: '2026-11-22', user: 'ana', feature: '', uses: 1 },
    { day: '2026-11-22', user: '', feature: 'reports', uses: 9 },
    { day: '2026-11-23', user: 'late', feature: 'reports', uses: 50 },
    { day: '2026-11-15', user: 'ben', feature: 'exports', uses: 4 },
    { day: '2026-11-08', user: 'cem', feature: 'exports', uses: 7 },
  ];
  const rollups = [
    { day: '2026-11-16', featureUses: 3 },
    { day: '2026-11-22', featureUses: 9 },
    { day: '2026-11-23', featureUses: 50 },
    { day: '2026-11-15', featureUses: 4 },
    { day: '2026-11-08', featureUses: 7 },
  ];

  it('are seven full UTC days each: today, which is not over, counts nowhere', () => {
    const [first, second, third] = countWeeks(usage, rollups, { day, firstSeenOn: '2026-01-01' });
    expect(first).toEqual({ from: '2026-11-16', to: '2026-11-22', users: 1, uses: 12 });
    expect(second).toEqual({ from: '2026-11-09', to: '2026-11-15', users: 1, uses: 4 });
    expect(third).toEqual({ from: '2026-11-02', to: '2026-11-08', users: 1, uses: 7 });
  });

  it('know no week before the customer was first heard of', () => {
    expect(countWeeks(usage, rollups, { day, firstSeenOn: '2026-11-15' })).toHaveLength(2);
    expect(countWeeks([], [], { day, firstSeenOn: day })).toEqual([]);
    expect(compareWeeks([], 'users')).toBeNull();
  });

  it('name the features of this week with those of the one before', () => {
    expect(countFeatures(usage, day)).toEqual([
      { feature: 'reports', uses: 12, before: 0 },
      { feature: 'exports', uses: 0, before: 4 },
    ]);
  });

  it('stand beside the week before and the mean of four; nothing is divided by nothing', () => {
    const week = (users: number) => ({ from: day, to: day, users, uses: 0 });
    expect(compareWeeks([9, 12, 10, 8, 3].map(week), 'users')).toEqual({
      now: 9,
      before: 12,
      changePercent: -25,
      mean: 8.3,
    });
    expect(compareWeeks([5, 0].map(week), 'users')).toEqual({
      now: 5,
      before: 0,
      changePercent: null,
      mean: 0,
    });
    expect(compareWeeks([5].map(week), 'users')).toEqual({
      now: 5,
      before: null,
      changePercent: null,
      mean: null,
    });
  });
});

describe('incidents of a week', () => {
  const record = (
    type: 'incident.opened' | 'incident.resolved',
    id: string,
    at: string,
    seq: number,
  ): StoredEvent => ({
    seq,
    receivedAt: new Date(at),
    event: {
      ...sampleEvent(type, 'acme', at, { incidentId: id, title: `${id} is down` }),
      at: new Date(at),
    } as unknown as CustomerEvent,
  });
  const after = new Date('2026-11-16T08:00:00Z');

  it('are those that are open, and those that began or ended in it; records may come in any order', () => {
    const found = foldIncidents(
      [
        record('incident.resolved', 'i-2', '2026-11-17T10:00:00Z', 5),
        record('incident.opened', 'i-1', '2026-10-01T10:00:00Z', 1),
        record('incident.opened', 'i-2', '2026-11-10T10:00:00Z', 2),
        record('incident.opened', 'i-3', '2026-11-01T10:00:00Z', 3),
        record('incident.resolved', 'i-3', '2026-11-02T10:00:00Z', 4),
        record('incident.resolved', 'i-4', '2026-11-18T10:00:00Z', 6),
      ],
      after,
    );
    expect(
      found.map(({ incidentId, resolvedAt, openedAt }) => [incidentId, resolvedAt !== null, openedAt]),
    ).toEqual([
      ['i-1', false, '2026-10-01T10:00:00.000Z'],
      ['i-4', true, null],
      ['i-2', true, '2026-11-10T10:00:00.000Z'],
    ]);
  });

  it('one that is opened again is open, since then', () => {
    const [again] = foldIncidents(
      [
        record('incident.opened', 'i-1', '2026-11-01T10:00:00Z', 1),
        record('incident.resolved', 'i-1', '2026-11-02T10:00:00Z', 2),
        record('incident.opened', 'i-1', '2026-11-18T10:00:00Z', 3),
      ],
      after,
    );
    expect([again?.openedAt, again?.resolvedAt]).toEqual(['2026-11-18T10:00:00.000Z', null]);
  });
});

describe('how the score moved', () => {
  const score = (hundredths: number | null, parts: Record<string, number>): WeekScore => ({
    hundredths,
    band: hundredths === null ? null : 'amber',
    components: Object.entries(parts).map(([id, contribution]) => ({
      id: id as 'errors',
      contribution,
      reason: `${id} said so.`,
    })),
  });

  it('names the component that moved most in the direction of the whole', () => {
    const before = score(7_000, { errors: 1_000, support: 2_000, adoption: 4_000 });
    const now = score(6_400, { errors: 200, support: 1_700, adoption: 4_500 });
    expect(moveOfScore({ now, before })).toEqual({
      change: -600,
      by: { id: 'errors', change: -800, reason: 'errors said so.' },
    });
    expect(moveOfScore({ now: before, before: now }).by).toMatchObject({ id: 'errors', change: 800 });
  });

  it('is unknown where one of the two has no score, and by nothing where it stood still', () => {
    const one = score(5_000, { errors: 5_000 });
    expect(moveOfScore({ now: one, before: null })).toEqual({ change: null, by: null });
    expect(moveOfScore({ now: score(null, {}), before: one })).toEqual({ change: null, by: null });
    expect(moveOfScore({ now: one, before: one })).toEqual({ change: 0, by: null });
  });

  it('value is summed, currencies apart, and is nothing where nobody reported any', () => {
    const win = (hoursSaved: number | null, amount: number | null, currency = 'EUR') => ({
      kind: 'value' as const,
      at: day,
      seq: 1,
      hoursSaved,
      automations: null,
      revenue: amount === null ? null : { amount, currency },
    });
    expect(sumValue([win(0.1, 100), win(0.2, 50), win(null, 7, 'USD')])).toEqual({
      hoursSaved: 0.3,
      automations: null,
      revenue: [
        { amount: 150, currency: 'EUR' },
        { amount: 7, currency: 'USD' },
      ],
    });
    expect(sumValue([])).toEqual({ hoursSaved: null, automations: null, revenue: [] });
  });
});

describe('tips', () => {
  const recipe = (id: string, feature: string) => ({
    id,
    feature,
    kind: 'recipe' as const,
    title: id,
    content: 'Do it.',
  });
  const catalogue = [
    recipe('weekly', 'reports'),
    recipe('nightly', 'pipelines'),
    recipe('first', 'dashboards'),
  ];
  const hint = (id: string) => ({ nudge: { recipe: id } });

  it('are the recipes that most people are due a hint for, then those whose feature lies idle; two at most', () => {
    const due = [hint('nightly'), hint('weekly'), hint('weekly'), { nudge: {} }, hint('unknown')];
    const asked = {
      useCase: { recipes: ['first'] },
      unused: ['dashboards'],
      completed: new Set<string>(),
      catalogue,
    };
    expect(chooseTips(due, asked).map((tip) => tip.recipe)).toEqual(['weekly', 'nightly']);
    expect(chooseTips(due, { ...asked, completed: new Set(['weekly']) }).map((tip) => tip.recipe)).toEqual([
      'nightly',
      'first',
    ]);
    expect(chooseTips([], { ...asked, useCase: null })).toEqual([]);
  });
});

describe('what a customer may not read', () => {
  const others = ['Kestrel Foods', 'Ford', 'Acme', 'IT'];

  it('is a word that we use among ourselves, and the name of another customer', () => {
    const own = 'Acme Corporation';
    expect(findUnfit('Your health score fell', { own, others })).toEqual({
      what: 'word',
      quote: 'health score',
    });
    expect(findUnfit('They may churn', { own, others })?.quote).toBe('churn');
    expect(findUnfit('As at kestrel foods.', { own, others })).toEqual({
      what: 'name',
      quote: 'Kestrel Foods',
    });
    expect(findUnfit('FORD, too', { own, others })?.what).toBe('name');
  });

  it('is not a part of a word, a name within their own, or one too short to tell', () => {
    const own = 'Acme Corporation';
    expect(findUnfit('This is affordable. Acme did it.', { own, others })).toBeNull();
  });
});
