import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { approvalView } from '../views/approval-view.ts';
import type { RequestContext } from './context.ts';
import { describePicture } from './describe-picture.ts';
import { getProposal } from './get-proposal.ts';
import { proposeAction } from './propose-action.ts';

const said = 'No record of this ticket has come in from your help desk';

describeEngines('a ticket that an action names', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    const door = await testDoor([createLedgerConnector()]);
    const bare = await testContext(opened.store, '2026-11-25T09:00:00Z', undefined, door);
    ctx = { ...bare, member: demoMembers.find(({ id }) => id === 'csm1') ?? null };
    await opened.store.writeMembers(demoMembers);
    await ingest(bare, [
      ...['acme', 'northfell-foods'].map((id) =>
        sampleEvent('contract.updated', id, '2026-09-01', { name: id }),
      ),
      sampleEvent('ticket.created', 'acme', '2026-11-20', { ticketId: '4712' }),
      sampleEvent('ticket.created', 'acme', '2026-11-20', { ticketId: 'T-acme-032' }),
      sampleEvent('ticket.created', 'northfell-foods', '2026-11-20', {
        ticketId: 'N-1',
        subject: 'A key leaked',
      }),
    ]);
  });
  afterAll(() => close());

  const propose = async (ticketId: string, kind = 'ticket.note') => {
    const params = { ticketId, ...(kind === 'ticket.tag' ? { tags: ['vip'] } : { body: 'Ask Ben first' }) };
    return await proposeAction(ctx, { kind, account: 'northfell-foods', params });
  };
  const cardOf = async (ticketId: string): Promise<string> => {
    const made = await propose(ticketId);
    if (!made.ok) throw new Error(made.reason);
    const picture = await getProposal(ctx, made.proposal.id);
    if (!picture) throw new Error('not to be seen');
    return JSON.stringify(approvalView(picture, describePicture(picture), ctx.clock.now()));
  };

  test.each(['4712', '04712', 't-acme-032', '\uFF34-acme-032'])(
    'INV7: %s is refused as another customer’s, however it is written',
    async (ticketId) => {
      expect(await propose(ticketId)).toMatchObject({
        ok: false,
        reason: expect.stringContaining("is another customer's"),
      });
    },
  );

  test.each(['../T-acme-032', 'T-acme-032/', 'T-\u200B1'])('%j is no id of a ticket', async (ticketId) => {
    await expect(propose(ticketId)).rejects.toMatchObject({ code: 'HF_ACTION_INVALID' });
  });

  test('the card says when no record of it has come in', async () => {
    expect(await cardOf('N-2')).toContain(said);
    expect(await cardOf('N-1')).not.toContain(said);
  });

  test('the card shows what it is about, however its id is written', async () => {
    for (const written of ['N-1', 'n-1', '\uFF2E-1']) {
      const card = await cardOf(written);
      expect(card).toContain('A key leaked');
      expect(card).not.toContain(said);
    }
  });
});
