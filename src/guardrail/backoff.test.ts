import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awayMs, backoffMs } from './backoff.ts';

const random = fc.double({ min: 0, max: 1, noNaN: true });

describe('backoffMs', () => {
  it.each([
    [1, 1, null, 2_000],
    [1, 0, null, 1_000],
    [2, 1, null, 4_000],
    [9, 1, null, 512_000],
    [10, 1, null, 900_000],
    [24, 0, null, 450_000],
    [1, 1, 5_000, 5_000],
    [9, 1, 5_000, 512_000],
  ])('after attempt %i, at %d, asked for %d: %i', (attempt, at, askedMs, expected) => {
    expect(backoffMs(attempt, at, askedMs)).toBe(expected);
  });

  it('lies between half and all of what doubles up to a quarter of an hour, and is never shorter than asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        random,
        fc.option(fc.nat(3_600_000)),
        (attempt, at, askedMs) => {
          const full = Math.min(900_000, 2_000 * 2 ** (attempt - 1));
          const waitMs = backoffMs(attempt, at, askedMs);
          expect(waitMs).toBeGreaterThanOrEqual(Math.max(full / 2, askedMs ?? 0));
          expect(waitMs).toBeLessThanOrEqual(Math.max(full, askedMs ?? 0));
        },
      ),
    );
  });
});

describe('awayMs', () => {
  it('is a minute at most, unless the platform asked for more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), random, (tries, at) => {
        expect(awayMs(tries, at, null)).toBeLessThanOrEqual(60_000);
        expect(awayMs(tries, at, null)).toBe(Math.min(60_000, backoffMs(tries, at, null)));
        expect(awayMs(tries, at, 90_000)).toBe(90_000);
      }),
    );
  });
});
