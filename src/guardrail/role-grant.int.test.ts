import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';
import { decideOn } from '../services/decide-proposal.ts';
import { getProposal } from '../services/get-proposal.ts';
import { proposeAction } from '../services/propose-action.ts';
import { undoProposal } from '../services/undo-proposal.ts';
import { execute } from './execute.ts';

describeEngines('a role that was granted for good', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
    await opened.store.writeMembers(demoMembers);
  });
  afterAll(() => close());

  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((one) => one.id === id) ?? null,
  });
  const approve = (who: string, id: string) => decideOn(as(who), { id, version: null, verb: 'approve' });
  const work = () => execute(ctx.door, ctx.store, { name: 'w', clock: ctx.clock, random: () => 0.5 }, 10);
  const rolesOf = async (member: string) =>
    (await ctx.store.readStanding(ctx.clock.now())).people.find(({ id }) => id === member)?.roles;

  async function grant(member: string, role: string): Promise<string> {
    const made = await proposeAction(as('admin1'), {
      kind: 'role.grant',
      account: null,
      params: { member, role },
    });
    if (!made.ok) throw new Error(made.reason);
    await approve('manager1', made.proposal.id);
    await approve('exec1', made.proposal.id);
    await work();
    return made.proposal.id;
  }

  test('TF17 is taken back by a proposal of its own, which policy judges like the grant', async () => {
    const id = await grant('csm1', 'admin');
    const other = await grant('csm2', 'admin');
    expect(await rolesOf('csm1')).toEqual(['csm', 'admin']);
    expect(await getProposal(as('manager1'), id)).toMatchObject({ canUndo: true });
    expect(await undoProposal(as('agent1'), id)).toMatchObject({ ok: false, refusal: 'denied' });
    const undo = await undoProposal(as('admin1'), id);
    const back = undo.ok ? undo.proposal : null;
    expect(back).toMatchObject({ state: 'proposed', compensates: id, ruling: { quorum: 2 } });
    await approve('manager1', back?.id ?? '');
    await work();
    expect(await rolesOf('csm1')).toEqual(['csm', 'admin']);
    await approve('exec1', back?.id ?? '');
    await work();
    expect(await rolesOf('csm1')).toEqual(['csm']);
    expect(await rolesOf('csm2')).toEqual(['csm', 'admin']);
    const { proposal } = (await ctx.store.findProposal(back?.id ?? ''))!;
    expect(proposal).toMatchObject({ state: 'done', receipt: { role: 'admin', ended: [id] } });
    await expect(undoProposal(as('admin1'), proposal.id)).rejects.toThrow('nothing to go back to');
    expect(await undoProposal(as('admin1'), id)).toMatchObject({ ok: false, refusal: 'not_allowed' });
    expect((await ctx.store.findProposal(other))?.proposal.state).toBe('done');
  });

  test('cannot be taken back twice at once, and the role of their own stays', async () => {
    await grant('csm1', 'csm');
    const params = { member: 'csm1', role: 'csm', until: 'now' };
    const made = await proposeAction(as('admin1'), { kind: 'role.grant', account: null, params });
    const id = made.ok ? made.proposal.id : '';
    await approve('manager1', id);
    await approve('exec1', id);
    await work();
    expect(await rolesOf('csm1')).toEqual(['csm']);
    expect((await ctx.store.findProposal(id))?.proposal.receipt).toMatchObject({
      until: '2026-11-21T12:00:00.000Z',
    });
  });
});
