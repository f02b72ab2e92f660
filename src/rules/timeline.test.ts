import { describe, expect, it } from 'vitest';
import { minimalPayloads } from '../../test/suites/sample-events.ts';
import { type CustomerEvent, checkEvent } from '../domain/event.ts';
import { type EventType, eventTypes } from '../domain/event-types.ts';
import { timelineKind, timelineKinds, timelineTitle, timelineTypes } from './timeline.ts';

const customTypes = new Map([
  ['call.logged', { name: 'call.logged', feeds: 'sponsor' as const, required: {} }],
]);

function event(type: string, payload: object, user?: string): CustomerEvent {
  const raw = {
    id: 'e',
    type,
    account: 'acme',
    ts: '2026-11-01T10:00:00Z',
    payload,
    ...(user ? { user } : {}),
  };
  const checked = checkEvent(raw, { source: 's', now: new Date('2026-12-01T00:00:00Z'), customTypes });
  if (!checked.ok) throw new Error(checked.reason);
  return checked.event;
}

const titles: readonly [EventType, object, string][] = [
  ['user.session', {}, 'Somebody worked in the product'],
  ['feature.used', {}, 'Somebody used the product'],
  ['feature.used', { feature: 'reports', module: 'm' }, 'Somebody used reports'],
  ['feature.used', { module: 'analytics' }, 'Somebody used analytics'],
  ['recipe.completed', { recipe: 'import' }, 'Recipe completed: import'],
  ['integration.state', { integration: 'crm', state: 'failed' }, 'Integration crm has failed'],
  ['error.raised', { code: 'E42' }, 'Error E42'],
  ['error.raised', { code: 'E42', count: 3 }, 'Error E42 × 3'],
  ['job.retry', { job: 'sync' }, 'Job sync retried'],
  ['billing.invoice', { invoiceId: 'i1', status: 'paid' }, 'Invoice i1 paid'],
  [
    'billing.invoice',
    { invoiceId: 'i1', status: 'overdue', amount: { amount: 1_240_050, currency: 'USD' } },
    'Invoice i1 overdue: USD 12,400.50',
  ],
  ['ticket.created', { ticketId: 't1', priority: 'P0', subject: 'Down' }, 'Ticket t1 created: P0 Down'],
  ['ticket.updated', { ticketId: 't1' }, 'Ticket t1 updated'],
  ['ticket.resolved', { ticketId: 't1', csat: 2 }, 'Ticket t1 resolved (CSAT 2)'],
  ['nudge.sent', { nudgeId: 'n1' }, 'Nudge n1 sent'],
  ['nudge.acted', { nudgeId: 'n1' }, 'Nudge n1 acted on'],
  ['deployment.published', { version: '4.2' }, 'Deployment 4.2 published'],
  ['config.changed', { key: 'retention' }, 'Setting retention changed'],
  ['contract.updated', { status: 'ended' }, 'Contract ended'],
  ['contract.updated', { seats: 5 }, 'Contract updated: seats'],
  [
    'contract.updated',
    { arr: { amount: 1, currency: 'EUR' }, renewsOn: '2027-01-01', colour: 'red' },
    'Contract updated: ARR, renewal date, colour',
  ],
  [
    'contract.updated',
    { icp: 'a', name: 'A', tier: 'pro', owner: 'o', seats: 1, region: 'eu', status: 'active', aliases: [] },
    'Contract updated: name, status, tier, ideal customer profile, seats, owner and 2 more',
  ],
  ['seat.changed', { seats: 25 }, 'Licensed seats are now 25'],
  ['survey.responded', { kind: 'nps', score: 9 }, 'NPS answer: 9'],
  ['survey.responded', { kind: 'csat', score: 4 }, 'CSAT answer: 4'],
  ['sponsor.touch', {}, 'Sponsor contact'],
  ['sponsor.touch', { kind: 'review' }, 'Sponsor contact: review'],
  ['incident.opened', { incidentId: 'i9', title: 'Slow' }, 'Incident i9 opened: Slow'],
  ['incident.resolved', { incidentId: 'i9' }, 'Incident i9 resolved'],
  ['milestone.reached', { milestone: 'sso_live' }, 'Milestone reached: sso live'],
  ['usage.limit', { limit: 'rows', used: 900, allowed: 1_000 }, 'Limit rows: 900 of 1000 used'],
  ['value.measured', {}, 'Value measured'],
  [
    'value.measured',
    { hoursSaved: 2.5, automations: 0, revenue: { amount: 5, currency: 'JPY' } },
    'Value measured: 2.5 hours saved, 0 automations, JPY 5',
  ],
  ['feature.requested', { feature: 'dark mode' }, 'Feature requested: dark mode'],
  ['flag.changed', { flag: 'beta', to: true }, 'Flag beta changed'],
  ['expansion.opened', { opportunityId: 'o1' }, 'Expansion o1 opened'],
  [
    'expansion.won',
    { opportunityId: 'o1', arr: { amount: 100, currency: 'EUR' } },
    'Expansion o1 won: EUR 1.00',
  ],
  ['expansion.lost', { opportunityId: 'o1' }, 'Expansion o1 lost'],
];

describe('a title', () => {
  it.each(titles)('of %s %j is %j', (type, payload, title) => {
    expect(timelineTitle(event(type, payload))).toBe(title);
  });

  it('exists for every type', () => {
    expect(new Set(titles.map(([type]) => type))).toEqual(new Set(eventTypes));
  });

  it('names who did it where it is known', () => {
    expect(timelineTitle(event('user.session', {}, 'ann'))).toBe('ann worked in the product');
    expect(timelineTitle(event('feature.used', { feature: 'x' }, 'ann'))).toBe('ann used x');
  });

  it('of a registered type is its name', () => {
    const call = event('call.logged', { secret: 'x' });
    expect(timelineTitle(call)).toBe('call.logged');
    expect(timelineKind(call)).toBe('other');
  });
});

describe('kinds', () => {
  it('every type has one, and every kind has a type but other and what people do', () => {
    const used = new Set(eventTypes.map((type) => timelineKind(event(type, minimalPayloads[type]))));
    expect([...used].sort()).toEqual(
      timelineKinds.filter((kind) => !['other', 'action', 'play', 'note'].includes(kind)).sort(),
    );
  });

  it('a filter gives exactly the types of its kinds', () => {
    expect(timelineTypes(['ticket'])).toEqual(['ticket.created', 'ticket.updated', 'ticket.resolved']);
    expect(timelineTypes(['billing', 'survey'])).toEqual(['billing.invoice', 'survey.responded']);
    expect(timelineTypes(['other'])).toEqual([]);
  });

  it('without a filter, what comes by the hundred is left out', () => {
    const hidden = eventTypes.filter((type) => !timelineTypes().includes(type));
    expect(hidden).toEqual([
      'user.session',
      'feature.used',
      'error.raised',
      'job.retry',
      'nudge.sent',
      'nudge.acted',
    ]);
  });
});
