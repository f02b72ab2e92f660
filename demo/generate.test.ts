import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkEvent } from '../src/domain/event.ts';
import { eventTypes } from '../src/domain/event-types.ts';
import { memberSchema } from '../src/domain/member.ts';
import { addDays, daysBetween, endOfDay, startOfDay, type UtcDay } from '../src/domain/utc-day.ts';
import { demoAccounts } from './accounts.ts';
import type { RawEvent } from './fact.ts';
import { generateDemo } from './generate.ts';
import { demoMembers } from './members.ts';
import { valueAt } from './story.ts';

const anchorOn: UtcDay = '2026-11-22';
const events = [...generateDemo({ anchorOn })];

/** Actions of an account on the days from `fromDaysAgo` down to `toDaysAgo`, both included. */
function actionsBetween(account: string, fromDaysAgo: number, toDaysAgo: number): number {
  const from = startOfDay(addDays(anchorOn, -fromDaysAgo)).toISOString();
  const to = endOfDay(addDays(anchorOn, -toDaysAgo)).toISOString();
  const used = of(account, 'feature.used').filter(({ ts }) => ts >= from && ts <= to);
  return used.reduce((sum, { payload }) => sum + Number(payload.count), 0);
}

function of(account: string, type: RawEvent['type']): RawEvent[] {
  return events.filter((event) => event.account === account && event.type === type);
}

function digestOf(list: Iterable<RawEvent>): string {
  return createHash('sha256')
    .update(JSON.stringify([...list]))
    .digest('hex');
}

