import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { createLedgerConnector, testDoor } from '../../test/support/door.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import type { Action } from '../domain/action.ts';
import { HoldfastError } from '../errors.ts';
import type { RequestContext } from '../services/context.ts';
import { decideOn } from '../services/decide-proposal.ts';
import { proposeAction } from '../services/propose-action.ts';
import { setAutonomy } from '../services/set-autonomy.ts';
import { execute } from './execute.ts';

let ctx: Awaited<ReturnType<typeof testContext>>;
let close: () => Promise<void>;
let read: () => Action['before'];
const crm = createLedgerConnector('hubspot', 'lookup');

beforeAll(async () => {
  const opened = await embedded.open();
  close = opened.close;
  const connector = { ...crm, readBefore: async () => read() };
  ctx = await testContext(opened.store, '2026-11-21T12:00:00Z', undefined, await testDoor([connector]));
  await opened.store.writeMembers(demoMembers);
  await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme' })]);
});
afterAll(() => close());

const as = (id: string): RequestContext => ({
  ...ctx,
  member: demoMembers.find((one) => one.id === id) ?? null,
});
const later = (minutes: number) => ctx.clock.set(new Date(ctx.clock.now().getTime() + minutes * 60_000));
const work = () => execute(ctx.door, ctx.store, { name: 'w', clock: ctx.clock, random: () => 0.5 }, 10);
const stateOf = async (id: string) => (await ctx.store.findProposal(id))?.proposal;

async function approved(): Promise<string> {
  read = () => ({ to: 'silver' });
  const params = { field: 'tier', to: 'gold' };
  const made = await proposeAction(as('csm1'), { kind: 'crm.update', account: 'acme', params });
  if (!made.ok) throw new Error(made.reason);
  await decideOn(as('manager1'), { id: made.proposal.id, version: 1, verb: 'approve' });
  return made.proposal.id;
}

test('TB13 what would be replaced has changed: it does not happen', async () => {
  const id = await approved();
  read = () => ({ to: 'bronze' });
  await work();
  expect(await stateOf(id)).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('has changed'),
  });
  expect(crm.ledger).toEqual([]);
});

test('what would be replaced cannot be read now: it waits, and happens once when it can', async () => {
  const id = await approved();
  read = () => {
    throw new Error('503');
  };
  await work();
  expect(await stateOf(id)).toMatchObject({ state: 'approved' });
  read = () => ({ to: 'silver' });
  later(1);
  await work();
  expect(await stateOf(id)).toMatchObject({ state: 'done' });
  expect(crm.ledger).toHaveLength(1);
});

test('nothing is proposed whose old value nobody can see', async () => {
  read = () => {
    throw new Error('503');
  };
  const params = { field: 'tier', to: 'gold' };
  await expect(proposeAction(as('csm1'), { kind: 'crm.update', account: 'acme', params })).rejects.toThrow(
    HoldfastError,
  );
});

test('I11 a kind that was put into shadow runs nothing that was approved before', async () => {
  const id = await approved();
  await setAutonomy(as('admin1'), { kind: 'crm.update', level: 'shadow', reason: 'practice' });
  crm.ledger.length = 0;
  await work();
  expect(await stateOf(id)).toMatchObject({ state: 'failed', reason: expect.stringContaining('shadow') });
  expect(crm.ledger).toEqual([]);
});
