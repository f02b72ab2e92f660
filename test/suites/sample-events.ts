import type { EventType } from '../../src/domain/event-types.ts';

/** The least that an event of each built-in type has to carry. */
export const minimalPayloads: Readonly<Record<EventType, Readonly<Record<string, unknown>>>> = {
  'user.session': {},
  'feature.used': {},
  'integration.state': { integration: 'crm', state: 'failed' },
  'error.raised': { code: 'E42' },
  'job.retry': { job: 'nightly-sync' },
  'billing.invoice': { invoiceId: 'inv-1', status: 'issued' },
  'ticket.created': { ticketId: 't-1' },
  'ticket.updated': { ticketId: 't-1' },
  'ticket.resolved': { ticketId: 't-1' },
  'nudge.sent': { nudgeId: 'n-1' },
  'nudge.acted': { nudgeId: 'n-1' },
  'recipe.completed': { recipe: 'import-data' },
  'deployment.published': { version: '4.2' },
  'config.changed': { key: 'retention' },
  'contract.updated': {},
  'seat.changed': { seats: 25 },
  'survey.responded': { kind: 'nps', score: 9 },
  'sponsor.touch': {},
  'incident.opened': { incidentId: 'i-1' },
  'incident.resolved': { incidentId: 'i-1' },
  'milestone.reached': { milestone: 'sso_live' },
  'usage.limit': { limit: 'rows', used: 900, allowed: 1_000 },
  'value.measured': {},
  'feature.requested': { feature: 'dark mode' },
  'flag.changed': { flag: 'beta', to: true },
  'expansion.opened': { opportunityId: 'o-1' },
  'expansion.won': { opportunityId: 'o-1' },
  'expansion.lost': { opportunityId: 'o-1' },
};

let lastId = 0;

/** A plain event as a source sends it, with an id of its own unless one is given. */
export function sampleEvent(
  type: string,
  account: string,
  ts: string,
  payload: Readonly<Record<string, unknown>> = minimalPayloads[type as EventType] ?? {},
  rest: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const at = ts.includes('T') ? ts : `${ts}T12:00:00Z`;
  return { id: `event-${++lastId}`, type, account, ts: at, payload, ...rest };
}
