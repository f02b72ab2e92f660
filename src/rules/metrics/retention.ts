import type { Account } from '../../domain/account.ts';
import { counted } from '../../domain/counted.ts';
import type { MetricRecord, MetricValue } from '../../domain/metric.ts';
import { formatArr, type Money } from '../../domain/money.ts';
import { type Metric, type MetricFacts, share, unknown } from './metric-facts.ts';

const seeds = 'seeds: retention above 85 % a year';
const contract = ['contract.updated', 'seat.changed'];

/** Of the customers of a year ago, how many are customers still. */
export const logoRetention: Metric = {
  ...{ id: 'logo-retention', version: 1, title: 'Retention of customers', span: 'year', unit: 'percent' },
  ...{ better: 'higher', records: contract, source: seeds, target: 85 },
  formula:
    'customers twelve months before the end of the month (by startsOn, else the first record) whose contract has not ended at its end, of all customers twelve months before',
  measure: ({ yearAgo, atEnd }) => {
    if (yearAgo.size === 0) return unknown('nobody was a customer a year before');
    const stayed = [...yearAgo.keys()].filter((id) => isCustomer(atEnd.get(id)));
    const left = [...yearAgo.values()].filter(({ id }) => !isCustomer(atEnd.get(id)));
    return share(
      stayed.length,
      yearAgo.size,
      `${stayed.length} of ${counted(yearAgo.size, 'customer')}`,
      left.map((account) => leaving(account)),
    );
  },
};

/** What is left of the revenue of a year ago, growth left out. */
export const grossRetention: Metric = {
  ...{ id: 'grr', version: 1, title: 'Gross revenue retention', span: 'year', unit: 'percent' },
  ...{ better: 'higher', records: contract, source: seeds, target: 85 },
  formula:
    'for each customer of twelve months before, the lesser of its ARR then and now (0 when its contract ended), summed, of their ARR then; in one currency',
  measure: (facts) => revenueKept(facts, (then, now) => Math.min(then, now)),
};

/** What is left of the revenue of a year ago, growth of the same customers included. */
export const netRetention: Metric = {
  ...{ id: 'nrr', version: 1, title: 'Net revenue retention', span: 'year', unit: 'percent' },
  ...{ better: 'higher', records: contract, source: 'seeds: GRR/NRR', target: null },
  formula:
    'for each customer of twelve months before, its ARR now (0 when its contract ended), summed, of their ARR then; in one currency',
  measure: (facts) => revenueKept(facts, (_then, now) => now),
};

/** How many of the month's customers left in it. */
export const churn: Metric = {
  ...{ id: 'churn', version: 1, title: 'Churn', span: 'month', unit: 'percent', better: 'lower' },
  ...{ records: contract, source: 'seeds: metrics', target: null },
  formula: 'contracts that ended within the month, of customers at its beginning',
  measure: ({ ended, opening }) => {
    if (opening.size === 0) return unknown('nobody was a customer at the beginning of the month');
    return share(
      ended.length,
      opening.size,
      `${ended.length} of ${counted(opening.size, 'customer')}`,
      ended.map(endOf),
    );
  },
};

/** Of those who left, how many nobody was warned of. */
export const surpriseChurn: Metric = {
  ...{
    id: 'surprise-churn',
    version: 1,
    title: 'Surprise churn',
    span: 'month',
    unit: 'percent',
    better: 'lower',
  },
  ...{ records: contract, source: 'seeds: surprise churn reduction', target: null },
  formula:
    'of the contracts that ended within the month, those for whose account no alert was raised in the thirty days before; who left before the first alert of all is left out',
  measure: ({ ended }) => {
    if (ended.length === 0) return unknown('nobody left in this month');
    const watched = ended.filter(({ wasCalled }) => wasCalled !== null);
    if (watched.length === 0) return unknown('nobody was watched yet when they left');
    const surprises = watched.filter(({ wasCalled }) => wasCalled === false);
    return share(
      surprises.length,
      watched.length,
      `${surprises.length} of ${counted(watched.length, 'customer')} who left`,
      surprises.map(endOf),
    );
  },
};

function isCustomer(account: Account | undefined): boolean {
  return account?.status === 'active';
}

function leaving({ id, arr }: Account): MetricRecord {
  return { account: id, words: `left${arr ? `, ${formatArr(arr)} a year before` : ''}`, seq: null };
}

function endOf({ account, seq, wasCalled }: MetricFacts['ended'][number]): MetricRecord {
  return {
    account,
    words: wasCalled === null ? 'ended' : wasCalled ? 'ended, after an alert' : 'ended, without an alert',
    seq,
  };
}

function revenueKept(
  { yearAgo, atEnd }: MetricFacts,
  keep: (then: number, now: number) => number,
): MetricValue {
  const paying = [...yearAgo.values()].flatMap(({ id, arr }) =>
    arr && arr.amount > 0 ? [{ id, was: arr }] : [],
  );
  if (paying.length === 0) return unknown('no customer of a year before paid anything that is on record');
  const nowOf = (id: string): Money | null => {
    const account = atEnd.get(id);
    return isCustomer(account) ? (account?.arr ?? null) : null;
  };
  const currencies = new Set(
    paying.flatMap(({ id, was }) => [was.currency, nowOf(id)?.currency ?? was.currency]),
  );
  if (currencies.size > 1)
    return unknown(`contracts are in ${[...currencies].sort().join(', ')}, and are not converted`);
  const [currency = ''] = currencies;
  let [kept, whole] = [0, 0];
  const records: MetricRecord[] = [];
  for (const { id, was } of paying) {
    const now = nowOf(id)?.amount ?? 0;
    kept += keep(was.amount, now);
    whole += was.amount;
    if (now !== was.amount)
      records.push({
        account: id,
        words: `${formatArr(was)} then, ${formatArr({ amount: now, currency })} now`,
        seq: null,
      });
  }
  const words = (amount: number): string => formatArr({ amount, currency });
  return share(kept, whole, `${words(kept)} of ${words(whole)}`, records);
}
