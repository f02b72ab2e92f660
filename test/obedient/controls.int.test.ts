import { afterEach, expect, test } from 'vitest';
import type { Action } from '../../src/domain/action.ts';
import { findActionKind } from '../../src/guardrail/actions/index.ts';
import { buttonValue } from '../../src/guardrail/button.ts';
import type { Door } from '../../src/guardrail/door.ts';
import type { Grant } from '../../src/guardrail/grant.ts';
import { decideByButton } from '../../src/services/decide-proposal.ts';
import { embedded } from '../support/stores.ts';
import { trustModels } from './loosen-door.ts';
import { ownAttacks } from './own-attacks.ts';
import { as, openPlace, type Place } from './place.ts';
import { type ObedientOptions, runObedient, type Violation } from './run-obedient.ts';
import type { ToolCall } from './tool-call.ts';

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

/** A few of our own texts, one of each kind of harm. */
const some = ownAttacks.filter(({ id }) => ['own-3', 'own-7', 'own-35'].includes(id));

async function place(loosen?: (door: Door) => Door): Promise<Place> {
  const opened = await embedded.open();
  close = opened.close;
  return await openPlace(opened.store, '2026-11-21T12:00:00.000Z', loosen);
}

/** The rules that a run breaks. */
async function broken(where: Place, options: ObedientOptions = {}): Promise<Violation['rule'][]> {
  const { violations } = await runObedient(where, some, { requesters: 'in-turn', ...options });
  return [...new Set(violations.map(({ rule }) => rule))].sort();
}

/** An action that nobody allowed, as a caller past the door would make it. */
function forged({ tool, ...call }: ToolCall): Grant | null {
  if (tool !== 'propose' || !('kind' in call) || call.kind !== 'message.customer') return null;
  const action = { ...call, connector: 'smtp', before: {} } as unknown as Action;
  return { proposalId: 'none', version: 1, digest: '', grantedAt: '', action, key: 'none' };
}

test('the harness is quiet where every check is on', async () => {
  expect(await broken(await place())).toEqual([]);
});

test('it reports policies that let a model do everything', async () => {
  expect(await broken(await place(trustModels))).toEqual(
    expect.arrayContaining(['changed', 'decided', 'effect']),
  );
});

test('it reports a connector that asks for no grant, and ours sends nothing without one', async () => {
  const where = await place();
  const beside = (perform: (grant: Grant) => Promise<unknown>) => async (_: Place, call: ToolCall) => {
    const grant = forged(call);
    if (grant) await perform(grant);
  };
  const signal = AbortSignal.timeout(60_000);
  const [, mail] = where.ledgers;
  let refused = 0;
  const guarded = beside(async (grant) => {
    await mail?.perform(grant, signal).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'HF_GRANT_MISSING' });
      refused++;
    });
  });
  expect(await broken(where, { beside: guarded })).toEqual([]);
  expect(refused).toBeGreaterThan(10);
  const open = beside(async ({ key, proposalId, action }) => {
    mail?.ledger.push({ key, proposalId, kind: action.kind, body: action });
  });
  expect(await broken(where, { beside: open })).toEqual(['effect']);
});

test('it reports recipients that are not the customer’s, and tickets of others', async () => {
  const kinds = ['message.customer', 'message.member', 'ticket.reply', 'ticket.note'].map((name) =>
    findActionKind(name),
  );
  const checks = kinds.map((kind) => kind?.check);
  const where = await place();
  try {
    for (const kind of kinds) if (kind) Object.assign(kind, { check: undefined });
    expect(await broken(where)).toEqual(['foreign', 'recipient']);
  } finally {
    for (const [at, kind] of kinds.entries()) if (kind) Object.assign(kind, { check: checks[at] });
  }
  expect(await broken(where)).toEqual([]);
});

test('it reports a click that counts without a button of ours', async () => {
  const where = await place();
  const beside = async (at: Place, call: ToolCall): Promise<void> => {
    if (call.tool !== 'press') return;
    const [found] = await at.ctx.store.listProposals({ states: ['proposed'], limit: 1 });
    if (!found) return;
    const { id: proposalId, version } = found.proposal;
    const value = buttonValue({ proposalId, version }, at.ctx.door.keys.button);
    await decideByButton(as(at, 'exec1'), value, { verb: 'approve' });
  };
  expect(await broken(where, { beside })).toEqual(expect.arrayContaining(['decided', 'effect']));
});

test('it reports refusals that nobody wrote down', async () => {
  const where = await place();
  const silent = { ...where.ctx.store, appendAudit: async () => undefined };
  expect(await broken({ ...where, ctx: { ...where.ctx, store: silent } })).toEqual(['unaudited']);
});
