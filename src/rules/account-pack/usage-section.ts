import type { PackBlock, PackChart, PackFact } from '../../domain/account-pack.ts';
import { counted } from '../../domain/counted.ts';
import { addDays, utcDayOf } from '../../domain/utc-day.ts';
import {
  cell,
  changeWords,
  formatCount,
  isWithin,
  nothing,
  type PackFacts,
  recordsOf,
  type Section,
} from './pack-facts.ts';

const weekMs = 7 * 86_400_000;
const featuresShown = 8;

/** How much the product is used: users by week, features, seats. */
export const usageSection: Section = (facts) => {
  const { use, period, account, paths, asOf } = facts;
  const now = use.users.filter(({ days }) => days > 0);
  const before = use.users.filter(({ daysBefore }) => daysBefore > 0);
  const nobody = now.length === 0 && before.length === 0 && use.weeks.length === 0;
  if (nobody)
    return nothing(
      use.ever
        ? `No use was received in ${period.words}`
        : 'No use of the product was ever received: nothing sends it',
    );
  const change = period.before === null ? null : changeWords(now.length, before.length);
  const blocks: PackBlock[] = [{ kind: 'facts', facts: figures(facts, now.length, before.length) }];
  blocks.push({ kind: 'chart', chart: weeklyUsers(facts), path: paths.figures });
  if (use.features.length > 0) blocks.push(featureTable(facts));
  const seats = account.seats === null ? '' : ` of ${formatCount(account.seats)} seats`;
  const against =
    change === null
      ? ''
      : change === 'unchanged'
        ? `, as many as in ${period.beforeWords}`
        : change === 'none before'
          ? `, none in ${period.beforeWords}`
          : `, ${change} against ${period.beforeWords}`;
  const last = use.users.reduce((latest, { lastAt }) => Math.max(latest, lastAt.getTime()), 0);
  const silent = last > 0 ? ` The last sign of work was on ${utcDayOf(new Date(last))}.` : '';
  const latest = use.weeks.find(({ back }) => back === 0)?.users ?? 0;
  const quiet = now.length === 0 ? silent : ` In the last week: ${latest}.`;
  return {
    takeaway: `${counted(now.length, 'active user')}${seats} in ${period.words}${against}.${quiet}`,
    blocks,
    missing: asOf < period.from ? 'The period has not begun' : null,
  };
};

function figures({ use, account, period, paths }: PackFacts, now: number, before: number): PackFact[] {
  const path = paths.figures;
  const held = period.before !== null;
  const usesNow = sum(use.features.map(({ uses }) => uses));
  const usesBefore = sum(use.features.map(({ usesBefore: earlier }) => earlier));
  const latest = use.weeks.find(({ back }) => back === 0)?.users ?? 0;
  const facts: PackFact[] = [
    {
      label: 'Active users',
      value: formatCount(now),
      path,
      detail: held ? `${formatCount(before)} before` : null,
      tone: held ? toneOf(now, before) : 'neutral',
    },
    { label: 'In the last week', value: formatCount(latest), detail: null, tone: 'neutral', path },
    {
      label: 'Uses of features',
      value: formatCount(usesNow),
      path,
      detail: held ? `${formatCount(usesBefore)} before` : null,
      tone: held ? toneOf(usesNow, usesBefore) : 'neutral',
    },
  ];
  if (account.seats !== null && account.seats > 0) {
    const percent = Math.round((100 * now) / account.seats);
    facts.push({
      label: 'Seats in use',
      value: `${percent} %`,
      path,
      detail: `${formatCount(now)} of ${formatCount(account.seats)}`,
      tone: percent >= 60 ? 'good' : percent >= 30 ? 'warning' : 'bad',
    });
  }
  return facts;
}

function toneOf(now: number, before: number): PackFact['tone'] {
  if (before === 0) return now > 0 ? 'good' : 'neutral';
  const ratio = now / before;
  return ratio >= 1 ? 'good' : ratio >= 0.8 ? 'warning' : 'bad';
}

/** Users of every week of the period and of the time before it, with what may have moved them. */
function weeklyUsers(facts: PackFacts): PackChart {
  const { use, period, asOf } = facts;
  const from = period.before ?? period.from;
  const weeks = Math.max(1, Math.min(53, Math.floor((period.until.getTime() - from.getTime()) / weekMs)));
  const byBack = new Map(use.weeks.map((week) => [week.back, week.users]));
  const today = utcDayOf(period.until);
  const points = Array.from({ length: weeks }, (_, at) => {
    const back = weeks - 1 - at;
    return { on: addDays(today, -7 * back), value: byBack.get(back) ?? 0 };
  });
  const events = recordsOf(facts, 'incident.opened')
    .filter(({ event }) => event.at > from && event.at <= asOf && isWithin(facts, event.at))
    .map(({ event }) => ({ on: utcDayOf(event.at), label: 'incident' }));
  return { kind: 'trend', title: 'Active users per week', unit: 'users', most: null, points, events };
}

function featureTable({ use, period, paths }: PackFacts): PackBlock {
  const shown = use.features.slice(0, featuresShown);
  const more = use.features.length - shown.length;
  const held = period.before !== null;
  return {
    kind: 'table',
    title: more > 0 ? `Features, the ${featuresShown} most used of ${use.features.length}` : 'Features',
    columns: [
      { label: 'Feature' },
      { label: 'Users', align: 'right' },
      { label: 'Uses', align: 'right' },
      ...(held
        ? [
            { label: 'Before', align: 'right' as const },
            { label: 'Change', align: 'right' as const },
          ]
        : []),
    ],
    rows: shown.map(({ feature, users, uses, usesBefore }) => [
      cell(feature, paths.figures),
      cell(formatCount(users)),
      cell(formatCount(uses)),
      ...(held ? [cell(formatCount(usesBefore)), cell(changeWords(uses, usesBefore) ?? '')] : []),
    ]),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
