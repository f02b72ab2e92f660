import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { checkpointBatch } from '../domain/proposal.ts';
import type { RequestContext } from './context.ts';
import { decideOn } from './decide-proposal.ts';
import { proposeAction } from './propose-action.ts';

describeEngines('a refusal', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme', domains: ['acme.example'] }),
      sampleEvent('contract.updated', 'acme-eu', '2026-09-01', { name: 'Acme Europe', aliases: ['North'] }),
      sampleEvent('contract.updated', 'acme-us', '2026-09-01', { name: 'Acme America', aliases: ['North'] }),
    ]);
  });
  afterAll(() => close());

  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((one) => one.id === id) ?? null,
  });
  const last = async () => (await ctx.store.readAudit({ limit: 1 }))[0];
  const task = { kind: 'task.create', params: { title: 'Call' } };

  test.each([
    ['nobody knows', 'globex', 'account_unknown'],
    ['several fit', 'North', 'account_ambiguous'],
    ['no database can hold', 'a\u0000b', 'account_unknown'],
  ])('of an action for an account that %s stands in the audit', async (_, account, refusal) => {
    await expect(proposeAction(as('csm1'), { ...task, account })).rejects.toThrow(/account/i);
    expect(await last()).toMatchObject({
      action: 'proposal.refused',
      actor: 'csm1',
      account: null,
      detail: { kind: 'task.create', refusal },
    });
  });

  test('TE12 of an address that is not the customer’s keeps no address in its bytes', async () => {
    const params = { to: ['eve@elsewhere.example'], subject: 'Hi', body: 'Hello' };
    const mail = { kind: 'message.customer', account: 'acme', params };
    expect(await proposeAction(as('csm1'), mail)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('eve@elsewhere.example'),
    });
    const entry = await last();
    expect(entry).toMatchObject({ action: 'proposal.refused', detail: { refusal: 'not_allowed' } });
    expect(JSON.stringify(entry)).not.toContain('eve@');
    const kept = await ctx.store.readPersonal(Object.values(entry?.personal ?? {}));
    expect([...kept.values()]).toEqual([expect.stringContaining('eve@elsewhere.example')]);
  });

  test.each([{ origin: 'member' as const }, { origin: 'agent' as const }])(
    'of the sealer’s own batch keeps others from being written down as the sealer ($origin)',
    async ({ origin }) => {
      const asked = { ...task, account: 'acme', batch: checkpointBatch, origin };
      await expect(proposeAction(as('csm1'), asked)).rejects.toMatchObject({ code: 'HF_ACTION_INVALID' });
      await expect(proposeAction(as('nobody'), asked)).rejects.toMatchObject({ code: 'HF_ACTION_INVALID' });
      expect(await last()).toMatchObject({ action: 'proposal.refused', actor: 'system' });
    },
  );

  test('INV12 a model names an account by its id: nobody guesses whom its words mean', async () => {
    const named = { ...task, account: 'Acme Europe' };
    await expect(proposeAction(as('csm1'), { ...named, origin: 'agent' })).rejects.toThrow(
      "No account has the id 'Acme Europe'",
    );
    expect(await last()).toMatchObject({ detail: { refusal: 'account_unknown' } });
    expect(await proposeAction(as('csm1'), { ...named, origin: 'member' })).toMatchObject({ ok: true });
    expect(await proposeAction(as('csm1'), { ...task, account: 'acme-eu', origin: 'agent' })).toMatchObject({
      ok: true,
    });
  });

  test.each(['zzzzzzzzzzzzzzzz', 'a\u0000b', ''])(
    'of a decision about no proposal (%j) stands in the audit',
    async (id) => {
      for (const verb of ['approve', 'edit'] as const) {
        const result = await decideOn(as('manager1'), { id, version: null, verb, params: {} });
        expect(result).toMatchObject({ ok: false, refusal: 'unknown_proposal' });
        expect(await last()).toMatchObject({
          action: 'decision.refused',
          actor: 'manager1',
          detail: { verb, refusal: 'unknown_proposal' },
        });
      }
    },
  );

  test('INV12 of a decision in nobody’s name stands in the audit', async () => {
    const made = await proposeAction(as('csm1'), { ...task, account: 'acme' });
    const id = made.ok ? made.proposal.id : '';
    await expect(decideOn(as('nobody'), { id, version: 1, verb: 'approve' })).rejects.toThrow(
      'A person decides',
    );
    expect(await last()).toMatchObject({
      action: 'decision.refused',
      actor: 'system',
      detail: { verb: 'approve', refusal: 'nobody' },
    });
  });

  test('of an edit that does not fit stands in the audit', async () => {
    const made = await proposeAction(as('csm1'), { ...task, account: 'acme' });
    const id = made.ok ? made.proposal.id : '';
    const params = { title: 'Call', approved: true };
    await expect(decideOn(as('csm2'), { id, version: 1, verb: 'edit', params })).rejects.toThrow('not right');
    expect(await last()).toMatchObject({
      action: 'decision.refused',
      actor: 'csm2',
      account: 'acme',
      detail: { proposal: id, verb: 'edit', refusal: 'invalid' },
    });
  });
});
