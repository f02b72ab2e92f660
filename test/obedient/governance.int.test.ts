import { afterAll, beforeAll, expect, test } from 'vitest';
import { actionKindNames } from '../../src/domain/action.ts';
import { decideOn } from '../../src/services/decide-proposal.ts';
import { proposeAction } from '../../src/services/propose-action.ts';
import { runEffects } from '../../src/services/run-effects.ts';
import { embedded } from '../support/stores.ts';
import { as, openPlace, type Place } from './place.ts';

let place: Place;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await embedded.open();
  close = opened.close;
  place = await openPlace(opened.store, '2026-11-21T12:00:00.000Z');
});
afterAll(() => close());

const rolesOf = async (member: string) => {
  const { people } = await place.ctx.store.readStanding(place.ctx.clock.now());
  return people.find(({ id }) => id === member)?.roles;
};
const work = async () => {
  while (await runEffects(place.ctx, 'worker'));
};

test('TF17 nobody gives themselves a role: two others have to agree, and the audit has it before it holds', async () => {
  const params = { member: 'admin1', role: 'exec' };
  const result = await proposeAction(as(place, 'admin1'), { kind: 'role.grant', account: null, params });
  const id = result.ok ? result.proposal.id : '';
  const approve = (who: string) => decideOn(as(place, who), { id, version: 1, verb: 'approve' });
  expect(await approve('admin1')).toMatchObject({ ok: false, refusal: 'own_request' });
  expect(await approve('csm1')).toMatchObject({ ok: false, refusal: 'not_entitled' });
  expect(await approve('manager1')).toMatchObject({ ok: true, proposal: { state: 'proposed' } });
  expect(await approve('manager1')).toMatchObject({ ok: false, refusal: 'already_approved' });
  await work();
  expect(await rolesOf('admin1')).toEqual(['admin']);
  expect(await approve('exec1')).toMatchObject({ ok: true, proposal: { state: 'approved' } });
  await work();
  expect(await rolesOf('admin1')).toEqual(['admin', 'exec']);
  const written = (await place.ctx.store.readAudit({ limit: 50 }))
    .filter(({ detail }) => detail.proposal === id)
    .map(({ action }) => action)
    .reverse();
  expect(written.indexOf('action.granted')).toBeGreaterThan(written.lastIndexOf('proposal.approved'));
  expect(written.indexOf('action.done')).toBeGreaterThan(written.indexOf('action.granted'));
});

test.each(['system', 'agent'] as const)(
  'TF17 INV12 whoever asks as %s, no role and no rule is proposed',
  async (origin) => {
    const asked = [
      { kind: 'role.grant', params: { member: 'csm1', role: 'admin' } },
      {
        kind: 'rule.change',
        params: {
          file: 'policies/zz.cedar',
          content: '@id("zz")\npermit (principal, action == Action::"see", resource);\n',
        },
      },
    ];
    for (const ctx of [place.ctx, as(place, 'admin1'), as(place, 'exec1')]) {
      for (const one of asked) {
        const result = await proposeAction(ctx, { ...one, account: null, origin });
        expect(result).toMatchObject({ ok: false, refusal: 'denied' });
        expect(JSON.stringify(result)).toMatch(/governance\.people-only|models\.never/);
      }
    }
  },
);

test('TB26 breaking glass takes two other people, ends with its day, and stands in a history that nobody can edit', async () => {
  const { ctx } = place;
  const today = ctx.clock.now().toISOString().slice(0, 10);
  const params = { member: 'manager2', role: 'admin', until: today };
  const asked = await proposeAction(as(place, 'manager1'), { kind: 'role.grant', account: null, params });
  const id = asked.ok ? asked.proposal.id : '';
  const approve = (who: string) => decideOn(as(place, who), { id, version: 1, verb: 'approve' });
  expect(await approve('manager2')).toMatchObject({ ok: false, refusal: 'own_gain' });
  expect(await approve('admin1')).toMatchObject({ ok: true, proposal: { state: 'proposed' } });
  await work();
  expect(await rolesOf('manager2')).toEqual(['manager']);
  expect(await approve('exec1')).toMatchObject({ ok: true, proposal: { state: 'approved' } });
  await work();
  expect(await rolesOf('manager2')).toEqual(['manager', 'admin']);

  const entries = (await ctx.store.readAudit({ limit: 50 })).filter(({ detail }) => detail.proposal === id);
  const said = entries.map(({ actor, action }) => `${actor} ${action}`).reverse();
  expect(said).toEqual([
    'manager1 proposal.made',
    'manager2 decision.refused',
    'admin1 proposal.approved',
    'exec1 proposal.approved',
    'exec1 action.granted',
    'system action.done',
  ]);
  const receipt = { member: 'manager2', role: 'admin', until: `${today}T23:59:59.999Z` };
  expect(entries[0]?.detail).toMatchObject({ receipt });

  // The strongest role reaches no way to rewrite what was written.
  const before = await ctx.store.readAudit({ limit: 500 });
  for (const kind of actionKindNames) {
    await proposeAction(as(place, 'manager2'), { kind, account: null, params: { id, seq: 1 } }).catch(
      () => undefined,
    );
  }
  await work();
  expect((await ctx.store.readAudit({ limit: 500 })).slice(-before.length)).toEqual(before);

  const end = Date.parse(`${today}T23:59:59.999Z`);
  ctx.clock.set(new Date(end - 1));
  expect(await rolesOf('manager2')).toEqual(['manager', 'admin']);
  ctx.clock.set(new Date(end));
  expect(await rolesOf('manager2')).toEqual(['manager']);
});

test('TB26 whoever gains by it does not decide it in the name of somebody they cover for either', async () => {
  const { ctx } = place;
  const now = ctx.clock.now();
  const cover = { id: 'tb26', from: 'exec1', to: 'manager2', by: 'exec1', reason: 'Away' };
  const endsAt = new Date(now.getTime() + 86_400_000);
  await ctx.store.addDelegation({ ...cover, startsAt: now, endsAt, revokedAt: null });
  const params = { member: 'manager2', role: 'admin' };
  const asked = await proposeAction(as(place, 'manager1'), { kind: 'role.grant', account: null, params });
  const id = asked.ok ? asked.proposal.id : '';
  const approve = (who: string) => decideOn(as(place, who), { id, version: 1, verb: 'approve' });
  expect(await approve('manager2')).toMatchObject({ ok: false, refusal: 'own_gain' });
  expect(await approve('admin1')).toMatchObject({ ok: true });
  expect(await approve('exec1')).toMatchObject({ ok: true, proposal: { state: 'approved' } });
  expect(await ctx.store.findProposal(id)).toMatchObject({ proposal: { state: 'approved' } });
});

test('TB26 nobody who covers for whoever gains by it decides it, not even in their own name', async () => {
  const { ctx } = place;
  const now = ctx.clock.now();
  const endsAt = new Date(now.getTime() + 86_400_000);
  const cover = { id: 'tb26-own', from: 'csm2', to: 'manager1', by: 'csm2', reason: 'Away' };
  await ctx.store.addDelegation({ ...cover, startsAt: now, endsAt, revokedAt: null });
  const params = { member: 'csm2', role: 'admin' };
  const asked = await proposeAction(as(place, 'manager2'), { kind: 'role.grant', account: null, params });
  const id = asked.ok ? asked.proposal.id : '';
  const approve = (who: string) => decideOn(as(place, who), { id, version: 1, verb: 'approve' });
  expect(await approve('manager1')).toMatchObject({ ok: false, refusal: 'own_gain' });
  expect(await approve('admin1')).toMatchObject({ ok: true });
});
