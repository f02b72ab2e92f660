import { convert, type Rates } from '../../domain/currencies.ts';
import { currencyExponent, type Money } from '../../domain/money.ts';
import type { UtcDay } from '../../domain/utc-day.ts';
import { changeOfUse, type PortfolioAccount, scoreChangeOf } from './portfolio-account.ts';
import type { Bound, Condition, Missable, Test } from './query.ts';

/** Whether a condition holds; when that cannot be said, what is not known. */
export type Verdict = { holds: boolean } | { holds: null; unknown: string };

/** Holds an account against a condition. What is not known is neither so nor not so. */
export function judgeCondition(
  line: PortfolioAccount,
  condition: Condition,
  rates: Rates | null = null,
): Verdict {
  const verdict = judge(line, condition, rates);
  return verdict.holds === null || !condition.not ? verdict : { holds: !verdict.holds };
}

function judge(line: PortfolioAccount, test: Test, rates: Rates | null): Verdict {
  const { account, score } = line;
  switch (test.field) {
    case 'band':
      return known(score?.band, 'score', (band) => test.anyOf.includes(band));
    case 'name':
      return { holds: [account.name, account.id].some((name) => includes(name, test.contains)) };
    case 'arr':
      return judgeArr(account.arr, test, rates);
    case 'score':
      return known(score?.hundredths, 'score', (hundredths) => isWithin(hundredths, test));
    case 'seats':
      return known(account.seats, 'number of seats', (seats) => isWithin(seats * 100, test));
    case 'renewsOn':
      return known(account.renewsOn, 'renewal date', (day) => isBetween(day, test));
    case 'startsOn':
      return known(account.startsOn, 'start date', (day) => isBetween(day, test));
    case 'atRisk':
      return { holds: line.alerts > 0 };
    case 'scoreChange':
      return known(scoreChangeOf(line), 'score at both ends', (change) => isMove(change, test.direction));
    case 'use':
      return known(changeOfUse(line), 'use in either span', (change) => isMove(change, test.direction));
    case 'missing':
      return { holds: lacks(line, test.of) };
    case 'stage':
      return { holds: test.anyOf.includes(line.stage) };
    default:
      return known(account[test.field], fieldNames[test.field], (value) =>
        test.anyOf.some((one) => one.toLowerCase() === value.toLowerCase()),
      );
  }
}

function known<T>(value: T | null | undefined, unknown: string, holds: (value: T) => boolean): Verdict {
  return value === null || value === undefined ? { holds: null, unknown } : { holds: holds(value) };
}

const fieldNames = {
  segment: 'segment',
  tier: 'tier',
  region: 'region',
  useCase: 'use case',
  status: 'status',
  owner: 'owner',
} as const;

function judgeArr(arr: Money | null, test: Extract<Test, { field: 'arr' }>, rates: Rates | null): Verdict {
  if (arr === null) return { holds: null, unknown: 'ARR' };
  const amount = amountIn(arr, test.currency, rates);
  return known(amount, `ARR in ${test.currency ?? arr.currency}`, (hundredths) => isWithin(hundredths, test));
}

/** Hundredths of a whole unit of the currency; null = it cannot be compared. @param currency - null = its own */
function amountIn(money: Money, currency: string | null, rates: Rates | null): number | null {
  if (currency === null || money.currency === currency) return hundredthsOf(money);
  const converted = rates?.into === currency ? convert(money, rates) : null;
  return converted && hundredthsOf(converted);
}

/** Hundredths of a whole unit: USD 12.50 and JPY 12 are 1250 and 1200. */
export function hundredthsOf({ amount, currency }: Money): number {
  return Math.round(amount * 10 ** (2 - currencyExponent(currency)));
}

function isWithin(hundredths: number, { min, max }: { min: Bound | null; max: Bound | null }): boolean {
  if (min && (min.open ? hundredths <= min.hundredths : hundredths < min.hundredths)) return false;
  return !(max && (max.open ? hundredths >= max.hundredths : hundredths > max.hundredths));
}

function isBetween(day: UtcDay, { from, to }: { from: UtcDay | null; to: UtcDay | null }): boolean {
  return (from === null || day >= from) && (to === null || day <= to);
}

function isMove(change: number, direction: 'fell' | 'rose'): boolean {
  return direction === 'fell' ? change < 0 : change > 0;
}

function includes(name: string, part: string): boolean {
  return name.toLowerCase().includes(part.toLowerCase());
}

function lacks({ account, score }: PortfolioAccount, what: Missable): boolean {
  return what === 'score' ? (score?.hundredths ?? null) === null : account[what] === null;
}
