import { describe, expect, it } from 'vitest';
import type { CustomerEvent, StoredEvent } from '../../domain/event.ts';
import { contractHistory } from './contract-history.ts';
import { dayBefore, gatherFacts, type MetricSources } from './gather-facts.ts';

let seq = 0;
function told(type: string, at: string, payload: object, account = 'acme'): StoredEvent {
  seq++;
  const event = { id: `e${seq}`, type, account, at: new Date(at), user: null, source: 's', payload };
  return { seq, receivedAt: new Date(at), event: event as unknown as CustomerEvent };
}

const acme = [told('contract.updated', '2025-01-01T12:00:00Z', { startsOn: '2025-01-01', tier: 'Pro' })];
const sla = { workingHours: {} } as never;

function gather(given: Partial<MetricSources>, zone = 'UTC') {
  const contracts = given.contracts ?? [contractHistory('acme', acme, '2025-01-01')];
  return gatherFacts(
    {
      lasting: [],
      passing: [],
      tickets: [],
      alerts: [],
      firstAlertAt: null,
      ...given,
      contracts,
    },
    { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z'), zone },
    { sla, rates: null },
  );
}

it('the last day before an instant is that of the zone', () => {
  const midnightInNewYork = new Date('2026-12-01T05:00:00Z');
  expect(dayBefore(midnightInNewYork, 'America/New_York')).toBe('2026-11-30');
  expect(dayBefore(midnightInNewYork, 'UTC')).toBe('2026-12-01');
});

it('a contract that starts with the next month is none of this one, west of Greenwich too', () => {
  const next = contractHistory(
    'next',
    [told('contract.updated', '2026-11-20T12:00:00Z', { startsOn: '2026-12-01' }, 'next')],
    '2026-11-20',
  );
  const span = { from: new Date('2026-11-01T04:00:00Z'), to: new Date('2026-12-01T05:00:00Z') };
  const sources = { lasting: [], passing: [], tickets: [], alerts: [], firstAlertAt: null };
  const facts = gatherFacts(
    { ...sources, contracts: [next] },
    { ...span, zone: 'America/New_York' },
    { sla, rates: null },
  );
  expect(facts.atEnd.size).toBe(0);
});

it('what happens at the first instant is in the month, and at the end is not', () => {
  const { surveys } = gather({
    passing: ['2026-10-31T23:59:59.999Z', '2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z'].map((at, index) =>
      told('survey.responded', at, { kind: 'nps', score: index }),
    ),
  });
  expect(surveys.map(({ score }) => score)).toEqual([1]);
});

describe('an incident', () => {
  it('lasts from its first opening to its first end after it, and may come again', () => {
    const { incidents } = gather({
      lasting: [
        told('incident.resolved', '2026-10-01T00:00:00Z', { incidentId: 'never opened' }),
        told('incident.opened', '2026-10-31T00:00:00Z', { incidentId: 'i' }),
        told('incident.opened', '2026-11-01T00:00:00Z', { incidentId: 'i' }),
        told('incident.resolved', '2026-11-02T00:00:00Z', { incidentId: 'i' }),
        told('incident.resolved', '2026-11-03T00:00:00Z', { incidentId: 'i' }),
        told('incident.opened', '2026-11-04T00:00:00Z', { incidentId: 'i' }),
        told('incident.resolved', '2026-11-04T01:00:00Z', { incidentId: 'i' }),
        told('incident.opened', '2026-11-05T00:00:00Z', { incidentId: 'i' }, 'other'),
      ],
    });
    expect(incidents.map(({ ms }) => ms / 3_600_000)).toEqual([48, 1]);
  });
});

describe('a wish for more', () => {
  it('is for another tier than theirs, or comes at a limit', () => {
    const { wishes } = gather({
      passing: [
        told('feature.requested', '2026-11-02T00:00:00Z', { feature: 'sso', tier: 'enterprise' }),
        told('feature.requested', '2026-11-02T00:00:00Z', { feature: 'dark mode', tier: 'pro' }),
        told('feature.requested', '2026-11-02T00:00:00Z', { feature: 'pies' }),
        told('usage.limit', '2026-11-02T00:00:00Z', { limit: 'rows', used: 9, allowed: 10 }),
        told('usage.limit', '2026-11-02T00:00:00Z', { limit: 'rows', used: 10, allowed: 10 }),
      ],
    });
    expect(wishes.map(({ words }) => words)).toEqual(['sso, of enterprise', 'rows: 10 of 10']);
  });
});

describe('who left', () => {
  const leaver = (more: readonly StoredEvent[]) => contractHistory('acme', [...acme, ...more], '2025-01-01');
  const ended = told('contract.updated', '2026-11-10T00:00:00Z', { status: 'ended' });
  const alert = { account: 'acme', since: new Date('2026-10-01T00:00:00Z'), until: null };

  it('was called about when an alert was open, and not before anybody watched', () => {
    const contracts = [leaver([ended])];
    const firstAlertAt = new Date('2026-09-01T00:00:00Z');
    expect(gather({ contracts, alerts: [alert], firstAlertAt }).ended).toEqual([
      { account: 'acme', seq: ended.seq, wasCalled: true },
    ]);
    const others = [{ ...alert, account: 'other' }];
    expect(gather({ contracts, alerts: others, firstAlertAt }).ended[0]?.wasCalled).toBe(false);
    expect(gather({ contracts }).ended[0]?.wasCalled).toBeNull();
  });

  it('and came back within the month did not leave; who had left before does not again', () => {
    const back = told('contract.updated', '2026-11-20T00:00:00Z', { status: 'active' });
    expect(gather({ contracts: [leaver([ended, back])] }).ended).toEqual([]);
    const before = told('contract.updated', '2026-10-10T00:00:00Z', { status: 'ended' });
    expect(gather({ contracts: [leaver([before, ended])] }).ended).toEqual([]);
  });
});
