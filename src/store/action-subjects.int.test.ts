import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { Database } from './database.ts';
import type { Store } from './store.ts';
import { ticketKeyOf, ticketTypes } from './ticket-key.ts';

describeEngines('what was heard of a ticket', (engine) => {
  let store: Store;
  let database: Database;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ store, database, close } = await engine.open());
    const ctx = await testContext(store, '2026-11-25T09:00:00Z');
    const opened = (account: string, ticketId: string) =>
      sampleEvent('ticket.created', account, '2026-11-20', { ticketId });
    await ingest(ctx, [
      ...[opened('acme', '4712'), opened('acme', 'T-acme-032'), opened('acme', 'ÄRGER-1')],
      ...[opened('northfell', '900'), opened('northfell', 'n-7')],
      sampleEvent('ticket.resolved', 'northfell', '2026-11-21', { ticketId: '900' }),
      // Two help desks of one customer may each have their own.
      ...[opened('twin', 'A-1'), opened('twin', 'a-1')],
      sampleEvent('ticket.resolved', 'twin', '2026-11-21', { ticketId: 'A-1' }),
    ]);
  });
  afterAll(() => close());

  test.each([
    ...['4712', '04712', '000004712', '\uFF14\uFF17\uFF11\uFF12', 'T-acme-032', 't-acme-032', 'T-ACME-032'],
    ...['\uFF34-acme-032', '\uFF34\uFF0Dacme\uFF0D032', 'ärger-1', 'A\u0308RGER-1'],
  ])("%j is another customer's, whoever wrote it like this", async (ticketId) => {
    expect(await store.findTicketState('northfell', ticketId)).toBe('elsewhere');
    expect(await store.findTicketState('acme', ticketId)).toBe('open');
  });

  test.each(['4713', '47120', '40712', 'T-acme-32', 'T-acme-0032', 'acme-032', '', '0', '00', "'; --"])(
    '%j is nobody’s',
    async (ticketId) => {
      expect(await store.findTicketState('northfell', ticketId)).toBeNull();
    },
  );

  test('a ticket that is closed is so however it is written', async () => {
    expect(await store.findTicketState('northfell', '0900')).toBe('resolved');
  });

  test('of two that differ in case alone, the one that is written so counts', async () => {
    expect(await store.findTicketState('twin', 'A-1')).toBe('resolved');
    expect(await store.findTicketState('twin', 'a-1')).toBe('open');
  });

  test('its own under this very name comes before what another customer has under a like one', async () => {
    const ctx = await testContext(store, '2026-11-25T09:00:00Z');
    await ingest(ctx, [sampleEvent('ticket.created', 'third', '2026-11-20', { ticketId: '0004712' })]);
    expect(await store.findTicketState('third', '0004712')).toBe('open');
    // This very name is Acme's, and theirs is only like it.
    expect(await store.findTicketState('third', '4712')).toBe('elsewhere');
  });

  test('the records that opened it are found by what its id comes to, those that are written so first', async () => {
    const idsOf = async (ticketId: string) =>
      (await store.findTicketRecords(ticketId)).map(({ event }) => [event.account, event.payload.ticketId]);
    expect(await idsOf('t-ACME-032')).toEqual([['acme', 'T-acme-032']]);
    expect(await idsOf('a-1')).toEqual([
      ['twin', 'a-1'],
      ['twin', 'A-1'],
    ]);
    expect(await idsOf('4713')).toEqual([]);
    expect(await idsOf('a\u0000')).toEqual([]);
  });

  test.each([
    ['of all that was heard', sql`type in ${ticketTypes}`],
    ['of its opening', sql`type = 'ticket.created'`],
  ])('it is looked up by an index: %s', async (_what, types) => {
    const plan = await database.queries.transaction().execute(async (trx) => {
      await sql`set local enable_seqscan = off`.execute(trx);
      const key = ticketKeyOf(sql`payload->>'ticketId'`);
      return await sql`explain select 1 from events where ${types} and ${key} = ${'4712'}`.execute(trx);
    });
    expect(JSON.stringify(plan.rows)).toContain('events_by_ticket_key');
  });
});
