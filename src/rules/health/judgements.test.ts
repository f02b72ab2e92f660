import { describe, expect, it } from 'vitest';
import type { ScoreOverride } from '../../domain/judgement.ts';
import { endOfDay, startOfDay } from '../../domain/utc-day.ts';
import { overrideInForce } from './override.ts';
import { disagreement, sentimentInForce } from './sentiment.ts';

const by = { id: 'csm1', name: 'Priya Shah' };

function override(proposalId: string, from: string, until: string): ScoreOverride {
  return {
    proposalId,
    account: 'acme',
    hundredths: 4500,
    reason: 'Sponsor left',
    by,
    at: new Date(from),
    until: endOfDay(until),
  };
}

describe('what people say of an account', () => {
  const one = override('p1', '2026-11-20T10:00:00.000Z', '2026-12-31');

  it('holds from the millisecond of its decision to the last millisecond of its last day', () => {
    expect(overrideInForce([one], new Date('2026-11-20T09:59:59.999Z'))).toBeNull();
    expect(overrideInForce([one], one.at)).toBe(one);
    expect(overrideInForce([one], new Date('2026-12-31T23:59:59.999Z'))).toBe(one);
    expect(overrideInForce([one], startOfDay('2027-01-01'))).toBeNull();
    expect(overrideInForce([], one.at)).toBeNull();
  });

  it('is replaced by a newer one for good: its early end brings nothing back', () => {
    const short = override('p2', '2026-11-25T00:00:00.000Z', '2026-11-26');
    for (const order of [
      [one, short],
      [short, one],
    ]) {
      expect(overrideInForce(order, new Date('2026-11-24T23:59:59.999Z'))).toBe(one);
      expect(overrideInForce(order, short.at)).toBe(short);
      expect(overrideInForce(order, startOfDay('2026-11-27'))).toBeNull();
    }
  });

  it('of one millisecond, is what was proposed last', () => {
    const twin = override('p9', '2026-11-20T10:00:00.000Z', '2026-12-01');
    expect(overrideInForce([twin, one], one.at)).toBe(twin);
    expect(overrideInForce([one, twin], one.at)).toBe(twin);
  });

  it('holds for sentiments alike', () => {
    const { hundredths: _, ...rest } = one;
    const good = { ...rest, value: 'good' as const };
    expect(sentimentInForce([good], good.until)).toBe(good);
    expect(sentimentInForce([good], new Date(good.until.getTime() + 1))).toBeNull();
  });
});

describe('disagreement (B8)', () => {
  const profile = {
    bands: [
      { id: 'red' as const, from: 0, below: 40 },
      { id: 'amber' as const, from: 40, below: 65 },
      { id: 'green' as const, from: 65, below: 100 },
    ],
  };

  it.each([
    ['good', 'red', 3999, 'Priya Shah says good, while the score is red.'],
    ['good', 'amber', 4000, 'Priya Shah says good, while the score is in the lower half of amber.'],
    ['good', 'amber', 5249, 'Priya Shah says good, while the score is in the lower half of amber.'],
    ['good', 'amber', 5250, null],
    ['good', 'green', 6500, null],
    ['good', null, null, null],
    ['poor', 'green', 6500, 'Priya Shah says poor, while the score is green.'],
    ['poor', 'amber', 6499, null],
    ['poor', 'red', 0, null],
    ['poor', null, null, null],
    ['neutral', 'red', 0, null],
    ['neutral', 'green', 10_000, null],
  ] as const)('%s beside a score that is %s (%s): %s', (value, band, hundredths, expected) => {
    expect(disagreement({ value, by }, { band, hundredths }, profile)).toBe(expected);
  });
});
