import { counted } from '../../domain/counted.ts';
import { type Metric, meanOf, share, unknown } from './metric-facts.ts';

/** How many promises about tickets were kept. */
export const slaAttainment: Metric = {
  ...{ id: 'sla', version: 1, title: 'Promises kept', span: 'month', unit: 'percent', better: 'higher' },
  ...{ records: ['ticket.created', 'ticket.updated', 'ticket.resolved'], source: 'seeds: SLA', target: null },
  formula:
    'clocks of tickets that were opened within the month and that ended in time, of those that ended or are late; what runs still is left out',
  measure: ({ promises }) => {
    if (promises.length === 0) return unknown('no promise about a ticket came due in this month');
    const kept = promises.filter(({ isKept }) => isKept).length;
    const records = promises
      .filter(({ isKept }) => !isKept)
      .map(({ account, ticketId, seq }) => ({ account, words: `${ticketId} was late`, seq }));
    return share(kept, promises.length, `${kept} of ${counted(promises.length, 'promise')}`, records);
  },
};

/** How long an incident lasts. */
export const timeToRestore: Metric = {
  ...{ id: 'mttr', version: 1, title: 'Mean time to restore', span: 'month', unit: 'hours', better: 'lower' },
  ...{ records: ['incident.opened', 'incident.resolved'], source: 'seeds: MTTR', target: null },
  formula:
    'mean of the hours from incident.opened to incident.resolved of the same account and incidentId, of those resolved within the month',
  measure: ({ incidents }) => {
    if (incidents.length === 0) return unknown('no incident was resolved in this month');
    const records = incidents.map(({ account, incidentId, hours, seq }) => ({
      account,
      words: `${incidentId}: ${hours.toFixed(1)} h`,
      seq,
    }));
    return {
      hundredths: meanOf(incidents.map(({ hours }) => hours)),
      reason: null,
      parts: `mean of ${counted(incidents.length, 'incident')}`,
      records,
    };
  },
};

/** How many questions of customers needed no person. */
export const deflection: Metric = {
  ...{ id: 'deflection', version: 1, title: 'Deflection', span: 'month', unit: 'percent', better: 'higher' },
  ...{ records: [], source: 'seeds: ticket deflection %', target: null },
  formula:
    'questions of customers within the month that an answer settled (docs/reference and `holdfast deflection`), of those asked',
  measure: ({ questions: { deflected, asked } }) =>
    asked === 0
      ? unknown('no customer asked anything in this month')
      : share(deflected, asked, `${deflected} of ${counted(asked, 'question')}`, []),
};
