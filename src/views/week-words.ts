import type { WeekFigure } from '../rules/updates/count-weeks.ts';

const milestoneWords: Readonly<Record<string, string>> = {
  sso_live: 'single sign-on is live',
  integration_live: 'an integration is live',
  dataset_ingested: 'the first dataset is in',
  dashboard_shipped: 'a dashboard is in use',
  report_shipped: 'a report is in use',
  champion_trained: 'the champion is trained',
  first_value: 'first value was reached',
  business_review: 'the business review took place',
};

/** What was reached, as part of a sentence. */
export function milestoneWord(milestone: string): string {
  return milestoneWords[milestone] ?? milestone.replaceAll('_', ' ');
}

/** What stands beside a figure: `was 14, ▼ 14 %; 4-week mean 13.5`; of nothing before, `from 0`. */
export function besideFigure({ now, before, changePercent, mean }: WeekFigure): string {
  if (before === null) return 'first week on record';
  const change =
    now === before
      ? 'as the week before'
      : changePercent === null
        ? `from ${grouped(before)}`
        : `was ${grouped(before)}, ${changePercent < 0 ? '▼' : '▲'}\u00a0${Math.abs(changePercent)} %`;
  return mean === null ? change : `${change}; 4-week mean ${grouped(mean)}`;
}

/** `12,400`; a mean keeps its decimal. */
export function grouped(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  const marked = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? marked : `${marked}.${fraction}`;
}
