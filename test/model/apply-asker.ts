import { openAction } from '../../src/domain/action.ts';
import { HoldfastError } from '../../src/errors.ts';
import { decideOn } from '../../src/services/decide-proposal.ts';
import { proposeAction } from '../../src/services/propose-action.ts';
import { undoProposal } from '../../src/services/undo-proposal.ts';
import { as, pick, take } from './pick.ts';
import { cancelled, proposed, version } from './reference-model.ts';
import type { Run } from './run-interleaving.ts';
import type { Step } from './steps.ts';
import { connectorsByKind, paramsOf } from './texts.ts';
import { must } from './violation.ts';

type Asks = Extract<Step, { do: 'propose' | 'undo' | 'cancel' | 'forge' }>;

/** More would only make every run longer. */
const casesAtMost = 4;

/** Whoever asks: proposes, takes back, undoes; and a row that no decision made. */
export async function applyAsker(run: Run, step: Asks): Promise<boolean> {
  switch (step.do) {
    case 'propose':
      return await propose(run, step);
    case 'undo':
      return await undo(run, step);
    case 'forge':
      return await forge(run, step);
    case 'cancel': {
      const one = pick(run, step.p);
      if (!one) return false;
      const ctx = await as(run, step.by);
      const result = await decideOn(ctx, {
        id: one.id,
        version: null,
        verb: 'cancel',
        reason: 'not any more',
      });
      return take(run, one, cancelled(run.world, one, step.by), result, step);
    }
  }
}

async function propose(run: Run, step: Extract<Step, { do: 'propose' }>): Promise<boolean> {
  const { by, kind, account, agent } = step;
  if (run.cases.size >= casesAtMost) return false;
  const params = paramsOf(kind, account, run.cases.size);
  const ctx = await as(run, by);
  const origin = agent ? 'agent' : 'member';
  const before = run.system.outside.landings.length;
  const result = await proposeAction(ctx, { kind, account, params, origin });
  const id = result.ok ? result.proposal.id : '';
  const given = { id, kind, account, connector: connectorsByKind[kind], agent, requester: by };
  const expected = proposed(run.world, { ...given, text: JSON.stringify(params) });
  must(result.ok === (expected !== null), 'INV5 policy decides who may propose what', () => ({
    step,
    result,
  }));
  must(run.system.outside.landings.length === before, 'INV12 proposing sends nothing', () => step);
  if (expected) run.cases.set(id, expected);
  return true;
}

async function undo(run: Run, { by, p }: Extract<Step, { do: 'undo' }>): Promise<boolean> {
  const one = pick(run, p);
  if (!one || run.cases.size >= casesAtMost) return false;
  const ctx = await as(run, by);
  const result = await undoProposal(ctx, one.id).catch((error: unknown) => {
    if (error instanceof HoldfastError) return null;
    throw error;
  });
  must(result === null || one.state === 'done', 'only what happened is undone', () => one);
  // Most effects cannot be taken back; that somebody tried is a step too.
  if (!result?.ok) return one.state === 'done';
  const stored = await run.system.store.findProposal(result.proposal.id);
  const text = stored ? JSON.stringify(openAction(stored.body)?.params) : '';
  const { kind, account, connector } = one;
  const given = { id: result.proposal.id, kind, account, connector, agent: false, requester: by, text };
  const expected = proposed(run.world, given);
  must(expected !== null, 'an undo is judged like any other proposal', () => one);
  must(result.proposal.compensates === one.id, 'an undo names what it takes back', () => one);
  if (expected) run.cases.set(given.id, expected);
  return true;
}

/** TB15: a row that looks like a grant and was written by something else. */
async function forge(run: Run, { p }: Extract<Step, { do: 'forge' }>): Promise<boolean> {
  const { store, clock } = run.system;
  const one = pick(run, p);
  const stored = one && (await store.findProposal(one.id));
  if (!one || !stored || one.grant?.genuine === false) return false;
  // An effect that a worker holds is his; a row that waits is replaced.
  if (!['proposed', 'approved'].includes(one.state) || run.slots.some((slot) => slot.busy())) return false;
  const { proposal } = stored;
  const grant = {
    proposalId: one.id,
    version: version(one),
    digest: proposal.digest,
    approvers: ['exec1', 'manager1'],
    grantedAt: clock.now().toISOString(),
    expiresAt: '2999-01-01T00:00:00.000Z',
    mac: 'ab'.repeat(32),
  };
  await store.transaction(async (transaction) => {
    await transaction.removeEffects([one.id]);
    await transaction.writeProposals({ granted: [{ grant, proposal, nextAt: clock.now(), lane: null }] });
  });
  run.cases.set(one.id, { ...one, grant: { until: Number.MAX_SAFE_INTEGER, alone: false, genuine: false } });
  return true;
}
