import { convert, type Rates } from '../../domain/currencies.ts';
import type { Money } from '../../domain/money.ts';
import { hundredthsOf } from './judge-condition.ts';
import { changeOfUse, type PortfolioAccount, scoreChangeOf } from './portfolio-account.ts';
import type { PortfolioQuery, SortKey } from './query.ts';

/**
 * Orders accounts. What is not known stands last in either direction; what is equal stands by id. Amounts of different
 * currencies are not compared: without a rate each currency stands by itself, in the order of its code.
 */
export function orderAccounts(
  lines: readonly PortfolioAccount[],
  { by, descending }: PortfolioQuery['sort'],
  rates: Rates | null,
): PortfolioAccount[] {
  const keyed = lines.map((line) => ({
    line,
    key: keyOf(line, by, rates),
    apart: currencyApart(line, by, rates),
  }));
  keyed.sort((one, other) => {
    if (one.key === null || other.key === null)
      return Number(one.key === null) - Number(other.key === null) || byId(one.line, other.line);
    return (
      compare(one.apart, other.apart) ||
      (descending ? compare(other.key, one.key) : compare(one.key, other.key)) ||
      byId(one.line, other.line)
    );
  });
  return keyed.map(({ line }) => line);
}

/** Which currency an amount stays in when it is compared; '' where that plays no part. */
export function currencyApart({ account }: PortfolioAccount, by: SortKey, rates: Rates | null): string {
  return by === 'arr' && account.arr !== null ? comparable(account.arr, rates).currency : '';
}

function comparable(money: Money, rates: Rates | null): Money {
  return (rates && convert(money, rates)) ?? money;
}

function keyOf(line: PortfolioAccount, by: SortKey, rates: Rates | null): number | string | null {
  const { account, score } = line;
  switch (by) {
    case 'score':
      return score?.hundredths ?? null;
    case 'scoreChange':
      return scoreChangeOf(line);
    case 'use':
      return changeOfUse(line);
    case 'arr':
      return account.arr && hundredthsOf(comparable(account.arr, rates));
    case 'name':
      return account.name.toLowerCase();
    default:
      return account[by];
  }
}

function compare(one: number | string, other: number | string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

function byId(one: PortfolioAccount, other: PortfolioAccount): number {
  return compare(one.account.id, other.account.id);
}
