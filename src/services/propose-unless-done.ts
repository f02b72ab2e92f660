import type { Proposal } from '../domain/proposal.ts';
import { HoldfastError } from '../errors.ts';
import type { ProposeResult } from '../guardrail/propose.ts';
import type { StoreTransaction } from '../store/store.ts';
import type { RequestContext } from './context.ts';
import { type ProposeActionInput, proposeAction } from './propose-action.ts';

/** What came of it: `done` = another run or process did it before; `invalid` = no action may hold this. */
export type ProposedUnlessDone =
  | ProposeResult
  | { ok: false; refusal: 'done'; reason: string }
  | { ok: false; refusal: 'invalid'; reason: string; error: HoldfastError };

/** Takes the proposal back, with everything that its transaction wrote. */
class DoneBefore extends Error {}

/**
 * Proposes what is to be proposed once, however many processes come to it: that it is done is written in the transaction
 * of the proposal, so that a process which ends in between did both or neither.
 * @param note - writes it; false = it was done before
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN or HF_ACCOUNT_AMBIGUOUS
 */
export async function proposeUnlessDone(
  ctx: RequestContext,
  input: Omit<ProposeActionInput, 'also'>,
  note: (store: StoreTransaction, proposal: Proposal) => Promise<boolean>,
): Promise<ProposedUnlessDone> {
  try {
    return await proposeAction(ctx, {
      ...input,
      also: async (store, proposal) => {
        if (!(await note(store, proposal))) throw new DoneBefore();
      },
    });
  } catch (error) {
    if (error instanceof DoneBefore) return { ok: false, refusal: 'done', reason: 'It was done before.' };
    if (error instanceof HoldfastError && error.code === 'HF_ACTION_INVALID')
      return { ok: false, refusal: 'invalid', reason: error.message, error };
    throw error;
  }
}

/** For what we wrote ourselves: that no action may hold it is a fault of ours. @throws {HoldfastError} HF_ACTION_INVALID */
export function requireValid(
  result: ProposedUnlessDone,
): Exclude<ProposedUnlessDone, { refusal: 'invalid' }> {
  if (!result.ok && result.refusal === 'invalid') throw result.error;
  return result;
}
