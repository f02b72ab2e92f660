import type { MetricUnit, MetricValue } from '../domain/metric.ts';

const words: Readonly<Record<MetricUnit, (value: string) => string>> = {
  percent: (value) => `${value} %`,
  points: (value) => value,
  days: (value) => `${value} d`,
  hours: (value) => `${value} h`,
  stars: (value) => `${value} of 5`,
  accounts: (value) => value,
};

/** A value as people read it, to one decimal: `85.5 %`, `12 d`; a dash where it cannot be said. */
export function metricText({ hundredths }: Pick<MetricValue, 'hundredths'>, unit: MetricUnit): string {
  return hundredths === null
    ? '–'
    : words[unit](String(Math.round(hundredths / 10) / 10)).replaceAll(' ', '\u00a0');
}

/** A target as people read it: `> 85 %`, `< 5 d`; a dash where there is none. */
export function targetText(target: number | null, unit: MetricUnit, better: 'higher' | 'lower'): string {
  return target === null
    ? '–'
    : `${better === 'higher' ? '≥' : '≤'}\u00a0${words[unit](String(target)).replaceAll(' ', '\u00a0')}`;
}

/** The page of a metric, as of a month and a moment. */
export function metricUrl(id: string, card: { month: string; asOf: string; knownAt: number }): string {
  return `/evidence/metrics/${id}?month=${card.month}&asOf=${card.asOf}&knownAt=${card.knownAt}`;
}
