import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CustomerEvent, checkEvent } from '../domain/event.ts';
import { contractEnd, emptyContract, firstDay, foldContract, isContractEvent } from './contract.ts';

interface Given {
  payload?: Record<string, unknown>;
  ts?: string;
  id?: string;
  source?: string;
  type?: string;
}

function event({
  payload = {},
  ts = '2026-01-01T00:00:00Z',
  id = 'e',
  source = 's',
  type,
}: Given): CustomerEvent {
  const raw = { id, source, type: type ?? 'contract.updated', account: 'acme', ts, payload };
  const checked = checkEvent(raw, { source, now: new Date('2027-01-01T00:00:00Z'), customTypes: new Map() });
  if (!checked.ok) throw new Error(checked.reason);
  return checked.event;
}

describe('a contract', () => {
  it('of an account without contract events is its id and nothing else', () => {
    expect(foldContract('acme', [])).toEqual(emptyContract('acme'));
    expect(emptyContract('acme')).toMatchObject({ name: 'acme', status: 'active', seats: null, domains: [] });
  });

  it('takes every key that an update may name', () => {
    const payload = {
      name: 'Acme Corporation',
      status: 'ended',
      churnReason: 'price',
      segment: 'enterprise',
      tier: 'gold',
      icp: 'bank',
      useCase: 'risk',
      seats: 40,
      arr: { amount: 5_000_000, currency: 'EUR' },
      startsOn: '2025-02-01',
      renewsOn: '2026-02-01',
      owner: 'csm1',
      domains: ['acme.example'],
      aliases: ['ACM'],
      externalIds: ['crm-1'],
      region: 'eu',
    };
    expect(foldContract('acme', [event({ payload })])).toEqual(payload);
  });

  it('given two updates of different keys, both hold', () => {
    const events = [event({ payload: { seats: 5 } }), event({ payload: { tier: 'gold' }, id: 'f' })];
    expect(foldContract('acme', events)).toMatchObject({ seats: 5, tier: 'gold' });
  });

  it('given two values of one key, the later instant wins, whatever came first', () => {
    const early = event({ payload: { seats: 5, tier: 'gold' }, ts: '2026-01-01T00:00:00Z' });
    const late = event({ payload: { seats: 9 }, ts: '2026-02-01T00:00:00Z', id: 'a' });
    for (const order of [
      [early, late],
      [late, early],
    ]) {
      expect(foldContract('acme', order)).toMatchObject({ seats: 9, tier: 'gold' });
    }
  });

  it('given equal instants, the source and then the id decide', () => {
    const a = event({ payload: { tier: 'a' }, source: 'crm', id: '2' });
    const b = event({ payload: { tier: 'b' }, source: 'erp', id: '1' });
    const c = event({ payload: { tier: 'c' }, source: 'erp', id: '3' });
    expect(foldContract('acme', [c, b, a]).tier).toBe('c');
    expect(foldContract('acme', [b, a]).tier).toBe('b');
  });

  it('seat changes and updates speak about the same seats', () => {
    const update = event({ payload: { seats: 5 }, ts: '2026-01-01T00:00:00Z' });
    const change = event({
      type: 'seat.changed',
      payload: { seats: 8 },
      ts: '2026-01-02T00:00:00Z',
      id: 'f',
    });
    expect(foldContract('acme', [change, update]).seats).toBe(8);
    const correction = event({ payload: { seats: 6 }, ts: '2026-01-03T00:00:00Z', id: 'g' });
    expect(foldContract('acme', [correction, change, update]).seats).toBe(6);
  });

  it('a list is replaced as a whole, and an empty one empties it', () => {
    const first = event({ payload: { aliases: ['a', 'b'] } });
    const second = event({ payload: { aliases: [] }, ts: '2026-02-01T00:00:00Z', id: 'f' });
    expect(foldContract('acme', [first, second]).aliases).toEqual([]);
  });

  it('keys that it does not know change nothing', () => {
    const payload = JSON.parse('{"id":"other","firstSeenOn":"1999-01-01","__proto__":{"seats":7},"x":1}');
    expect(foldContract('acme', [event({ payload })])).toEqual(emptyContract('acme'));
  });

  it('other events are no contract events', () => {
    const session = event({ type: 'user.session' });
    expect(isContractEvent(session)).toBe(false);
    expect(foldContract('acme', [session])).toEqual(emptyContract('acme'));
  });

  it('is the same for every order of arrival (TC8)', () => {
    const anyUpdate = fc.record({
      payload: fc.record(
        {
          seats: fc.nat({ max: 3 }),
          tier: fc.constantFrom('a', 'b', 'c'),
          status: fc.constantFrom('active', 'ended'),
          aliases: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
        },
        { requiredKeys: [] },
      ),
      ts: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'),
      source: fc.constantFrom('crm', 'erp'),
    });
    const anyOrder = fc.array(anyUpdate, { minLength: 2, maxLength: 7 }).chain((updates) => {
      const events = updates.map((update, index) => event({ ...update, id: `e${index}` }));
      return fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }));
    });
    fc.assert(
      fc.property(anyOrder, ([events, shuffled]) => {
        expect(foldContract('acme', shuffled)).toEqual(foldContract('acme', events));
      }),
    );
  });
});

describe('the end of a contract', () => {
  const said = (status: string | null, day: string) =>
    event({ payload: status ? { status } : { seats: 5 }, ts: `${day}T22:30:00Z`, id: `${status}-${day}` });

  it.each([
    ['of a customer', [said('active', '2026-01-01'), said(null, '2026-02-01')], null],
    [
      'is the day on which it was said',
      [said('active', '2026-01-01'), said('ended', '2026-11-05')],
      '2026-11-05',
    ],
    [
      'stays where other things are said later',
      [said(null, '2026-12-01'), said('ended', '2026-11-05')],
      '2026-11-05',
    ],
    [
      'is not moved by saying it again',
      [said('ended', '2026-12-01'), said('ended', '2026-11-05')],
      '2026-11-05',
    ],
    ['is none once it was taken up again', [said('active', '2026-12-01'), said('ended', '2026-11-05')], null],
    [
      'is the later one of two',
      [said('ended', '2026-12-05'), said('active', '2026-12-01'), said('ended', '2026-11-05')],
      '2026-12-05',
    ],
  ] as const)('%s', (_, events, endedOn) => {
    expect(contractEnd(events)).toBe(endedOn);
  });
});

it('the first day is the earliest among events, not the first to arrive', () => {
  const events = [event({ ts: '2026-03-01T00:00:00Z' }), event({ ts: '2026-01-31T23:59:59Z', id: 'f' })];
  expect(firstDay(events)).toBe('2026-01-31');
  expect(firstDay([])).toBeNull();
});
