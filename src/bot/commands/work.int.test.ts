import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
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

  it('is paged, what expires first on top, and nothing sinks out of reach', async () => {
    const accounts = Array.from({ length: 15 }, (_, index) => `customer-${10 + index}`);
    await ingest(
      ctx,
      accounts.map((id) => sampleEvent('contract.updated', id, '2026-11-10', { name: id })),
    );
    const requester = demoMembers.find(({ id }) => id === 'csm1') ?? null;
    for (const account of accounts) {
      const params = { percent: 5, reason: 'An outage', expiresOn: '2027-03-31' };
      const made = await proposeAction(
        { ...ctx, member: requester },
        { kind: 'concession.grant', account, params },
      );
      expect(made.ok).toBe(true);
      ctx.clock.set(new Date(ctx.clock.now().getTime() + 60_000)); // each expires a minute later
    }
    const manager = { ...ctx, member: demoMembers.find(({ id }) => id === 'manager1') ?? null };
    const shown = async (page?: number): Promise<string> =>
      JSON.stringify(await work(manager, { kind: 'approvals', scope: 'mine', ...(page && { page }) }));
    const named = (text: string): string[] =>
      accounts.filter((id) => text.includes(`"${id}`) || text.includes(` ${id}`));
    const [first, second] = [await shown(), await shown(2)];
    expect(first).toContain('Waiting for you, or asked for by you: 15');
    expect(named(first)).toEqual(accounts.slice(0, 12));
    expect(named(second)).toEqual(accounts.slice(12));
    expect(first).toContain('"value":"mine 2"');
    expect(second).toContain('"value":"mine 1"');
    expect(await shown(99)).toBe(second);
    const agent = { ...ctx, member: demoMembers.find(({ id }) => id === 'agent1') ?? null };
    expect(named(JSON.stringify(await work(agent, { kind: 'approvals', scope: 'mine' })))).toEqual([]);
  });
});
