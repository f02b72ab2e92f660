import type { Account } from '../../domain/account.ts';
import { counted } from '../../domain/counted.ts';
import type { MetricRecord } from '../../domain/metric.ts';
import { formatArr } from '../../domain/money.ts';
import { type Metric, type MetricFacts, unknown } from './metric-facts.ts';
import { moneyFigure } from './money-figures.ts';

const contract = ['contract.updated'];

/** How many customers somebody looks after. */
export const coverage: Metric = {
  id: 'coverage',
  version: 2,
  title: 'Customers per owner',
  span: 'end',
  unit: 'accounts',
  grain: 'owner',
  better: 'lower',
  records: contract,
  source: 'requirements, coverage model',
  target: null,
  formula: 'customers at the end that have an owner, by the number of owners',
  measure: (facts) => {
    const owned = ownedIn(facts);
    const owners = Map.groupBy(owned, ({ owner }) => String(owner));
    if (owners.size === 0) return unknown('no customer has an owner');
    const parts = [...owners].sort(byName).map(([label, theirs]) => ({
      label,
      hundredths: 100 * theirs.length,
      numerator: theirs.length,
      denominator: 1,
    }));
    return {
      hundredths: Math.round((100 * owned.length) / owners.size),
      reason: null,
      currency: null,
      parts: `${counted(owned.length, 'customer')}, ${counted(owners.size, 'owner')}`,
      numerator: owned.length,
      denominator: owners.size,
      breakdown: { by: 'owner', parts },
      records: owned.map((account) => recordOf(account, facts)),
    };
  },
};

/** How much revenue somebody looks after. */
export const revenueCoverage: Metric = {
  id: 'arr-coverage',
  version: 1,
  title: 'ARR per owner',
  span: 'end',
  unit: 'money',
  grain: 'owner',
  better: 'higher',
  records: contract,
  source: 'requirements, coverage model',
  target: null,
  formula: 'ARR of the customers at the end that have an owner, summed, by the number of owners',
  measure: (facts) => {
    const owned = ownedIn(facts);
    const owners = new Set(owned.map(({ owner }) => owner)).size;
    if (owners === 0) return unknown('no customer has an owner');
    const amounts = owned.flatMap(({ arr }) => (arr !== null && arr.amount > 0 ? [arr] : []));
    if (amounts.length === 0) return unknown('no ARR of a customer with an owner is on record');
    return moneyFigure(
      amounts,
      owners,
      facts.rates,
      `${counted(owned.length, 'customer')}, ${counted(owners, 'owner')}`,
      owned.map((account) => recordOf(account, facts)),
    );
  },
};

function ownedIn({ atEnd }: MetricFacts): Account[] {
  return [...atEnd.values()].filter(({ status, owner }) => status === 'active' && owner !== null);
}

function recordOf({ id, owner, arr }: Account, { said }: MetricFacts): MetricRecord {
  const words = `${owner}${arr ? `, ${formatArr(arr)}` : ''}`;
  return { account: id, words, seq: said.get(id) ?? null };
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
