import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DeflectableAnswer,
  deflectionOutcomes,
  measureDeflection,
  outcomeOf,
  weekOf,
} from './deflection.ts';

const hour = 3_600_000;
const at = new Date('2026-11-16T10:00:00Z');
const after = (hours: number) => new Date(at.getTime() + hours * hour);
const answer: DeflectableAnswer = {
  at,
  account: 'acme',
  ticket: 'T-1',
  topic: 'datasets',
  isCovered: true,
  verdict: null,
};
const ticket = (hours: number, id = 'T-2', account = 'acme') => ({ account, id, at: after(hours) });

describe('what became of a question', () => {
  test.each([
    ['nothing was offered', { isCovered: false, verdict: 'helpful' as const }, [], 200, 'not_covered'],
    ['nobody has said anything yet', {}, [], 23, 'open'],
    ['nobody came back for a day', {}, [], 24, 'assumed'],
    ['somebody said that it helped', { verdict: 'helpful' as const }, [], 1, 'confirmed'],
    ['it did not help', { verdict: 'not_helpful' as const }, [], 200, 'refused'],
    ['it was another article', { verdict: 'wrong_article' as const }, [], 200, 'refused'],
    ['another ticket on the seventh day', {}, [ticket(168)], 200, 'returned'],
    ['another ticket after seven days', {}, [ticket(168.01)], 200, 'assumed'],
    ['another ticket although it helped', { verdict: 'helpful' as const }, [ticket(2)], 200, 'returned'],
    ['a ticket before it', {}, [ticket(-1)], 200, 'assumed'],
    ['the ticket that it was asked in', {}, [ticket(1, 'T-1')], 200, 'assumed'],
    ['a ticket of another account', {}, [ticket(1, 'T-2', 'globex')], 200, 'assumed'],
    ['a ticket, and nobody knows whose question it was', { account: null }, [ticket(1)], 200, 'assumed'],
  ])('%s', (_name, change, tickets, hours, expected) => {
    expect(outcomeOf({ ...answer, ...change }, tickets, after(hours))).toBe(expected);
  });
});

test('confirmed and assumed are counted apart, and a return deducts', () => {
  const found = measureDeflection([
    'confirmed',
    'assumed',
    'assumed',
    'returned',
    'refused',
    'open',
    'not_covered',
    'not_covered',
  ]);
  expect(found).toEqual({
    asked: 8,
    outcomes: { confirmed: 1, assumed: 2, returned: 1, refused: 1, open: 1, not_covered: 2 },
    deflectionRate: 3 / 8,
    involvement: 6 / 8,
    // 6 of 8 answered, 3 of the 5 of them that ended settled.
    automation: 18 / 40,
    resolution: 3 / 5,
  });
});

test('of nothing there is no rate', () => {
  expect(measureDeflection([])).toMatchObject({
    asked: 0,
    deflectionRate: null,
    involvement: null,
    automation: null,
    resolution: null,
  });
  expect(measureDeflection(['open'])).toMatchObject({ involvement: 1, resolution: null, automation: null });
});

test('counts add up, and rates stay between 0 and 1', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...deflectionOutcomes)), (outcomes) => {
      const { asked, outcomes: counts, ...rates } = measureDeflection(outcomes);
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(asked);
      for (const rate of Object.values(rates)) if (rate !== null) expect(rate >= 0 && rate <= 1).toBe(true);
      const { deflectionRate, involvement } = rates;
      if (deflectionRate !== null) expect(deflectionRate).toBeLessThanOrEqual(involvement ?? 0);
    }),
  );
});

test.each([
  ['2026-11-16T00:00:00Z', '2026-11-16'],
  ['2026-11-22T23:59:59Z', '2026-11-16'],
  ['2026-11-15T12:00:00Z', '2026-11-09'],
])('%s is in the week of %s', (instant, monday) => expect(weekOf(new Date(instant))).toBe(monday));
