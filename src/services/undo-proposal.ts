import { HoldfastError } from '../errors.ts';
import { noteObjection } from '../guardrail/note-decision.ts';
import type { ProposeResult } from '../guardrail/propose.ts';
import { forgedReason, verifyRecord } from '../guardrail/verify-record.ts';
import type { RequestContext } from './context.ts';
import { proposeAction } from './propose-action.ts';

/**
 * Proposes what takes an effect back; the proposal names what it compensates, and is judged like any other. Where it
 * ran by itself, that somebody wanted it back counts against its autonomy.
 * @throws {HoldfastError} HF_PROPOSAL_UNKNOWN, or HF_ACTION_INVALID where it cannot be taken back
 */
export async function undoProposal(ctx: RequestContext, id: string): Promise<ProposeResult> {
  const stored = await ctx.store.findProposal(id);
  if (!stored) throw new HoldfastError('HF_PROPOSAL_UNKNOWN', `There is no proposal '${id}'`);
  const verified = verifyRecord(ctx.door, stored);
  if (!verified) throw impossible(forgedReason);
  const { action, kind } = verified;
  const { proposal } = stored;
  if (proposal.state !== 'done')
    throw impossible(`Proposal ${id} is ${proposal.state}, so there is nothing to take back`);
  const undo = kind.undo?.(action) ?? null;
  if (!undo && action.connector === 'holdfast' && Object.keys(action.before).length === 0) {
    const end = typeof action.params.until === 'string' ? '; it ends by itself' : '';
    throw impossible(`Nothing stood there before it, so there is nothing to go back to${end}`);
  }
  if (!undo) throw impossible(`What ${action.kind} did cannot be taken back from here`);
  const result = await proposeAction(ctx, { ...undo, account: action.account, compensates: id });
  if (result.ok) await ctx.store.transaction((store) => noteObjection(store, proposal, ctx.clock.now()));
  return result;
}

function impossible(message: string): HoldfastError {
  return new HoldfastError('HF_ACTION_INVALID', message, {
    next: 'Propose by hand what should happen instead.',
  });
}
