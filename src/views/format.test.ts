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

  it('a sparkline has a bar for each value and a dot for each gap', () => {
    expect(sparkline([0, 12.4, 12.5, 50, 99.99, 100, null])).toBe('▁▁▂▅██·');
    expect(sparkline([])).toBe('');
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
