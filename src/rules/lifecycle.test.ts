import { describe, expect, it } from 'vitest';
import { sampleAccount, sampleFacts } from '../../test/suites/sample-facts.ts';
import { addDays } from '../domain/utc-day.ts';
import { lifecycleMeasure, lifecycleStage } from './lifecycle.ts';

const start = '2025-01-01';

describe('the stage (J14)', () => {
  it.each([
    [-5, 'onboarding'],
    [0, 'onboarding'],
    [30, 'onboarding'],
    [31, 'adoption'],
    [182, 'adoption'],
    [183, 'retention'],
    [364, 'retention'],
    [365, 'expansion'],
    [3_000, 'expansion'],
  ])('on day %d after the start is %s', (age, stage) => {
    const account = { startsOn: start, firstSeenOn: '2020-01-01' };
    expect(lifecycleStage(account, addDays(start, age))).toBe(stage);
  });

  it('counts from the first event where no contract says when it starts', () => {
    const account = { startsOn: null, firstSeenOn: start };
    expect(lifecycleStage(account, addDays(start, 30))).toBe('onboarding');
    expect(lifecycleStage(account, addDays(start, 31))).toBe('adoption');
  });
});

function measureAt(age: number, facts: Parameters<typeof sampleFacts>[0], account = {}) {
  return lifecycleMeasure(
    sampleFacts({
      ...facts,
      account: sampleAccount({ startsOn: start, ...account }),
      asOfDay: addDays(start, age),
    }),
  );
}

describe('the stage’s own measure', () => {
  it('in onboarding is the share of seats in use', () => {
    expect(measureAt(10, { users28: 8 }, { seats: 10 })).toMatchObject({
      stage: 'onboarding',
      actual: '80 % (8 of 10)',
      met: true,
    });
    expect(measureAt(10, { users28: 799 }, { seats: 1_000 })).toMatchObject({
      actual: '79 % (799 of 1000)',
      met: false,
    });
    expect(measureAt(10, { users28: 0 }, { seats: 10 })).toMatchObject({
      actual: '0 % (0 of 10)',
      met: false,
    });
  });

  it.each([null, 0])('in onboarding with %s seats is unknown, not failed', (seats) => {
    expect(measureAt(10, { users28: 8 }, { seats })).toMatchObject({ actual: null, met: null });
  });

  it('in adoption is the habit and the power users', () => {
    const habit = { engagedDays28: 12, users28: 4, powerUsers28: 2 };
    expect(measureAt(100, habit)).toMatchObject({
      stage: 'adoption',
      actual: '3.0 a week and 50 %',
      met: true,
    });
    expect(measureAt(100, { ...habit, engagedDays28: 11 })).toMatchObject({
      actual: '2.7 a week and 50 %',
      met: false,
    });
    expect(measureAt(100, { ...habit, powerUsers28: 1 })).toMatchObject({
      actual: '3.0 a week and 25 %',
      met: false,
    });
    expect(measureAt(100, { engagedDays28: 3 })).toMatchObject({
      actual: '3 active days in 4 weeks, no users',
      met: false,
    });
  });

  it('in retention is the renewal, which only time can judge', () => {
    expect(measureAt(200, {}, { renewsOn: addDays(start, 230) })).toMatchObject({
      stage: 'retention',
      actual: 'renews on 2025-08-19, in 30 days',
      met: null,
    });
    expect(measureAt(200, {}, { renewsOn: addDays(start, 190) })).toMatchObject({
      actual: `renews on ${addDays(start, 190)}, 10 days ago`,
    });
    expect(measureAt(200, {})).toMatchObject({ actual: null, met: null });
  });

  it.each([10, 100, 200, 400])('is nothing where the contract ended: day %d', (age) => {
    expect(measureAt(age, { users28: 3 }, { seats: 5, status: 'ended' })).toBeNull();
  });

  it('in expansion is an expansion won within a year', () => {
    expect(measureAt(400, { expansionsWon365: 1 })).toMatchObject({
      stage: 'expansion',
      actual: '1',
      met: true,
    });
    expect(measureAt(400, {})).toMatchObject({ actual: '0', met: false });
  });
});
