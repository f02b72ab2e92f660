import { counted } from '../../domain/counted.ts';
import { formatPoints } from '../../domain/points.ts';
import { type Metric, middle, share, unknown } from './metric-facts.ts';

/** How soon a customer has something of it. */
export const timeToValue: Metric = {
  id: 'ttv',
  version: 2,
  title: 'Time to value',
  span: 'month',
  unit: 'days',
  better: 'lower',
  grain: 'contract',
  records: ['milestone.reached', 'contract.updated'],
  source: 'requirements, time-to-first-value',
  target: null,
  formula:
    'median of the days from the start of the contract to the UTC day of the first milestone.reached with first_value, at least 0, of accounts whose first one was within the month',
  measure: ({ firstValues }) => {
    if (firstValues.length === 0) return unknown('nobody reached first value in this month');
    const records = firstValues.map(({ account, days, seq }) => ({
      account,
      words: counted(days, 'day'),
      seq,
    }));
    return middle(
      firstValues.map(({ days }) => days),
      `middle of ${counted(firstValues.length, 'account')}`,
      records,
    );
  },
};

/** How much of the product is used. */
export const adoption: Metric = {
  id: 'adoption',
  version: 1,
  title: 'Adoption',
  span: 'end',
  unit: 'score',
  better: 'higher',
  grain: 'customer',
  isScored: true,
  records: ['user.session', 'feature.used'],
  source: 'requirements, adoption',
  target: null,
  formula: "median of the component adoption of customers' health scores on the last UTC day of the month",
  measure: ({ scores }) => {
    const known = scores.filter(({ adoption: points }) => points !== null);
    if (known.length === 0) return unknown('of no customer it is known how the product is used');
    const records = known.map(({ account, adoption: points }) => ({
      account,
      words: formatPoints((points ?? 0) / 100),
      seq: null,
    }));
    return middle(
      known.map(({ adoption: points }) => points ?? 0),
      `middle of ${counted(known.length, 'customer')}`,
      records,
      100,
    );
  },
};

/** How many customers are fine. */
export const health: Metric = {
  id: 'health',
  version: 1,
  title: 'Customers in green',
  span: 'end',
  grain: 'customer',
  unit: 'percent',
  better: 'higher',
  isScored: true,
  records: ['user.session', 'ticket.created', 'survey.responded', 'billing.invoice'],
  source: 'requirements, health',
  target: null,
  formula: 'customers whose score is green on the last UTC day of the month, of customers with a score',
  measure: ({ scores }) => {
    const known = scores.filter(({ band }) => band !== null);
    if (known.length === 0) return unknown('nobody has a score');
    const green = known.filter(({ band }) => band === 'green');
    const records = (['red', 'amber', 'green'] as const).flatMap((wanted) =>
      known
        .filter(({ band }) => band === wanted)
        .map(({ account, band }) => ({ account, words: String(band), seq: null })),
    );
    return share(
      green.length,
      known.length,
      `${green.length} of ${counted(known.length, 'customer')}`,
      records,
    );
  },
};

/** How customers are, in one figure. */
export const healthScore: Metric = {
  id: 'health-score',
  version: 1,
  title: 'Health score',
  span: 'end',
  unit: 'score',
  grain: 'customer',
  better: 'higher',
  isScored: true,
  target: null,
  source: 'requirements, health',
  records: ['user.session', 'ticket.created', 'survey.responded', 'billing.invoice'],
  formula: "median of customers' health scores on the last UTC day of the month, of customers with a score",
  measure: ({ scores }) => {
    const known = scores.flatMap(({ account, score }) => (score === null ? [] : [{ account, score }]));
    if (known.length === 0) return unknown('nobody has a score');
    return middle(
      known.map(({ score }) => score),
      `middle of ${counted(known.length, 'customer')}`,
      known.map(({ account, score }) => ({ account, words: formatPoints(score / 100), seq: null })),
      100,
    );
  },
};
