import { counted } from '../../domain/counted.ts';
import { formatArr } from '../../domain/money.ts';
import { type Metric, medianOf, share, singleSum, unknown } from './metric-facts.ts';

/** How much was won from those who were there already. */
export const expansion: Metric = {
  ...{ id: 'expansion', version: 1, title: 'Expansion', span: 'year', unit: 'percent', better: 'higher' },
  ...{
    records: ['expansion.won', 'contract.updated'],
    source: 'seeds: expansion above 20 % of ARR',
    target: 20,
  },
  formula:
    'ARR of opportunities won within twelve months, of the ARR of the customers at the beginning of these; in one currency',
  measure: ({ won, yearAgo }) => {
    const base = singleSum([...yearAgo.values()].map(({ arr }) => arr));
    if (base === null || base.amount <= 0)
      return unknown('the ARR of a year before is not on record in one currency');
    const sum = won.length === 0 ? { ...base, amount: 0 } : singleSum(won.map(({ arr }) => arr));
    if (sum === null || sum.currency !== base.currency)
      return unknown('what was won is not on record in the currency of the contracts');
    const records = won.map(({ account, arr, opportunityId, seq }) => ({
      account,
      words: `${opportunityId}${arr ? `: ${formatArr(arr)}` : ''}`,
      seq,
    }));
    return share(sum.amount, base.amount, `${formatArr(sum)} of ${formatArr(base)}`, records);
  },
};

/** How many opportunities that were decided were won. */
export const conversion: Metric = {
  ...{
    id: 'conversion',
    version: 1,
    title: 'Expansion won of decided',
    span: 'month',
    unit: 'percent',
    better: 'higher',
  },
  ...{ records: ['expansion.won', 'expansion.lost'], source: 'seeds: expansion conversion', target: null },
  formula: 'opportunities won within the month, of those won or lost within it',
  measure: ({ decided }) => {
    if (decided.length === 0) return unknown('no opportunity was decided in this month');
    const won = decided.filter(({ isWon }) => isWon).length;
    const records = decided.map(({ account, opportunityId, isWon, seq }) => ({
      account,
      words: `${opportunityId} ${isWon ? 'won' : 'lost'}`,
      seq,
    }));
    return share(
      won,
      decided.length,
      `${won} of ${counted(decided.length, 'opportunity', 'opportunities')}`,
      records,
    );
  },
};

/** How long it takes to win one. */
export const timeToExpand: Metric = {
  ...{
    id: 'time-to-expand',
    version: 1,
    title: 'Time to expand',
    span: 'month',
    unit: 'days',
    better: 'lower',
  },
  ...{ records: ['expansion.opened', 'expansion.won'], source: 'seeds: time-to-expand', target: null },
  formula:
    'median of the days from expansion.opened to expansion.won of the same opportunity, of those won within the month',
  measure: ({ decided }) => {
    const timed = decided.flatMap((one) =>
      one.isWon && one.days !== null ? [{ ...one, days: one.days }] : [],
    );
    if (timed.length === 0) return unknown('no opportunity whose opening is on record was won in this month');
    const records = timed.map(({ account, opportunityId, days, seq }) => ({
      account,
      words: `${opportunityId}: ${counted(days, 'day')}`,
      seq,
    }));
    return {
      hundredths: medianOf(timed.map(({ days }) => days)),
      reason: null,
      parts: `middle of ${counted(timed.length, 'opportunity', 'opportunities')}`,
      records,
    };
  },
};

/** How many customers somebody looks after. */
export const coverage: Metric = {
  ...{
    id: 'coverage',
    version: 1,
    title: 'Customers per owner',
    span: 'end',
    unit: 'accounts',
    better: 'lower',
  },
  ...{ records: ['contract.updated'], source: 'seeds: coverage model', target: null },
  formula: 'customers at the end of the month that have an owner, by the number of owners',
  measure: ({ atEnd }) => {
    const owned = [...atEnd.values()].filter(({ status, owner }) => status === 'active' && owner !== null);
    const owners = new Set(owned.map(({ owner }) => owner));
    if (owners.size === 0) return unknown('no customer has an owner');
    const records = owned.map(({ id, owner }) => ({ account: id, words: String(owner), seq: null }));
    return {
      hundredths: Math.round((100 * owned.length) / owners.size),
      reason: null,
      parts: `${counted(owned.length, 'customer')}, ${counted(owners.size, 'owner')}`,
      records,
    };
  },
};
