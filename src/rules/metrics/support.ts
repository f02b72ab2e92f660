import { counted } from '../../domain/counted.ts';
import type { MetricRecord } from '../../domain/metric.ts';
import { automationParts, type DeflectionOutcome, measureDeflection } from '../deflection.ts';
import { type Metric, type MetricFacts, mean, share, unknown } from './metric-facts.ts';

const hourMs = 3_600_000;

/** How many promises about tickets were kept. */
export const slaAttainment: Metric = {
  id: 'sla',
  version: 1,
  title: 'Promises kept',
  span: 'month',
  unit: 'percent',
  better: 'higher',
  grain: 'clock of a ticket',
  records: ['ticket.created', 'ticket.updated', 'ticket.resolved'],
  source: 'requirements, SLA',
  target: null,
  formula:
    'clocks of tickets that were opened within the month and that ended in time, of those that ended or are late; what runs still is left out',
  measure: ({ promises }) => {
    if (promises.length === 0) return unknown('no promise about a ticket came due in this month');
    const kept = promises.filter(({ isKept }) => isKept).length;
    const records = [false, true].flatMap((wanted) =>
      promises
        .filter(({ isKept }) => isKept === wanted)
        .map(({ account, ticketId, seq }) => ({
          account,
          seq,
          words: `${ticketId} was ${wanted ? 'in time' : 'late'}`,
        })),
    );
    return share(kept, promises.length, `${kept} of ${counted(promises.length, 'promise')}`, records);
  },
};

/** How long an incident lasts. */
export const timeToRestore: Metric = {
  id: 'mttr',
  version: 2,
  title: 'Mean time to restore',
  span: 'month',
  unit: 'hours',
  better: 'lower',
  grain: 'incident',
  records: ['incident.opened', 'incident.resolved'],
  source: 'requirements, MTTR',
  target: null,
  formula:
    'mean of the hours from the first incident.opened since the last end to the first incident.resolved after it, of the same account and incidentId, of those that ended within the month',
  measure: ({ incidents }) => {
    if (incidents.length === 0) return unknown('no incident was resolved in this month');
    const records = incidents.map(({ account, incidentId, ms, seq }) => ({
      account,
      words: `${incidentId}: ${(ms / hourMs).toFixed(1)} h`,
      seq,
    }));
    return mean(
      incidents.map(({ ms }) => ms),
      `mean of ${counted(incidents.length, 'incident')}`,
      records,
      hourMs,
    );
  },
};

/** How many questions of customers needed no person. */
export const deflection: Metric = {
  id: 'deflection',
  version: 2,
  title: 'Deflection',
  span: 'month',
  unit: 'percent',
  better: 'higher',
  grain: 'question',
  records: ['ticket.created'],
  source: 'requirements, ticket deflection %',
  target: null,
  formula:
    'questions of customers within the month that an answer settled, of all of them, as it stood at the end; settled: somebody said that the answer helped, or a day passed without a word, and the account opened no other ticket within seven days',
  measure: ({ questions }) => {
    const { asked, outcomes } = measureDeflection(questions.map(({ outcome }) => outcome));
    if (asked === 0) return unknown('no customer asked anything in this month');
    const settled = outcomes.confirmed + outcomes.assumed;
    return share(settled, asked, `${settled} of ${counted(asked, 'question')}`, questions.map(recordOf));
  },
};

/** How much of what customers ask is done without a person, by what they ask about. */
export const automation: Metric = {
  id: 'automation',
  version: 1,
  title: 'Automation rate',
  span: 'month',
  unit: 'percent',
  grain: 'question',
  better: 'higher',
  records: ['ticket.created'],
  source: 'F8',
  target: null,
  formula:
    'involvement × resolution. Involvement: questions within the month that were given an answer, of all of them. Resolution: those of them that the answer settled (as for deflection), of those whose end is known at the end; by topic the same of its questions',
  measure: ({ questions }) => {
    const rate = automationOf(questions);
    if (rate === null)
      return unknown(
        questions.length === 0
          ? 'no customer asked anything in this month'
          : 'of no question that was answered is the end known',
      );
    const topics = Map.groupBy(questions, ({ topic }) => topic ?? 'no topic');
    const parts = [...topics]
      .sort(([one, these], [other, those]) => those.length - these.length || (one < other ? -1 : 1))
      .map(([label, theirs]) => {
        const own = automationOf(theirs);
        return {
          label,
          numerator: own?.numerator ?? null,
          denominator: own?.denominator ?? theirs.length,
          hundredths: own === null ? null : Math.round((10_000 * own.numerator) / own.denominator),
        };
      });
    const value = share(rate.numerator, rate.denominator, rate.words, questions.map(recordOf));
    return { ...value, breakdown: { by: 'topic', parts } };
  },
};

/** The product of two shares as one: (answered × settled) of (asked × ended). */
function automationOf(
  questions: MetricFacts['questions'],
): { numerator: number; denominator: number; words: string } | null {
  const parts = automationParts(measureDeflection(questions.map(({ outcome }) => outcome)));
  if (parts === null) return null;
  const { asked, answered, settled, ended } = parts;
  return {
    numerator: answered * settled,
    denominator: asked * ended,
    words: `${answered} of ${asked} answered × ${settled} of ${ended} settled`,
  };
}

const outcomeWords: Readonly<Record<DeflectionOutcome, string>> = {
  confirmed: 'settled: the answer helped',
  assumed: 'settled: nobody came back',
  returned: 'came back with a ticket',
  refused: 'the answer did not help',
  open: 'too early to tell',
  not_covered: 'no answer',
};

function recordOf({ id, account, topic, outcome }: MetricFacts['questions'][number]): MetricRecord {
  const words = `${topic ?? 'no topic'}: ${outcomeWords[outcome]}`;
  return { account, words, seq: null, page: `/evidence/answers/${id}` };
}
