import { describe, expect, it } from 'vitest';
import { minimalPayloads } from '../../test/suites/sample-events.ts';
import { checkEvent, type EventCheck } from './event.ts';
import { eventTypes } from './event-types.ts';

function check(type: string, payload: unknown): EventCheck {
  const rules = { source: 'test', now: new Date('2026-11-21T12:00:00Z'), customTypes: new Map() };
  return checkEvent({ id: 'e1', type, account: 'acme', ts: '2026-11-21T10:00:00Z', payload }, rules);
}

function reasonOf(checked: EventCheck): string {
  return checked.ok ? 'accepted' : checked.reason;
}

describe.each(eventTypes)('%s', (type) => {
  const minimal = minimalPayloads[type];

  it('is accepted with the least it needs', () => {
    expect(check(type, minimal)).toMatchObject({
      ok: true,
      event: { type, account: 'acme', payload: minimal },
    });
  });

  it('keeps further keys', () => {
    const payload = { ...minimal, vendorField: { nested: [1, 'two'] } };
    expect(check(type, payload)).toMatchObject({ ok: true, event: { payload } });
  });

  it.each(Object.keys(minimal).map((key) => [key]))('is refused without %s, by name', (key) => {
    const { [key]: _, ...rest } = minimal;
    expect(reasonOf(check(type, rest))).toMatch(new RegExp(`^payload\\.${key}: `));
  });

  it('is refused when its payload is no object', () => {
    expect(reasonOf(check(type, ['x']))).toMatch(/^payload: /);
    expect(reasonOf(check(type, 'x'))).toMatch(/^payload: /);
  });
});

describe('payload values', () => {
  it.each([
    ['integration.state', { integration: 'crm', state: 'broken' }, 'payload.state: '],
    ['integration.state', { integration: '', state: 'failed' }, 'payload.integration: '],
    ['error.raised', { code: '' }, 'payload.code: '],
    ['error.raised', { code: 'E', count: 0 }, 'payload.count: '],
    ['error.raised', { code: 'E', count: 1.5 }, 'payload.count: '],
    ['feature.used', { count: -1 }, 'payload.count: '],
    ['feature.used', { count: 1_000_001 }, 'payload.count: '],
    ['feature.used', { count: '3' }, 'payload.count: '],
    ['value.measured', { hoursSaved: 1e308 }, 'payload.hoursSaved: '],
    ['value.measured', { hoursSaved: -1 }, 'payload.hoursSaved: '],
    ['feature.used', { feature: 'x'.repeat(201) }, 'payload.feature: '],
    ['user.session', { durationSeconds: -1 }, 'payload.durationSeconds: '],
    ['billing.invoice', { invoiceId: 'i', status: 'lost' }, 'payload.status: '],
    ['billing.invoice', { invoiceId: 'i', status: 'paid', dueOn: '2026-02-30' }, 'payload.dueOn: '],
    ['billing.invoice', { invoiceId: 'i', status: 'paid', amount: 12 }, 'payload.amount: '],
    [
      'billing.invoice',
      { invoiceId: 'i', status: 'paid', amount: { amount: 1.5, currency: 'USD' } },
      'payload.amount.amount: ',
    ],
    ['ticket.created', { ticketId: 't', priority: 'P4' }, 'payload.priority: '],
    ['ticket.created', { ticketId: 't', tags: ['a', 1] }, 'payload.tags.1: '],
    ['ticket.created', { ticketId: 't', tags: Array(101).fill('a') }, 'payload.tags: '],
    ['ticket.created', { ticketId: 't', body: 'x'.repeat(20_001) }, 'payload.body: '],
    ['ticket.resolved', { ticketId: 't', csat: 0 }, 'payload.csat: '],
    ['ticket.resolved', { ticketId: 't', csat: 6 }, 'payload.csat: '],
    ['survey.responded', { kind: 'nps', score: 11 }, 'payload.score: '],
    ['survey.responded', { kind: 'nps', score: -1 }, 'payload.score: '],
    ['survey.responded', { kind: 'csat', score: 0 }, 'payload.score: a CSAT score is 1 to 5'],
    ['survey.responded', { kind: 'csat', score: 6 }, 'payload.score: a CSAT score is 1 to 5'],
    ['contract.updated', { seats: -1 }, 'payload.seats: '],
    ['contract.updated', { renewsOn: '2026-11-21T00:00:00Z' }, 'payload.renewsOn: '],
    ['contract.updated', { status: 'paused' }, 'payload.status: '],
    ['contract.updated', { name: '' }, 'payload.name: '],
    ['contract.updated', { domains: 'acme.example' }, 'payload.domains: '],
    ['milestone.reached', { milestone: 'party' }, 'payload.milestone: '],
    ['usage.limit', { limit: 'rows', used: -1, allowed: 5 }, 'payload.used: '],
    ['value.measured', { hoursSaved: -0.5 }, 'payload.hoursSaved: '],
  ])('%s with %j is refused', (type, payload, reason) => {
    expect(reasonOf(check(type, payload))).toContain(reason);
  });

  it.each([
    ['survey.responded', { kind: 'nps', score: 0 }],
    ['survey.responded', { kind: 'nps', score: 10 }],
    ['survey.responded', { kind: 'csat', score: 1 }],
    ['survey.responded', { kind: 'csat', score: 5 }],
    ['feature.used', { feature: 'x'.repeat(200), count: 1_000_000 }],
    ['ticket.created', { ticketId: 't', body: 'x'.repeat(20_000), priority: 'P0', csat: 5 }],
    ['value.measured', { hoursSaved: 0.25, automations: 0, revenue: { amount: -5, currency: 'IDR' } }],
    ['contract.updated', { seats: 0, arr: { amount: 0, currency: 'JPY' }, startsOn: '2024-02-29' }],
  ])('%s with %j is accepted', (type, payload) => {
    expect(check(type, payload)).toMatchObject({ ok: true, event: { payload } });
  });
});
