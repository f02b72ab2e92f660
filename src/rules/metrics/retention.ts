import type { Account } from '../../domain/account.ts';
import { counted } from '../../domain/counted.ts';
import { convert } from '../../domain/currencies.ts';
import type { MetricRecord, MetricValue } from '../../domain/metric.ts';
import { formatArr, type Money } from '../../domain/money.ts';
import { type Metric, type MetricFacts, share, unknown } from './metric-facts.ts';
import { moneyShare } from './money-figures.ts';

const required = 'requirements, retention above 85 % a year';
const contract = ['contract.updated'];

/** Of the customers of a year ago, how many are customers still. */
export const logoRetention: Metric = {
  id: 'logo-retention',
  version: 2,
  title: 'Retention of customers',
  span: 'year',
  unit: 'percent',
  grain: 'customer',
  better: 'higher',
  records: contract,
  source: required,
  target: 85,
  formula:
    'customers right before the twelve months whose contract has not ended at the end, of all customers right before the twelve months',
  measure: ({ yearAgo, atEnd, said }) => {
    if (yearAgo.size === 0) return unknown('nobody was a customer a year before');
    const stayed = [...yearAgo.keys()].filter((id) => isCustomer(atEnd.get(id)));
    return share(
      stayed.length,
      yearAgo.size,
      `${stayed.length} of ${counted(yearAgo.size, 'customer')}`,
      leftFirst([...yearAgo.values()], ({ id }) => !isCustomer(atEnd.get(id))).map(({ id, arr }) => ({
        account: id,
        seq: said.get(id) ?? null,
        words: `${isCustomer(atEnd.get(id)) ? 'stayed' : 'left'}${arr ? `, ${formatArr(arr)} a year before` : ''}`,
      })),
    );
  },
};

/** What is left of the revenue of a year ago, growth left out. */
export const grossRetention: Metric = {
  id: 'grr',
  version: 2,
  title: 'Gross revenue retention',
  span: 'year',
  unit: 'percent',
  grain: 'customer',
  better: 'higher',
  records: contract,
  source: required,
  target: 85,
  formula:
    'for each customer right before the twelve months with an ARR above 0, the lesser of its ARR then and at the end (0 when its contract ended), summed, of their ARR then; who changed currency without a rate is left out',
  measure: (facts) => revenueKept(facts, (then, now) => Math.min(then, now)),
};

/** What is left of the revenue of a year ago, growth of the same customers included. */
export const netRetention: Metric = {
  id: 'nrr',
  version: 2,
  title: 'Net revenue retention',
  span: 'year',
  unit: 'percent',
  grain: 'customer',
  better: 'higher',
  records: contract,
  source: 'requirements, GRR/NRR',
  target: null,
  formula:
    'for each customer right before the twelve months with an ARR above 0, its ARR at the end (0 when its contract ended), summed, of their ARR then; who changed currency without a rate is left out',
  measure: (facts) => revenueKept(facts, (_then, now) => now),
};

/** How many of the month's customers left in it. */
export const churn: Metric = {
  id: 'churn',
  version: 2,
  title: 'Churn',
  span: 'month',
  unit: 'percent',
  better: 'lower',
  grain: 'customer',
  records: contract,
  source: 'requirements, metrics',
  target: null,
  formula:
    'customers right before the month whose contract has ended at its end, of all customers right before the month',
  measure: ({ ended, opening, said }) => {
    if (opening.size === 0) return unknown('nobody was a customer at the beginning of the month');
    const gone = new Set(ended.map(({ account }) => account));
    const stayed = [...opening.keys()].filter((id) => !gone.has(id));
    return share(ended.length, opening.size, `${ended.length} of ${counted(opening.size, 'customer')}`, [
      ...ended.map(endOf),
      ...stayed.map((id) => ({ account: id, words: 'stayed', seq: said.get(id) ?? null })),
    ]);
  },
};

/** Of those who left, how many nobody was warned of. */
export const surpriseChurn: Metric = {
  id: 'surprise-churn',
  version: 2,
  title: 'Surprise churn',
  span: 'month',
  unit: 'percent',
  grain: 'customer',
  better: 'lower',
  target: null,
  records: contract,
  source: 'requirements, surprise churn reduction',
  formula:
    'of the customers that churn counts, those of whom no alert was open at any time in the thirty days before the event that ended the contract; who left before the first alert of all was raised is left out',
  measure: ({ ended }) => {
    if (ended.length === 0) return unknown('nobody left in this month');
    const watched = ended.filter(({ wasCalled }) => wasCalled !== null);
    if (watched.length === 0) return unknown('nobody was watched yet when they left');
    const surprises = watched.filter(({ wasCalled }) => wasCalled === false);
    return share(
      surprises.length,
      watched.length,
      `${surprises.length} of ${counted(watched.length, 'customer')} who left`,
      watched.map(endOf),
    );
  },
};

function isCustomer(account: Account | undefined): boolean {
  return account?.status === 'active';
}

function endOf({ account, seq, wasCalled }: MetricFacts['ended'][number]): MetricRecord {
  return {
    account,
    words: wasCalled === null ? 'ended' : wasCalled ? 'ended, after an alert' : 'ended, without an alert',
    seq,
  };
}

/** What was kept of each customer's revenue, in the currency of then. */
function revenueKept(
  { yearAgo, atEnd, rates, said }: MetricFacts,
  keep: (then: number, now: number) => number,
): MetricValue {
  const pairs: { currency: string; part: number; whole: number }[] = [];
  const records: MetricRecord[] = [];
  let apart = 0;
  for (const { id, arr: was } of yearAgo.values()) {
    if (was === null || was.amount <= 0) continue;
    const account = atEnd.get(id);
    const told = (isCustomer(account) ? account?.arr : null) ?? { ...was, amount: 0 };
    const [then, now] = inOneCurrency(was, told, rates);
    records.push({
      account: id,
      seq: said.get(id) ?? null,
      words: isSame(was, told)
        ? `${formatArr(was)} then and now`
        : `${formatArr(was)} then, ${formatArr(told)} now`,
    });
    if (now === null) {
      apart++;
      continue;
    }
    pairs.push({ currency: then.currency, part: keep(then.amount, now.amount), whole: then.amount });
  }
  const none =
    apart > 0
      ? `${leftOut(apart)}, and nobody else paid anything that is on record`
      : 'no customer of a year before paid anything that is on record';
  const changedFirst = leftFirst(records, ({ words }) => !words.endsWith('then and now'));
  const value = moneyShare(pairs, rates, none, changedFirst);
  return apart === 0 || pairs.length === 0
    ? value
    : { ...value, parts: `${value.parts}; ${leftOut(apart)}, and is left out` };
}

function isSame(one: Money, other: Money): boolean {
  return one.amount === other.amount && one.currency === other.currency;
}

/** Those that are looked for before the rest, each in their order. */
function leftFirst<T>(all: readonly T[], isFirst: (one: T) => boolean): T[] {
  return [...all.filter(isFirst), ...all.filter((one) => !isFirst(one))];
}

function leftOut(count: number): string {
  return `${counted(count, 'customer')} changed currency without a rate`;
}

/** Both amounts in the currency of then, or converted; null = a contract that changed its currency cannot be compared */
function inOneCurrency(then: Money, now: Money, rates: MetricFacts['rates']): [Money, Money | null] {
  if (then.currency === now.currency) return [then, now];
  const [was, is] = rates === null ? [null, null] : [convert(then, rates), convert(now, rates)];
  return was === null || is === null ? [then, null] : [was, is];
}
