import { readWindow } from './read-window.ts';
import { fits, type Reader } from './reader.ts';

/** What a list of accounts does not tell of, and what does. First fit first. */
const elsewhere: readonly (readonly [form: string, what: string, instead: string])[] = [
  [
    'with|have|has|having? any|many|open|unresolved|urgent? p0|p1|p2|p3|urgent|critical? ticket|tickets',
    'tickets',
    'Open ones: /cs sla. Those of one customer: /cs timeline acme.',
  ],
  [
    'with|have|has|having? overdue|late|unpaid|failed|open? invoice|invoices|payment|payments',
    'invoices',
    'Those of one customer: /cs timeline acme.',
  ],
  [
    'with|have|has|whose? csat|nps|survey|surveys',
    'surveys',
    'Of all customers: /cs scorecard. Of one: /cs health acme.',
  ],
  [
    'with|without|no|have|has a|an|any? sponsor|sponsors|champion|champions',
    'sponsors',
    'Of one customer: /cs health acme.',
  ],
  [
    "haven't|hasn't|didn't|not|never|who|that? logged|signed in",
    'log-ins',
    'Who uses less: accounts that lost usage this month.',
  ],
  [
    'with|have|has? no|low|little|without activity|usage|use|adoption',
    'how much is used',
    'Who uses less: accounts that lost usage this month. Of one customer: /cs adoption acme.',
  ],
  ['inactive|silent|quiet|dormant|idle', 'silence', 'Whose silence raised an alert: /cs risks.'],
  [
    'went|turned|became|gone|going|turning red|amber|green',
    'the day on which a band changed',
    'Whose score fell: accounts that dropped this week.',
  ],
  [
    'average|mean|median of? health|score|arr|seats?',
    'averages',
    'It counts and sums: how many red accounts, total ARR of enterprise accounts.',
  ],
];

/** What is asked for often and stands in no list: named, with what answers it, instead of left out. */
export const readElsewhere: Reader = ({ keys, known: { today } }) => {
  for (const [form, what, instead] of elsewhere) {
    const length = fits(form, keys);
    if (length === null || length === 0) continue;
    const time = readWindow(keys.slice(length), today, 'back')?.length ?? 0;
    return { length: length + time, parts: [], problem: `A list does not tell of ${what}. ${instead}` };
  }
  return null;
};
