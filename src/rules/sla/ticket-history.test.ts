import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../domain/event.ts';
import { foldTicket, foldTickets } from './ticket-history.ts';

const statuses = { waitingStatuses: ['Pending', 'on hold'], reopenedStatuses: ['reopened'] };
let seq = 0;
const at = (time: string) => new Date(`2026-11-20T${time}:00Z`);
const told = (
  kind: 'created' | 'updated' | 'resolved',
  time: string,
  payload: Record<string, unknown> = {},
  account = 'acme',
): StoredEvent =>
  ({
    seq: ++seq,
    receivedAt: at(time),
    event: { type: `ticket.${kind}`, account, at: at(time), payload: { ticketId: 'T-1', ...payload } },
  }) as unknown as StoredEvent;
const fold = (...events: StoredEvent[]) => {
  const history = foldTicket(events, statuses);
  if (!history) throw new Error('nothing opened it');
  return history;
};

describe('a ticket’s history', () => {
  it('has its opening, our first word and its end', () => {
    const history = fold(
      told('created', '09:00', { subject: 'Down', priority: 'P1' }),
      told('updated', '09:20', { status: 'active' }),
      told('updated', '10:00'),
      told('resolved', '12:00'),
    );
    expect(history).toMatchObject({
      account: 'acme',
      ticketId: 'T-1',
      subject: 'Down',
      priority: 'P1',
      latestPriority: 'P1',
      openedAt: at('09:00'),
      firstUpdatedAt: at('09:20'),
      respondedAt: at('09:20'),
      resolvedAt: at('12:00'),
      status: 'active',
    });
  });

  it('takes its end as our first word where there was none before', () => {
    const history = fold(told('created', '09:00'), told('resolved', '10:00'));
    expect([history.firstUpdatedAt, history.respondedAt]).toEqual([null, at('10:00')]);
  });

  it.each(['customer', 'User', 'requester'])('takes no word of the %s for ours', (by) => {
    const history = fold(
      told('created', '09:00'),
      told('updated', '09:10', { by }),
      told('updated', '09:30'),
    );
    expect([history.firstUpdatedAt, history.respondedAt]).toEqual([at('09:10'), at('09:30')]);
  });

  it('is the same whatever the order in which its events came', () => {
    const events = [
      told('created', '09:00', { priority: 'P2' }),
      told('updated', '09:30', { status: 'pending' }),
      told('updated', '10:30', { status: 'active', priority: 'P1' }),
      told('resolved', '11:00'),
    ];
    expect(fold(...events.toReversed())).toEqual(fold(...events));
  });

  it('ends where it began, if its end is dated hours before, and may be opened again', () => {
    const ended = [told('resolved', '08:00'), told('created', '09:00')];
    expect(fold(...ended)).toMatchObject({ resolvedAt: at('09:00'), respondedAt: at('09:00') });
    expect(fold(...ended, told('updated', '10:00', { status: 'Reopened' })).resolvedAt).toBeNull();
  });

  it('is open, if an end of its name is dated days before: it was another’s', () => {
    const earlier = told('resolved', '08:00');
    earlier.event.at = new Date('2026-11-18T08:00:00Z');
    expect(fold(earlier, told('created', '09:00')).resolvedAt).toBeNull();
  });

  it('takes an update that its source dates before the opening as one that came with it', () => {
    const history = fold(
      told('created', '09:00'),
      told('updated', '08:00', { priority: 'P0' }),
      told('updated', '12:00'),
    );
    expect([history.firstUpdatedAt, history.respondedAt, history.priority]).toEqual([
      at('09:00'),
      at('09:00'),
      null,
    ]);
  });

  it('keeps the priority that it was opened with, and the last one beside it', () => {
    const history = fold(
      told('created', '09:00', { priority: 'P3' }),
      told('updated', '10:00', { priority: 'P0' }),
    );
    expect([history.priority, history.latestPriority]).toEqual(['P3', 'P0']);
  });

  it('has the first priority that somebody gave one that was opened without', () => {
    const history = fold(told('created', '09:00'), told('updated', '10:00', { priority: 'P1' }));
    expect(history.priority).toBe('P1');
  });

  it('stands while we wait for the customer, whatever the case of the status', () => {
    const { standstills } = fold(
      told('created', '09:00'),
      told('updated', '10:00', { status: 'PENDING' }),
      told('updated', '10:30', { status: 'on hold' }),
      told('updated', '11:00', { status: 'active' }),
      told('updated', '12:00', { status: 'On Hold' }),
    );
    expect(standstills).toEqual([
      { from: at('10:00'), to: at('11:00') },
      { from: at('12:00'), to: null },
    ]);
  });

  it('goes on when the customer wrote, and not at a note that says nothing of its status', () => {
    const waiting = [told('created', '09:00'), told('updated', '10:00', { status: 'pending' })];
    expect(fold(...waiting, told('updated', '11:00', { tags: ['x'] })).standstills[0]?.to).toBeNull();
    expect(fold(...waiting, told('updated', '11:00', { by: 'customer' })).standstills[0]?.to).toEqual(
      at('11:00'),
    );
  });

  it('stands from its end until it is opened again', () => {
    const history = fold(
      told('created', '09:00'),
      told('resolved', '10:00'),
      told('updated', '10:05', { status: 'closed' }),
      told('updated', '11:00', { status: 'Reopened' }),
    );
    expect([history.resolvedAt, history.standstills]).toEqual([
      null,
      [{ from: at('10:00'), to: at('11:00') }],
    ]);
  });

  it('stays ended when it is filed away', () => {
    const history = fold(
      told('created', '09:00'),
      told('resolved', '10:00'),
      told('updated', '12:00', { status: 'closed' }),
    );
    expect(history.resolvedAt).toEqual(at('10:00'));
  });

  it('begins with the first of two openings', () => {
    const history = fold(
      told('created', '09:00', { subject: 'one' }),
      told('created', '11:00', { subject: 'two' }),
    );
    expect([history.openedAt, history.subject]).toEqual([at('09:00'), 'one']);
  });

  it('is none without an opening', () => {
    expect(foldTicket([told('updated', '09:00'), told('resolved', '10:00')], statuses)).toBeNull();
  });

  it('is one for each account that has a ticket of that number', () => {
    const histories = foldTickets(
      [told('created', '09:00'), told('created', '10:00', {}, 'other'), told('updated', '11:00')],
      statuses,
    );
    expect(histories.map(({ account, respondedAt }) => [account, respondedAt])).toEqual([
      ['acme', at('11:00')],
      ['other', null],
    ]);
  });
});
