import { describe, expect, test } from 'vitest';
import { proposalOf, rulingOf } from '../../../test/support/proposals.ts';
import { escalatesAt, nextTimerAt, remindsAt } from './timers.ts';

describe('when the clock looks at a proposal', () => {
  const given = proposalOf();

  test('it reminds half way to the escalation', () => {
    expect(remindsAt(given)).toBe('2026-11-22T00:00:00.000Z');
    expect(escalatesAt(given)).toBe('2026-11-22T12:00:00.000Z');
    expect(remindsAt(proposalOf({ ruling: rulingOf({ escalateHours: 1 }) }))).toBe(
      '2026-11-21T12:30:00.000Z',
    );
  });

  test('first to remind, then to escalate, then to let it expire', () => {
    const at = '2026-11-22T00:00:00.000Z';
    expect(nextTimerAt(given)).toBe(remindsAt(given));
    expect(nextTimerAt({ ...given, remindedAt: at })).toBe(escalatesAt(given));
    expect(nextTimerAt({ ...given, remindedAt: at, escalatedAt: at })).toBe(given.expiresAt);
  });

  test('expiry comes first where it is sooner than the reminder', () => {
    const short = proposalOf({ expiresAt: '2026-11-21T13:00:00.000Z' });
    expect(nextTimerAt(short)).toBe(short.expiresAt);
  });

  test('what is approved expires too, unless it never runs', () => {
    expect(nextTimerAt(proposalOf({ state: 'approved' }))).toBe(given.expiresAt);
    expect(nextTimerAt(proposalOf({ state: 'approved', autonomy: 'shadow' }))).toBeNull();
  });

  test.each(['executing', 'unknown', 'done', 'failed', 'rejected', 'expired', 'cancelled'] as const)(
    'never when it is %s',
    (state) => {
      expect(nextTimerAt(proposalOf({ state }))).toBeNull();
    },
  );
});
