import { lifecycleStages } from '../../domain/account.ts';
import { bands } from '../../domain/health.ts';
import { addDays, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import type { Condition, GroupKey, PortfolioQuery, SortKey, Test } from '../../rules/portfolio/query.ts';
import { capitalize } from '../../views/format.ts';
import { type Query, readText } from '../read-address.ts';

/** What the address of the portfolio asks for, as typed; what it does not know it leaves out. */
export interface PortfolioAddress {
  q?: string;
  band?: string;
  segment?: string;
  stage?: string;
  owner?: string;
  useCase?: string;
  /** A quarter of the start: `2026 Q3`. */
  start?: string;
  /** Days ahead. */
  renews?: string;
  /** A key, with `-` in front: the largest first. */
  sort: string;
  group?: string;
  page: number;
}

const words = ['q', 'band', 'segment', 'stage', 'owner', 'useCase', 'start', 'renews', 'group'] as const;

const choice = (value: string, label = capitalize(value)) => ({ value, label });

export const bandChoices = bands.map((band) => choice(band));
export const stageChoices = lifecycleStages.map((stage) => choice(stage));
export const sortChoices = [
  choice('score', 'Lowest score first'),
  choice('-score', 'Highest score first'),
  choice('renewsOn', 'Next renewal first'),
  choice('-renewsOn', 'Last renewal first'),
  choice('-arr', 'Largest first'),
  choice('arr', 'Smallest first'),
  choice('name', 'By name'),
  choice('-name', 'By name, backwards'),
];
const groupKeys: readonly GroupKey[] = [
  'segment',
  'tier',
  'useCase',
  'stage',
  'owner',
  'band',
  'region',
  'renewalMonth',
];
const groupWords: Partial<Record<GroupKey, string>> = {
  useCase: 'Use case',
  renewalMonth: 'Month of renewal',
};
export const groupChoices = groupKeys.map((key) => choice(key, groupWords[key] ?? capitalize(key)));

/** Reads the address. @throws {HoldfastError} HF_USAGE when a part stands twice */
export function readPortfolioAddress(query: Query): PortfolioAddress {
  const given = words.flatMap((name) => {
    const text = readText(query, name)?.trim();
    return text ? [[name, text.slice(0, 200)]] : [];
  });
  const sort = readText(query, 'sort');
  const page = Number(readText(query, 'page') ?? 1);
  return {
    ...(Object.fromEntries(given) as Partial<PortfolioAddress>),
    sort: sortChoices.find(({ value }) => value === sort)?.value ?? 'score',
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** The same as a query, without what goes without saying. */
export function addressOf(address: PortfolioAddress): string {
  const query = new URLSearchParams();
  for (const name of words) if (address[name] !== undefined) query.set(name, address[name]);
  if (address.sort !== 'score') query.set('sort', address.sort);
  if (address.page > 1) query.set('page', String(address.page));
  return query.toString();
}

/** What the rules of the portfolio are asked. */
export function queryOf(address: PortfolioAddress, now: Date): PortfolioQuery {
  const { q, band, segment, stage, owner, useCase, start, renews, group, sort } = address;
  const today = utcDayOf(now);
  const days = renews !== undefined && /^\d{1,4}$/.test(renews) ? Number(renews) : null;
  const knownBand = bands.find((one) => one === band);
  const quarter = /^(\d{4}) Q([1-4])$/.exec(start ?? '');
  const tests: (Test | null)[] = [
    q === undefined ? null : { field: 'name', contains: q },
    knownBand === undefined ? null : { field: 'band', anyOf: [knownBand] },
    segment === undefined ? null : { field: 'segment', anyOf: [segment] },
    stage === undefined ? null : { field: 'stage', anyOf: [stage] },
    owner === undefined ? null : { field: 'owner', anyOf: [owner] },
    useCase === undefined ? null : { field: 'useCase', anyOf: [useCase] },
    quarter === null ? null : { field: 'startsOn', ...daysOf(Number(quarter[1]), Number(quarter[2])) },
    days === null ? null : { field: 'renewsOn', from: today, to: addDays(today, days) },
  ];
  const conditions = tests.flatMap((test): Condition[] => (test ? [{ not: false, typed: '', ...test }] : []));
  return {
    conditions,
    limit: null,
    ask: 'list',
    group: groupKeys.find((key) => key === group) ?? null,
    sort: { by: sort.replace(/^-/, '') as SortKey, descending: sort.startsWith('-') },
  };
}

/** The days of a quarter. */
function daysOf(year: number, quarter: number): { from: UtcDay; to: UtcDay } {
  const first = (part: number): UtcDay =>
    `${year + Math.floor((part - 1) / 4)}-${String(((part - 1) % 4) * 3 + 1).padStart(2, '0')}-01`;
  return { from: first(quarter), to: addDays(first(quarter + 1), -1) };
}
