import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  capitalize,
  formatChange,
  formatDay,
  formatInstant,
  formatPercent,
  formatPoints,
  sparkline,
} from './format.ts';

describe('figures for people', () => {
  it.each([
    [61.4, '61.40'],
    [0, '0.00'],
    [100, '100.00'],
  ])('a score of %d is %s', (points, text) => {
    expect(formatPoints(points)).toBe(text);
  });

  it.each([
    [3.2, '▲ 3.20'],
    [-8.15, '▼ 8.15'],
    [0, 'unchanged'],
  ])('a change of %d is %s', (change, text) => {
    expect(plain(formatChange(change))).toBe(text);
  });

  it.each([
    [0, '0 %'],
    [0.885, '89 %'],
    [1, '100 %'],
  ])('a share of %d is %s', (ratio, text) => {
    expect(plain(formatPercent(ratio))).toBe(text);
  });

  it('days and instants are in UTC and name their month', () => {
    expect(formatDay('2026-11-01')).toBe('1 Nov 2026');
    expect(formatDay('2026-01-31T23:59:59.999Z')).toBe('31 Jan 2026');
    expect(formatInstant('2026-12-09T04:05:59.000Z')).toBe('9 Dec 2026, 04:05 UTC');
  });

  it.each([
    ['of the whole scale', [0, 12.4, 12.5, 50, 99.99, 100], '▁▁▂▅██'],
    ['of a fall of 22 points uses every height', [86, 86, 85.5, 84, 80, 76, 70, 63.5], '████▆▅▃▁'],
    ['of a fall of 8 points stays in the middle', [64, 63, 60, 56], '▆▆▅▃'],
    ['of one value is one bar', [50], '▅'],
    ['at the end of the scale stays inside it', [100, 100, 98], '███'],
    ['at the start of the scale stays inside it', [0, 0, 3], '▁▁▁'],
    ['of nothing is nothing', [], ''],
  ])('a sparkline %s', (_, values, bars) => {
    expect(sparkline(values)).toBe(bars);
  });

  it('a sparkline of less than five points is flat, wherever it stands, and a gap is a gap', () => {
    for (let low = 0; low <= 95.1; low += 0.1) {
      const line = sparkline([low, null, low + 4.99, low + 2.5]);
      expect(line).toMatch(/^(.)\u00a0\1\1$/);
    }
    expect(plain(sparkline([null, 50, null]))).toBe(' ▅ ');
  });

  it('a sparkline never shows the higher value with the lower bar', () => {
    const heights = '▁▂▃▄▅▆▇█';
    const values = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 2, maxLength: 19 });
    fc.assert(
      fc.property(values, (given) => {
        const drawn = [...sparkline(given)].map((bar) => heights.indexOf(bar));
        expect(drawn).toHaveLength(given.length);
        expect(drawn).not.toContain(-1);
        for (const [at, value] of given.entries())
          for (const [other, than] of given.entries())
            if (value > than) expect(drawn[at]).toBeGreaterThanOrEqual(drawn[other] ?? 0);
      }),
    );
  });

  it('a word begins with a capital', () => {
    expect(capitalize('errors')).toBe('Errors');
    expect(capitalize('')).toBe('');
  });
});

/** A figure and its sign may be kept on one line by a no-break space. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
