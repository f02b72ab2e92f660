import { counted } from '../../domain/counted.ts';
import type { MetricRecord } from '../../domain/metric.ts';
import { formatArr } from '../../domain/money.ts';
import { opportunityName } from '../../domain/opportunity-words.ts';
import { type Metric, middle, type Opportunity, share, unknown } from './metric-facts.ts';
import { moneyFigure, moneyShare } from './money-figures.ts';

/** How much was won from those who were there already. */
export const expansion: Metric = {
  id: 'expansion',
  version: 2,
  title: 'Expansion',
  span: 'year',
  unit: 'percent',
  better: 'higher',
  grain: 'opportunity',
  records: ['expansion.won', 'contract.updated'],
  target: 20,
  source: 'requirements, expansion above 20 % of ARR',
  formula:
    'ARR of opportunities whose first decision was within the twelve months and won them (arr of expansion.won, else of its opening), of the ARR of the customers right before these',
  measure: ({ won, yearAgo, rates, said }) =>
    moneyShare(
      [
        ...[...yearAgo.values()].flatMap(({ arr }) =>
          arr === null ? [] : [{ currency: arr.currency, part: 0, whole: arr.amount }],
        ),
        ...won.flatMap(({ arr }) =>
          arr === null ? [] : [{ currency: arr.currency, part: arr.amount, whole: 0 }],
        ),
      ],
      rates,
      'no ARR of a year before is on record',
      [
        ...won.map((one) => ({ ...recordOf(one), words: `won ${recordOf(one).words}` })),
        ...[...yearAgo.values()].flatMap(({ id, arr }) =>
          arr === null
            ? []
            : [{ account: id, words: `${formatArr(arr)} a year before`, seq: said.get(id) ?? null }],
        ),
      ],
    ),
};

/** What may be won still. */
export const pipeline: Metric = {
  id: 'pipeline',
  version: 2,
  title: 'Open expansions',
  span: 'end',
  unit: 'money',
  better: 'higher',
  grain: 'opportunity',
  records: ['expansion.opened', 'expansion.won', 'expansion.lost'],
  source: 'requirements, expansion pipeline',
  target: null,
  formula:
    'ARR of opportunities of customers at the end, opened up to then and neither won nor lost, as their opening says it, summed',
  measure: ({ open: all, atEnd, rates }) => {
    // Nobody expands with a customer who has left.
    const open = all.filter(({ account }) => atEnd.get(account)?.status === 'active');
    const amounts = open.flatMap(({ arr }) => arr ?? []);
    if (amounts.length === 0)
      return unknown(
        open.length === 0 ? 'no opportunity is open' : 'no open opportunity says what it is worth',
      );
    return moneyFigure(
      amounts,
      1,
      rates,
      counted(open.length, 'opportunity', 'opportunities'),
      open.map((one) => recordOf(one)),
    );
  },
};

/** Who shows that they want more, before anybody sells it. */
export const upgradeIntent: Metric = {
  id: 'upgrade-intent',
  version: 1,
  title: 'Upgrade intent',
  span: 'month',
  unit: 'percent',
  grain: 'customer',
  better: 'higher',
  records: ['feature.requested', 'usage.limit'],
  source: 'requirements, upgrade intent',
  target: null,
  formula:
    'customers at the end that within the month asked for a feature of another tier than theirs (feature.requested with a tier) or stood at a limit (usage.limit with used of at least allowed), of all customers at the end',
  measure: ({ wishes, atEnd }) => {
    const customers = new Set(
      [...atEnd.values()].filter(({ status }) => status === 'active').map(({ id }) => id),
    );
    if (customers.size === 0) return unknown('nobody is a customer');
    const theirs = wishes.filter(({ account }) => customers.has(account));
    const who = new Set(theirs.map(({ account }) => account)).size;
    return share(
      who,
      customers.size,
      `${who} of ${counted(customers.size, 'customer')}`,
      theirs.map((wish) => ({ ...wish })),
    );
  },
};

/** How many opportunities that were decided were won. */
export const conversion: Metric = {
  id: 'conversion',
  version: 2,
  title: 'Expansions won of decided',
  span: 'month',
  grain: 'opportunity',
  unit: 'percent',
  better: 'higher',
  records: ['expansion.won', 'expansion.lost'],
  source: 'requirements, expansion conversion',
  target: null,
  formula:
    'opportunities whose first decision was within the month and won them, of those whose first decision was within it',
  measure: ({ decided }) => {
    if (decided.length === 0) return unknown('no opportunity was decided in this month');
    const won = decided.filter(({ isWon }) => isWon).length;
    const records = decided.map(({ account, opportunityId, isWon, seq }) => ({
      account,
      words: `${opportunityName(opportunityId)} ${isWon ? 'won' : 'lost'}`,
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
  id: 'time-to-expand',
  version: 2,
  title: 'Time to expand',
  span: 'month',
  grain: 'opportunity',
  unit: 'days',
  better: 'lower',
  records: ['expansion.opened', 'expansion.won'],
  source: 'requirements, time-to-expand',
  target: null,
  formula:
    'median of the days of 24 hours, rounded to whole ones, from the first expansion.opened to expansion.won of the same opportunity, of those that conversion counts as won',
  measure: ({ decided }) => {
    const timed = decided.flatMap((one) =>
      one.isWon && one.days !== null ? [{ ...one, days: one.days }] : [],
    );
    if (timed.length === 0) return unknown('no opportunity whose opening is on record was won in this month');
    const records = timed.map(({ account, opportunityId, days, seq }) => ({
      account,
      words: `${opportunityName(opportunityId)}: ${counted(days, 'day')}`,
      seq,
    }));
    return middle(
      timed.map(({ days }) => days),
      `middle of ${counted(timed.length, 'opportunity', 'opportunities')}`,
      records,
    );
  },
};

function recordOf({ account, arr, opportunityId, seq }: Opportunity): MetricRecord {
  return { account, words: `${opportunityName(opportunityId)}${arr ? `: ${formatArr(arr)}` : ''}`, seq };
}
