import { describe, expect, it } from 'vitest';
import type { CustomerEvent, StoredEvent } from '../../domain/event.ts';
import { contractHistory } from './contract-history.ts';
import { seekOpportunities } from './opportunities.ts';

let seq = 0;
function told(type: string, at: string, payload: object, account = 'acme'): StoredEvent {
  seq++;
  const event = { id: `e${seq}`, type, account, at: new Date(at), user: null, source: 's', payload };
  return { seq, receivedAt: new Date(at), event: event as unknown as CustomerEvent };
}
const usd = (amount: number) => ({ amount, currency: 'USD' });

describe('what a contract said at a moment', () => {
  const events = [
    told('contract.updated', '2026-03-10T09:00:00Z', {
      startsOn: '2026-03-01',
      arr: usd(10),
      segment: 'smb',
    }),
    told('contract.updated', '2026-06-01T00:00:00Z', {
      startsOn: '2027-03-01',
      arr: usd(20),
      segment: 'ent',
    }),
    told('contract.updated', '2026-09-01T12:00:00Z', { status: 'ended', churnReason: 'price' }),
    told('contract.updated', '2026-09-02T12:00:00Z', { status: 'ended' }),
  ];
  const history = contractHistory('acme', events.toReversed(), '2026-01-05');
  const at = (instant: string) => history.before(new Date(instant), instant.slice(0, 10));

  it('begins with the first start that it names, not with the first sign of life, nor with a later term', () => {
    expect(history.begins).toBe('2026-03-01');
    expect(at('2026-02-28T23:00:00Z')).toBeNull();
    expect(contractHistory('acme', [], '2026-01-05').begins).toBe('2026-01-05');
  });

  it('before its first record is as that tells it', () => {
    expect(at('2026-03-01T00:00:01Z')).toMatchObject({ status: 'active', arr: usd(10), segment: 'smb' });
  });

  it('is what was told right before the instant, and not at it', () => {
    expect(at('2026-06-01T00:00:00Z')?.arr).toEqual(usd(10));
    expect(at('2026-06-01T00:00:01Z')?.arr).toEqual(usd(20));
    expect(history.firstSegment).toBe('smb');
  });

  it('ended with the first of the records that say so', () => {
    expect(history.endBefore(new Date('2026-09-01T12:00:00Z'))).toBeNull();
    expect(history.endBefore(new Date('2026-12-01T00:00:00Z'))?.seq).toBe(events[2]?.seq);
    expect(at('2026-12-01T00:00:00Z')).toMatchObject({ status: 'ended', churnReason: 'price' });
    const back = told('contract.updated', '2026-10-01T00:00:00Z', { status: 'active' });
    const again = contractHistory('acme', [...events, back], '2026-01-05');
    expect(again.endBefore(new Date('2026-12-01T00:00:00Z'))).toBeNull();
  });

  it('of whom nothing but the end is on record was a customer until then', () => {
    const gone = contractHistory('acme', events.slice(2, 3), '2026-01-05');
    expect(gone.before(new Date('2026-08-01T00:00:00Z'), '2026-07-31')).toMatchObject({
      status: 'active',
      churnReason: null,
    });
  });
});

describe('seats that a source tells before anybody told of a contract', () => {
  const seats = told('seat.changed', '2026-02-01T00:00:00Z', { seats: 7 });
  const first = told('contract.updated', '2026-04-01T00:00:00Z', { arr: usd(10), seats: 5 });
  const history = contractHistory('acme', [first, seats], '2026-01-05');

  it('are no contract: what the first one says stands for it, and the records begin with that', () => {
    const before = history.before(new Date('2026-03-01T00:00:00Z'), '2026-02-28');
    expect(before).toMatchObject({ status: 'active', arr: usd(10), seats: 7 });
    expect(history.before(new Date('2026-01-10T00:00:00Z'), '2026-01-09')?.seats).toBe(5);
    expect(history.toldSince).toEqual(first.event.at);
    expect(history.saidBefore(new Date('2026-03-01T00:00:00Z'))?.seq).toBe(first.seq);
  });

  it('hold in the order in which they were told, as in every score', () => {
    const later = told('seat.changed', '2026-05-01T00:00:00Z', { seats: 9 });
    const grown = contractHistory('acme', [later, first, seats], '2026-01-05');
    expect(grown.before(new Date('2026-04-20T00:00:00Z'), '2026-04-19')?.seats).toBe(5);
    expect(grown.before(new Date('2026-05-02T00:00:00Z'), '2026-05-01')?.seats).toBe(9);
    expect(grown.saidBefore(new Date('2026-06-01T00:00:00Z'))?.seq).toBe(first.seq);
  });
});

describe('an opportunity', () => {
  const opened = told('expansion.opened', '2026-01-01T00:00:00Z', { opportunityId: 'o', arr: usd(5) });
  const won = told('expansion.won', '2026-01-11T00:00:00Z', { opportunityId: 'o' });

  it('told twice counts once, and is worth what it was opened for where its decision does not say', () => {
    const again = told('expansion.won', '2026-02-01T00:00:00Z', { opportunityId: 'o', arr: usd(9) });
    const [only, ...others] = seekOpportunities([opened, won, again]);
    expect(others).toEqual([]);
    expect(only?.decision).toMatchObject({ isWon: true, opportunity: { seq: won.seq, arr: usd(5) } });
  });

  it('of another account with the same name is another', () => {
    const other = told('expansion.lost', '2026-01-12T00:00:00Z', { opportunityId: 'o' }, 'other');
    expect(seekOpportunities([opened, won, other]).map(({ decision }) => decision?.isWon)).toEqual([
      true,
      false,
    ]);
  });
});
