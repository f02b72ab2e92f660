import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { checkpointBatch } from '../../domain/proposal.ts';
import { proposeAction } from '../../services/propose-action.ts';
import { work } from './work.ts';

describeEngines('a list of approvals', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
    await opened.store.writeMembers(demoMembers);
  });
  afterAll(() => close());

  it('shows what people and rules did, and no checkpoint of every minute', async () => {
    const post = async (summary: string, batch?: string): Promise<void> => {
      const params = { channel: 'C1', view: { summary, blocks: [] } };
      const made = await proposeAction(ctx, { kind: 'message.post', account: null, params, batch });
      expect(made).toMatchObject({ ok: true, proposal: { state: 'approved' } });
    };
    await post('A digest');
    await post('A checkpoint', checkpointBatch);
    const shown = JSON.stringify(await work(ctx, { kind: 'approvals', scope: 'recent' }));
    expect(shown).toContain('A digest');
    expect(shown).not.toContain('A checkpoint');
  });
});