describe('the stream of the demo company', () => {
  it('is the same, byte for byte, for the same anchor', () => {
    expect(digestOf(generateDemo({ anchorOn }))).toBe(digestOf(events));
    expect(digestOf(generateDemo({ anchorOn: '2026-11-23' }))).not.toBe(digestOf(events));
  });

  it('holds only events that ingestion accepts', () => {
    const rules = { source: 'demo', now: startOfDay(anchorOn), customTypes: new Map() };
    const refused = events.map((event) => checkEvent(event, rules)).filter(({ ok }) => !ok);
    expect(refused).toEqual([]);
  });

  it.each(['2024-02-29', '2026-01-01', '2026-11-28', '2027-06-14'])('can be anchored on %s', (other) => {
    const rules = { source: 'demo', now: startOfDay(other), customTypes: new Map() };
    const list = [...generateDemo({ anchorOn: other })];
    expect(list.filter((event) => !checkEvent(event, rules).ok)).toEqual([]);
    expect(list.at(-1)?.ts.slice(0, 10)).toBe(addDays(other, -1));
  });

  it('gives every event an id of its own', () => {
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('is small enough for a first start', () => {
    expect(events.length).toBeGreaterThan(30_000);
    expect(events.length).toBeLessThan(40_000);
  });

  it('runs in time order over one year and ends before the anchor', () => {
    const instants = events.map(({ ts }) => ts);
    expect(instants).toEqual([...instants].sort());
    expect(instants[0]?.slice(0, 10)).toBe(addDays(anchorOn, -365));
    expect(instants.at(-1)?.slice(0, 10)).toBe(addDays(anchorOn, -1));
  });

  it('uses every built-in event type', () => {
    const used = new Set(events.map(({ type }) => type));
    expect(eventTypes.filter((type) => !used.has(type))).toEqual([]);
  });

  it('opens every account with its whole contract', () => {
    const opened = new Map<string, RawEvent>();
    for (const event of events) if (!opened.has(event.account)) opened.set(event.account, event);
    expect([...opened.keys()].sort()).toEqual(demoAccounts.map(({ id }) => id).sort());
    for (const first of opened.values()) {
      expect(first.type).toBe('contract.updated');
      expect(first.payload).toMatchObject({
        status: 'active',
        name: expect.any(String),
        arr: expect.any(Object),
      });
    }
  });

  it('is busy on weekdays and quiet at weekends', () => {
    const weekend = events.filter(
      ({ type, ts }) => type === 'feature.used' && [0, 6].includes(new Date(ts).getUTCDay()),
    );
    const all = events.filter(({ type }) => type === 'feature.used');
    expect(weekend.length / all.length).toBeLessThan(0.05);
  });

  it('resolves no ticket that was not created, and answers each before it is resolved', () => {
    const steps = new Map<unknown, string[]>();
    for (const { type, payload } of events) {
      if (type.startsWith('ticket.'))
        steps.set(payload.ticketId, [...(steps.get(payload.ticketId) ?? []), type]);
    }
    for (const order of steps.values()) {
      expect(order).toEqual(['ticket.created', 'ticket.updated', 'ticket.resolved'].slice(0, order.length));
    }
  });
});

describe('the stories', () => {
  it('shows Acme drifting: half the use gone in five weeks, a silent sponsor, open tickets, an overdue invoice', () => {
    expect(actionsBetween('acme', 28, 1)).toBeLessThan(0.5 * actionsBetween('acme', 64, 37));
    const lastTouchOn = of('acme', 'sponsor.touch').at(-1)?.ts.slice(0, 10) ?? anchorOn;
    expect(daysBetween(lastTouchOn, anchorOn)).toBeGreaterThan(90);
    const resolved = new Set(of('acme', 'ticket.resolved').map(({ payload }) => payload.ticketId));
    const open = of('acme', 'ticket.created').filter(({ payload }) => !resolved.has(payload.ticketId));
    expect(open.some(({ payload }) => payload.priority === 'P1')).toBe(true);
    expect(of('acme', 'billing.invoice').at(-1)?.payload.status).toBe('overdue');
  });

  it('leaves no trace of a silent customer but its invoices and its history', () => {
    expect(actionsBetween('tallowmere', 60, 1)).toBe(0);
    expect(of('tallowmere', 'survey.responded')).toEqual([]);
  });

  it('stops everything once a contract has ended', () => {
    const last = events.filter(({ account }) => account === 'velmora').at(-1);
    expect(last?.ts.slice(0, 10)).toBe(addDays(anchorOn, -41));
    expect(of('velmora', 'contract.updated').at(-1)?.payload).toMatchObject({
      status: 'ended',
      churnReason: 'price',
    });
  });

  it('grows the accounts that expand', () => {
    expect(of('sagamiya', 'seat.changed').map(({ payload }) => payload.seats)).toEqual([14]);
    expect(actionsBetween('sagamiya', 28, 1)).toBeGreaterThan(1.2 * actionsBetween('sagamiya', 300, 273));
  });

  it('counts money in whole minor units of the currency', () => {
    const amounts = of('kopi-lembah', 'billing.invoice').map(({ payload }) => payload.amount);
    expect(amounts[0]).toEqual({ amount: 2_000_000, currency: 'IDR' });
  });

  it('is mostly green, a quarter amber or so, some red', () => {
    const customers = demoAccounts.filter(({ story }) => story.leadsTo !== 'ended');
    const share = (band: string) =>
      customers.filter(({ story }) => story.leadsTo === band).length / customers.length;
    expect(share('green')).toBeGreaterThan(0.55);
    expect(share('amber')).toBeGreaterThan(0.15);
    expect(share('red')).toBeGreaterThan(0.05);
  });
});

describe('the cast', () => {
  it('has members that the product accepts', () => {
    for (const member of demoMembers) expect(memberSchema.parse(member)).toEqual(member);
    expect(demoMembers.map(({ id }) => id).join(' ')).toBe(
      'csm1 csm2 agent1 manager1 manager2 exec1 admin1 auditor1',
    );
  });

  it('uses addresses that belong to nobody', () => {
    const people = new Set(events.flatMap(({ user }) => (user === undefined ? [] : [user])));
    for (const person of people) expect(person).toMatch(/^[a-z]+\.[a-z]+@[a-z-]+\.example$/);
  });

  it('names every account once', () => {
    expect(new Set(demoAccounts.map(({ id }) => id)).size).toBe(demoAccounts.length);
    expect(new Set(demoAccounts.map(({ name }) => name)).size).toBe(demoAccounts.length);
  });
});

describe('valueAt', () => {
  const curve = [
    [30, 10],
    [10, 0],
  ] as const;

  it('runs straight between points and flat outside them', () => {
    expect([60, 30, 20, 10, 0].map((daysAgo) => valueAt(curve, daysAgo))).toEqual([10, 10, 5, 0, 0]);
  });
});
