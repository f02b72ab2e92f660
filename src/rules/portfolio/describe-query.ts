import { dayWords } from '../../domain/day-words.ts';
import { formatArr } from '../../domain/money.ts';
import { addDays, daysBetween } from '../../domain/utc-day.ts';
import type { Bound, Condition, GroupKey, Missable, PortfolioQuery, SortKey } from './query.ts';

/** A part of a query: the words that asked for it, and what they were understood as. */
export interface UnderstoodPart {
  /** '' = nobody said it; it goes without saying. */
  typed: string;
  meaning: string;
}

/** Every part of a query in words, so that whoever asked can see what was understood. */
export function describeQuery(query: PortfolioQuery, nameOf: (member: string) => string): UnderstoodPart[] {
  const { conditions, group, sort, limit } = query;
  return [
    ...conditions.map((condition) => ({
      typed: condition.typed,
      meaning: describeCondition(condition, nameOf),
    })),
    ...(group === null ? [] : [{ typed: '', meaning: `grouped by ${groupNames[group]}` }]),
    { typed: '', meaning: describeSort(sort) },
    ...(limit === null
      ? []
      : [{ typed: '', meaning: `the first ${limit}${group === null ? '' : ' of each group'}` }]),
  ];
}

/** `renews 28 Nov 2026 to 26 Feb 2027`, `not: segment is enterprise`. */
export function describeCondition(condition: Condition, nameOf: (member: string) => string): string {
  const said = describeTest(condition, nameOf);
  return condition.not ? `not: ${said}` : said;
}

function describeTest(test: Condition, nameOf: (member: string) => string): string {
  switch (test.field) {
    case 'band':
      return `band is ${test.anyOf.join(' or ')}`;
    case 'owner':
      return `owner is ${test.anyOf.map(nameOf).join(' or ')}`;
    case 'name':
      return `name contains "${test.contains}"`;
    case 'arr':
      return `ARR ${range(test.min, test.max, (hundredths) => money(hundredths, test.currency))}`;
    case 'score':
    case 'seats':
      return `${test.field} ${range(test.min, test.max, (hundredths) => String(hundredths / 100))}`;
    case 'renewsOn':
      return `renews ${days(test.from, test.to)}`;
    case 'startsOn':
      return `started ${days(test.from, test.to)}`;
    case 'atRisk':
      return 'at risk: an alert is open';
    case 'scoreChange':
      return `score ${test.direction} since ${dayWords(test.since)}`;
    case 'use':
      return `use ${test.direction}, ${days(test.from, test.to)} against ${spanBefore(test.from, test.to)}`;
    case 'missing':
      return `no ${missingNames[test.of]}`;
    case 'useCase':
      return `use case is ${test.anyOf.join(' or ')}`;
    default:
      return `${test.field} is ${test.anyOf.join(' or ')}`;
  }
}

/** The days that a span of use is compared with. */
function spanBefore(from: string, to: string): string {
  return days(addDays(from, -daysBetween(from, to) - 1), addDays(from, -1));
}

function range(min: Bound | null, max: Bound | null, write: (hundredths: number) => string): string {
  if (min && max && min.hundredths === max.hundredths) return `is ${write(min.hundredths)}`;
  const parts = [
    min && `${min.open ? 'over' : 'at least'} ${write(min.hundredths)}`,
    max && `${max.open ? 'under' : 'at most'} ${write(max.hundredths)}`,
  ];
  return parts.filter((part) => part !== null).join(' and ');
}

/** An amount of whole units; a currency's own decimals play no part in what people type. */
function money(hundredths: number, currency: string | null): string {
  const text = formatArr({ amount: hundredths, currency: currency ?? 'EUR' });
  const shown = hundredths === 0 ? '0' : text.slice(4);
  return currency === null ? shown : `${currency} ${shown}`;
}

function days(from: string | null, to: string | null): string {
  if (from !== null && from === to) return `on ${dayWords(from)}`;
  if (from === null) return to === null ? 'at any time' : `up to ${dayWords(to)}`;
  return to === null ? `from ${dayWords(from)} on` : `${dayWords(from)} to ${dayWords(to)}`;
}

function describeSort({ by, descending }: PortfolioQuery['sort']): string {
  const [up, down] = sortNames[by];
  return descending ? down : up;
}

const sortNames: Readonly<Record<SortKey, readonly [string, string]>> = {
  score: ['lowest score first', 'highest score first'],
  arr: ['smallest ARR first', 'largest ARR first'],
  renewsOn: ['next renewal first', 'last renewal first'],
  name: ['by name', 'by name, from Z to A'],
  scoreChange: ['largest loss of score first', 'largest gain of score first'],
  use: ['largest loss of use first', 'largest gain of use first'],
  seats: ['fewest seats first', 'most seats first'],
  startsOn: ['oldest customer first', 'newest customer first'],
};

const groupNames: Readonly<Record<GroupKey, string>> = {
  segment: 'segment',
  tier: 'tier',
  region: 'region',
  useCase: 'use case',
  stage: 'stage',
  owner: 'owner',
  band: 'band',
  currency: 'currency',
  renewalMonth: 'month of renewal',
};

const missingNames: Readonly<Record<Missable, string>> = {
  renewsOn: 'renewal date',
  arr: 'ARR',
  score: 'score',
  owner: 'owner',
  segment: 'segment',
  tier: 'tier',
  region: 'region',
  seats: 'number of seats',
};
