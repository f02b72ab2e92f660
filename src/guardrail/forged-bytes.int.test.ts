import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { sealAction } from '../domain/action.ts';
import type { RequestContext } from '../services/context.ts';
import { type DecideInput, decideOn } from '../services/decide-proposal.ts';
import { describePicture } from '../services/describe-picture.ts';
import { getProposal, listProposals } from '../services/get-proposal.ts';
import { proposeAction } from '../services/propose-action.ts';
import type { Database } from '../store/database.ts';
import { approvalView } from '../views/approval-view.ts';
import { actionKinds } from './actions/index.ts';
import { execute, leaseMs } from './execute.ts';
import { recover } from './recover.ts';

const mailTo = { to: ['ann@acme.example'], subject: 'Your renewal', body: 'Hello' };
const empty = sealAction({
  kind: 'message.customer',
  account: 'acme',
  connector: 'smtp',
  params: {},
  before: {},
});
/** The parameters of these fit no kind: whatever looks into them breaks. */
const bodies: [string, Uint8Array][] = [
  ['canonical bytes of no possible action', empty.ok ? empty.sealed.bytes : Buffer.from('')],
  ['no action at all', Buffer.from('{"kind":"message.customer"}')],
  ['nothing', Buffer.from('')],
];

describeEngines('one altered row', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let database: Database;
  let close: () => Promise<void>;
  const mail = createLedgerConnector('smtp', 'none');
  const keyed = createLedgerConnector('outbox', 'idempotent');

  beforeAll(async () => {
    const opened = await engine.open();
    ({ close, database } = opened);
    const door = await testDoor([mail, keyed]);
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, door);
    await opened.store.writeMembers(demoMembers);
    const contract = { name: 'Acme', domains: ['acme.example'] };
    await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-09-01', contract)]);
  });
  afterAll(() => close());
  beforeEach(() => {
    mail.ledger.length = 0;
    keyed.ledger.length = 0;
  });

  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((one) => one.id === id) ?? null,
  });
  const worker = () => ({ name: 'w', clock: ctx.clock, random: () => 0.5 });
  const work = () => execute(ctx.door, ctx.store, worker(), 10);
  const stateOf = async (id: string) => (await ctx.store.findProposal(id))?.proposal.state;
  const decideAs = (who: string, id: string, rest: Partial<DecideInput> = {}) =>
    decideOn(as(who), { id, version: null, verb: 'approve', ...rest });
  const alter = (id: string, body: Uint8Array) =>
    sql`update proposals set body = ${body} where id = ${id}`.execute(database.queries);
  async function proposed(kind = 'message.customer', params: object = mailTo): Promise<string> {
    const made = await proposeAction(as('csm1'), { kind, account: 'acme', params });
    if (!made.ok) throw new Error(made.reason);
    return made.proposal.id;
  }
  const lastEntry = async () => (await ctx.store.readAudit({ limit: 1 }))[0];

  test.each(bodies)('with %s fails alone; everything else goes out in the same pass', async (_, body) => {
    const [bad, fine] = [await proposed(), await proposed()];
    await decideAs('manager1', bad);
    await decideAs('manager1', fine);
    await alter(bad, body);
    await work();
    expect(mail.ledger.map(({ proposalId }) => proposalId)).toEqual([fine]);
    expect([await stateOf(bad), await stateOf(fine)]).toEqual(['failed', 'done']);
    expect(await ctx.store.countOutbox()).toEqual({});
  });

  test.each(bodies)(
    'with %s cannot be approved or edited; it can be rejected; all of it is in the audit',
    async (_, body) => {
      const id = await proposed();
      await alter(id, body);
      for (const [verb, rest] of [
        ['approve', {}],
        ['edit', { params: { ...mailTo, body: 'Other' } }],
      ] as const) {
        expect(await decideAs('manager1', id, { verb, ...rest })).toMatchObject({ refusal: 'forged' });
        const detail = { proposal: id, verb, refusal: 'forged' };
        expect(await lastEntry()).toMatchObject({ actor: 'manager1', action: 'decision.refused', detail });
      }
      const reject = { verb: 'reject', reason: 'It was altered' } as const;
      expect(await decideAs('auditor1', id, reject)).toMatchObject({ ok: false, refusal: 'not_entitled' });
      expect(await decideAs('manager1', id, reject)).toMatchObject({ ok: true });
      expect(await stateOf(id)).toBe('rejected');
      const detail = { proposal: id, forged: true };
      expect(await lastEntry()).toMatchObject({ actor: 'manager1', action: 'proposal.rejected', detail });
    },
  );

  test('on its way can be stopped', async () => {
    const id = await proposed();
    await decideAs('manager1', id);
    await alter(id, bodies[0]![1]);
    expect(await decideAs('csm1', id, { verb: 'cancel', reason: 'altered' })).toMatchObject({ ok: true });
    expect(await ctx.store.countOutbox()).toEqual({});
    await work();
    expect(mail.ledger).toEqual([]);
  });

  test('INV2 in doubt is not said again, and a person settles it', async () => {
    const id = await proposed('nudge.send', { user: 'ann', nudge: 'Look' });
    await decideAs('manager1', id);
    keyed.answers.push({ kind: 'unknown', reason: 'lost' });
    await work();
    await alter(id, bodies[0]![1]);
    for (let pass = 0; pass < 3; pass++) {
      ctx.clock.set(new Date(ctx.clock.now().getTime() + 5 * leaseMs));
      await recover(ctx.door, ctx.store, worker(), 10);
    }
    expect(keyed.ledger).toEqual([]);
    expect(await stateOf(id)).toBe('unknown');
    const settle = { verb: 'settle', outcome: 'failed', reason: 'not there' } as const;
    expect(await decideAs('manager1', id, settle)).toMatchObject({ ok: true, proposal: { state: 'failed' } });
  });

  test('keeps no list from being read; its card shows nothing of it, and offers to reject', async () => {
    const [bad, fine] = [await proposed(), await proposed()];
    await alter(bad, bodies[0]![1]);
    const listed = await listProposals(as('manager1'), { states: ['proposed'], limit: 10 });
    const forged = new Map(listed.map(({ proposal, isForged }) => [proposal.id, isForged]));
    expect([forged.get(fine), forged.get(bad)]).toEqual([false, true]);
    const picture = (await getProposal(as('manager1'), bad))!;
    const view = approvalView(picture, describePicture(picture), ctx.clock.now());
    const buttons = view.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
    expect(buttons.map(({ action }) => action)).toEqual(['reject']);
    expect(JSON.stringify(view)).toContain('Changed outside of Holdfast');
    expect(JSON.stringify(view)).not.toContain('Exactly this');
    for (const id of [bad, fine]) await decideAs('manager1', id, { verb: 'reject', reason: 'done' });
  });

  test('whose check breaks fails alone', async () => {
    const [bad, fine] = [await proposed('nudge.send', { user: 'ann', nudge: 'Look' }), await proposed()];
    await decideAs('manager1', bad);
    await decideAs('manager1', fine);
    const kind = actionKinds.get('nudge.send')!;
    const check = kind.check;
    kind.check = () => {
      throw new TypeError('it broke');
    };
    await work();
    if (check) kind.check = check;
    else delete kind.check;
    expect(mail.ledger.map(({ proposalId }) => proposalId)).toEqual([fine]);
    expect((await ctx.store.findProposal(bad))?.proposal).toMatchObject({
      state: 'failed',
      reason: 'It could not be checked: it broke',
    });
  });
});
