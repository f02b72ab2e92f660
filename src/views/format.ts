import { dayWords } from '../domain/day-words.ts';
import { formatPoints } from '../domain/points.ts';

export { formatPoints };

/** Numbers and dates as people read them; the same everywhere, so that cards and pages never disagree. */

/** A change with its direction: `▲ 3.20`, `▼ 8.15`, `unchanged`; sign and figure stay on one line. */
export function formatChange(change: number): string {
  if (change === 0) return 'unchanged';
  return `${change > 0 ? '▲' : '▼'}\u00a0${formatPoints(Math.abs(change))}`;
}

/** A ratio of 0–1 in whole percent. */
export function formatPercent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

/** `21 Nov 2026`. @param iso - a date or an instant */
export function formatDay(iso: string): string {
  return dayWords(iso);
}

/** `21 Nov`, where the year goes without saying. */
export function shortDay(iso: string): string {
  return dayWords(iso).slice(0, -5);
}

/** `Nov 2026`. @param month - `2026-11` */
export function formatMonth(month: string): string {
  return dayWords(`${month}-01`).slice(2);
}

/** `21 Nov 2026, 22:30 UTC`. */
export function formatInstant(iso: string): string {
  return `${formatDay(iso)}, ${iso.slice(11, 16)} UTC`;
}

/** The end of a time: `31 Dec 2026` when it is the last millisecond of a UTC day, else with the minute. */
export function formatUntil(iso: string): string {
  return iso.endsWith('T23:59:59.999Z') ? formatDay(iso) : formatInstant(iso);
}

/** Sentence case: `errors` is `Errors`. */
export function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Values that differ by less are the same to the eye: noise may not look like a story. */
const flatPoints = 5;
/** The least that all bars together stand for, so that one bar is never worth less than 2.5 points. */
const leastSpan = 20;

/**
 * A row of bars for values of 0–100, spread over their own range; the numbers that say how much that is belong beside
 * it. A missing value is a gap, and a range under 5 points is a flat line.
 */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const middle = (low + high) / 2;
  const span = Math.max(high - low, leastSpan);
  const from = Math.min(Math.max(middle - span / 2, 0), 100 - span);
  return values
    .map((value) => {
      if (value === null) return '\u00a0';
      const shown = high - low < flatPoints ? middle : value;
      const bar = Math.floor(((shown - from) / span) * bars.length);
      return bars[Math.max(0, Math.min(bar, bars.length - 1))] ?? '';
    })
    .join('');
}
