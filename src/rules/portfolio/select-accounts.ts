import type { Rates } from '../../domain/currencies.ts';
import type { Money } from '../../domain/money.ts';
import { sumByCurrency } from '../issue-match/bug-figures.ts';
import { findContradiction } from './find-contradiction.ts';
import { type AccountGroup, groupAccounts } from './group-accounts.ts';
import { judgeCondition } from './judge-condition.ts';
import { currencyApart, orderAccounts } from './order-accounts.ts';
import type { PortfolioAccount } from './portfolio-account.ts';
import type { Condition, PortfolioQuery } from './query.ts';

/** Accounts that may belong to the answer, and nobody knows. */
export interface LeftOut {
  /** What is not known: `renewal date`. */
  unknown: string;
  count: number;
  /** The first few, by id. */
  first: { id: string; name: string }[];
}

/** A head over rows: how many there are and what they are worth, also those on other pages. */
export interface PortfolioGroup {
  /** Null = nobody said it. */
  value: string | null;
  count: number;
  arr: Money[];
  withoutArr: number;
}

/** One row; `group` = the place of its group among the groups. */
export interface PortfolioRow {
  line: PortfolioAccount;
  group: number | null;
}

/** What a question about many accounts comes to. */
export interface PortfolioSelection {
  /** Accounts that were looked at. */
  considered: number;
  /** Accounts that fit, before a limit. */
  fitting: number;
  /** Accounts that are told of, on all pages. */
  count: number;
  /** What they pay a year, by currency. */
  arr: Money[];
  withoutArr: number;
  /** What no account can fulfil; null = nothing of that kind. */
  contradiction: [Condition, Condition] | null;
  leftOut: LeftOut[];
  groups: PortfolioGroup[] | null;
  /** From 1; a page behind the last one is the last one. */
  page: number;
  pages: number;
  rows: PortfolioRow[];
  /** Whether amounts of several currencies were ordered, each by itself. */
  currenciesApart: boolean;
}

/** Which rows of the answer are wanted. */
export interface Paging {
  page: number;
  pageSize: number;
}

const namedAtMost = 5;

/** Filters, orders, groups, limits and pages. Nothing is dropped in silence: what cannot be judged is counted by what is unknown. */
export function selectAccounts(
  lines: readonly PortfolioAccount[],
  query: PortfolioQuery,
  { page, pageSize }: Paging,
  rates: Rates | null = null,
): PortfolioSelection {
  const { fitting, leftOut } = filterAccounts(lines, query.conditions, rates);
  const ordered = orderAccounts(fitting, query.sort, rates);
  const currencies = new Set(ordered.map((line) => currencyApart(line, query.sort.by, rates)));
  currencies.delete('');
  const groups = (
    query.group === null ? [{ value: null, lines: ordered }] : groupAccounts(ordered, query.group)
  ).map(({ value, lines: own }): AccountGroup => ({ value, lines: limited(own, query, rates) }));
  const told = groups.flatMap(({ lines: own }, group): PortfolioRow[] =>
    own.map((line) => ({ line, group: query.group === null ? null : group })),
  );
  const pages = Math.max(1, Math.ceil(told.length / pageSize));
  const shown = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
  return {
    considered: lines.length,
    fitting: fitting.length,
    count: told.length,
    ...worthOf(told.map(({ line }) => line)),
    contradiction: findContradiction(query),
    leftOut,
    groups:
      query.group === null
        ? null
        : groups.map(({ value, lines: own }) => ({ value, count: own.length, ...worthOf(own) })),
    page: shown,
    pages,
    rows: told.slice((shown - 1) * pageSize, shown * pageSize),
    currenciesApart: currencies.size > 1,
  };
}

function filterAccounts(
  lines: readonly PortfolioAccount[],
  conditions: readonly Condition[],
  rates: Rates | null,
): { fitting: PortfolioAccount[]; leftOut: LeftOut[] } {
  const fitting: PortfolioAccount[] = [];
  const unknown = new Map<string, PortfolioAccount[]>();
  for (const line of lines) {
    const verdicts = conditions.map((condition) => judgeCondition(line, condition, rates));
    if (verdicts.some(({ holds }) => holds === false)) continue;
    const lacking = verdicts.flatMap((verdict) => (verdict.holds === null ? [verdict.unknown] : []));
    if (lacking.length === 0) fitting.push(line);
    const key = [...new Set(lacking)].join(' and ');
    if (key === '') continue;
    const same = unknown.get(key);
    if (same) same.push(line);
    else unknown.set(key, [line]);
  }
  return { fitting, leftOut: [...unknown].map(([key, own]) => toLeftOut(key, own)) };
}

function toLeftOut(unknown: string, lines: readonly PortfolioAccount[]): LeftOut {
  const accounts = lines.map(({ account: { id, name } }) => ({ id, name }));
  accounts.sort((one, other) => (one.id < other.id ? -1 : 1));
  return { unknown, count: lines.length, first: accounts.slice(0, namedAtMost) };
}

/** The first so many; where currencies stand by themselves, of each. */
function limited(
  lines: readonly PortfolioAccount[],
  { limit, sort }: PortfolioQuery,
  rates: Rates | null,
): PortfolioAccount[] {
  if (limit === null) return [...lines];
  const taken = new Map<string, number>();
  return lines.filter((line) => {
    const currency = currencyApart(line, sort.by, rates);
    const count = (taken.get(currency) ?? 0) + 1;
    taken.set(currency, count);
    return count <= limit;
  });
}

function worthOf(lines: readonly PortfolioAccount[]): { arr: Money[]; withoutArr: number } {
  const amounts = lines.flatMap(({ account }) => account.arr ?? []);
  return { arr: sumByCurrency(amounts), withoutArr: lines.length - amounts.length };
}
