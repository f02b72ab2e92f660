import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registerEntry } from '../../../test/support/register.ts';
import { isForReview, isOverdue, orderEntries } from './order-entries.ts';

const today = '2026-11-27';
const later = '2026-12-04';

describe('orderEntries', () => {
  /** Each has one thing that the ones behind it lack, and is worse in everything that counts less. */
  const inOrder = [
    registerEntry({ id: 'asks', asksToClose: 'over', dueOn: null, severity: null }),
    registerEntry({ id: 'overdue', dueOn: '2026-11-26', severity: 'low' }),
    registerEntry({ id: 'grave', dueOn: '2026-12-31', severity: 'critical' }),
    registerEntry({ id: 'soon', dueOn: '2026-11-28', severity: 'high' }),
    registerEntry({ id: 'due later', dueOn: '2026-11-29', severity: 'high' }),
    registerEntry({
      id: 'without a day, reviewed sooner',
      dueOn: null,
      severity: 'high',
      nextReviewOn: '2026-11-26',
    }),
    registerEntry({ id: 'no day, reviewed later', dueOn: null, severity: 'high' }),
    registerEntry({ id: 'unjudged', dueOn: '2026-11-28', severity: null }),
    registerEntry({ id: 'no review', nextReviewOn: later, asksToClose: 'over', dueOn: '2026-11-01' }),
  ];
  const ids = inOrder.map(({ id }) => id);

  it('puts what needs a look first, by one reason after the other, however it came', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(inOrder, { minLength: inOrder.length }), (shuffled) => {
        expect(orderEntries(shuffled, today).map(({ id }) => id)).toEqual(ids);
      }),
    );
  });

  it('decides what is equal by id, and leaves what it was given as it was', () => {
    const given = [registerEntry({ id: 'b' }), registerEntry({ id: 'a' })];
    expect(orderEntries(given, today).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(given.map(({ id }) => id)).toEqual(['b', 'a']);
  });
});

it.each([
  ['the day before', '2026-11-26', true],
  ['today', today, false],
  ['no day', null, false],
])('an entry that is due %s is overdue: %s, %s', (_when, dueOn, expected) => {
  expect(isOverdue({ state: 'open', dueOn }, today)).toBe(expected);
  expect(isOverdue({ state: 'done', dueOn }, today)).toBe(false);
});

it('a review has come on its day, and not the day before', () => {
  expect(isForReview({ nextReviewOn: today }, today)).toBe(true);
  expect(isForReview({ nextReviewOn: '2026-11-28' }, today)).toBe(false);
});
