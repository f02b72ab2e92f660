/** Numbers and dates as people read them; the same everywhere, so that cards and pages never disagree. */

/** A score or part of one: two decimals. */
export function formatPoints(points: number): string {
  return points.toFixed(2);
}

/** A change with its direction: `▲ 3.20`, `▼ 8.15`, `unchanged`; sign and figure stay on one line. */
export function formatChange(change: number): string {
  if (change === 0) return 'unchanged';
  return `${change > 0 ? '▲' : '▼'}\u00a0${formatPoints(Math.abs(change))}`;
}

/** A ratio of 0–1 in whole percent. */
export function formatPercent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `21 Nov 2026`. @param iso - a date or an instant */
export function formatDay(iso: string): string {
  return `${Number(iso.slice(8, 10))} ${months[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}`;
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

/** A row of bars for values of 0–100; a missing value is a dot. */
export function sparkline(values: readonly (number | null)[]): string {
  return values
    .map((value) =>
      value === null
        ? '·'
        : (bars[Math.min(bars.length - 1, Math.floor((value / 100) * bars.length))] ?? '·'),
    )
    .join('');
}
