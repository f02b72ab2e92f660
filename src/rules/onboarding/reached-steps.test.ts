import { describe, expect, it } from 'vitest';
import type { GoalDay, OutcomeVerdict } from '../../domain/onboarding.ts';
import { countReached } from './reached-steps.ts';

const goals = (...verdicts: [GoalDay, OutcomeVerdict][]) =>
  verdicts.map(([day, verdict]) => ({ day, verdict }));
const counts = (...onboardings: Parameters<typeof countReached>[0][number][]) =>
  countReached(onboardings).map(({ count }) => count);

describe('how far onboardings came', () => {
  it('is nothing of nobody', () => {
    expect(counts()).toEqual([0, 0, 0, 0]);
  });

  it('takes every goal of a day to reach it', () => {
    const all = goals([7, 'pass'], [7, 'pass'], [14, 'pass'], [30, 'pass']);
    expect(counts(all, goals([7, 'pass'], [7, 'fail'], [14, 'pass'], [30, 'pass']))).toEqual([2, 1, 1, 1]);
  });

  it.each([
    ['missed', 'fail'],
    ['not known', 'unknown'],
  ] as const)('does not count what is %s', (_words, verdict) => {
    expect(counts(goals([7, 'pass'], [14, verdict], [30, 'pass']))).toEqual([1, 1, 0, 0]);
  });

  it('never grows, whatever came later', () => {
    const late = goals([7, 'fail'], [14, 'pass'], [30, 'pass']);
    const early = goals([7, 'pass'], [14, 'unknown'], [30, 'unknown']);
    expect(counts(late, early, early)).toEqual([3, 2, 0, 0]);
  });
});
