import type { MetricUnit, MetricValue } from '../domain/metric.ts';
import { formatPoints } from './format.ts';
import { shortMoney } from './short-money.ts';

const words: Readonly<Record<Exclude<MetricUnit, 'money' | 'score'>, (value: string) => string>> = {
  percent: (value) => `${value} %`,
  points: (value) => value,
  days: (value) => `${value} ${value === '1' ? 'day' : 'days'}`,
  hours: (value) => `${value} h`,
  stars: (value) => `${value} of 5`,
  accounts: (value) => value,
};

/**
 * A value as people read it, to one decimal: `85.5 %`, `12 days`, and scores to two, as everywhere; each currency's own where these stand apart; a dash where it
 * cannot be said.
 */
export function metricText(
  value: Pick<MetricValue, 'hundredths'> & Partial<Pick<MetricValue, 'currency' | 'breakdown'>>,
  unit: MetricUnit,
): string {
  const { hundredths, currency, breakdown } = value;
  if (hundredths !== null) return figureText(hundredths, unit, currency ?? '');
  if (breakdown?.by !== 'currency') return '–';
  const known = breakdown.parts.flatMap(({ label, hundredths: figure }) =>
    figure === null ? [] : [{ label, text: figureText(figure, unit, label) }],
  );
  if (known.length === 0) return '–';
  if (unit === 'money') return known.map(({ text }) => text).join(', ');
  // Currencies with the same figure stand together.
  return [...Map.groupBy(known, ({ text }) => text)]
    .map(([text, same]) => `${same.map(({ label }) => label).join('+')}\u00a0${text}`)
    .join(', ');
}

/** One figure in its unit. @param currency - of money */
export function figureText(hundredths: number, unit: MetricUnit, currency: string): string {
  if (unit === 'money') return shortMoney({ amount: Math.round(hundredths / 100), currency });
  if (unit === 'score') return formatPoints(hundredths / 100);
  return words[unit](String(Math.round(hundredths / 10) / 10)).replaceAll(' ', '\u00a0');
}

/** A target as people read it: `> 85 %`, `< 5 days`; a dash where there is none. */
export function targetText(target: number | null, unit: MetricUnit, better: 'higher' | 'lower'): string {
  return target === null
    ? '–'
    : `${better === 'higher' ? '≥' : '≤'}\u00a0${figureText(100 * target, unit, '')}`;
}

/** The page of a metric, as of a month and a moment. @param cohort - such as `segment:smb`; absent = everybody */
export function metricUrl(
  id: string,
  card: { month: string; asOf: string; knownAt: number },
  cohort?: string,
): string {
  const of = cohort === undefined ? '' : `&cohort=${encodeURIComponent(cohort)}`;
  return `/evidence/metrics/${id}?${momentQuery(card)}${of}`;
}

/** A month and a moment in the address of a page or a picture. */
export function momentQuery({
  month,
  asOf,
  knownAt,
}: {
  month: string;
  asOf: string;
  knownAt: number;
}): string {
  return `month=${month}&asOf=${asOf}&knownAt=${knownAt}`;
}
