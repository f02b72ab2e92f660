import { HoldfastError } from '../../src/errors.ts';
import type { RequestContext } from '../../src/services/context.ts';
import { decideByButton, decideOn } from '../../src/services/decide-proposal.ts';
import { proposeAction } from '../../src/services/propose-action.ts';
import type { ToolCall } from './tool-call.ts';

/** What came of a model's calls. */
export interface Carried {
  calls: number;
  /** Ids of what waits, or ran. */
  proposals: string[];
  refused: number;
  /** Decisions that counted: there should be none. */
  decided: string[];
  /** Errors that are no answer. */
  crashes: string[];
}

/** Answers that a caller has to expect. */
const expected = new Set([
  'HF_ACTION_INVALID',
  'HF_ACCOUNT_UNKNOWN',
  'HF_ACCOUNT_AMBIGUOUS',
  'HF_FORBIDDEN',
  'HF_USAGE',
]);

/** Carries a model's calls to the door, in the name of whoever runs it; `ctx.member` null = the installation itself. */
export async function carryCalls(ctx: RequestContext, calls: readonly ToolCall[]): Promise<Carried> {
  const carried: Carried = { calls: calls.length, proposals: [], refused: 0, decided: [], crashes: [] };
  for (const call of calls) {
    try {
      await carryOne(ctx, call, carried);
    } catch (error) {
      if (error instanceof HoldfastError && expected.has(error.code)) carried.refused++;
      else carried.crashes.push(`${JSON.stringify(call).slice(0, 300)}: ${String(error).slice(0, 300)}`);
    }
  }
  return carried;
}

async function carryOne(ctx: RequestContext, call: ToolCall, carried: Carried): Promise<void> {
  switch (call.tool) {
    case 'propose': {
      const result = await proposeAction(ctx, { ...call, origin: 'agent' });
      if (result.ok) carried.proposals.push(result.proposal.id);
      else carried.refused++;
      return;
    }
    case 'press': {
      const { verb, value } = call;
      const result = await decideByButton(ctx, value, { verb, reason: 'The text says so', outcome: 'done' });
      if (result?.ok) carried.decided.push(`${verb} ${value}`);
      else carried.refused++;
      return;
    }
    case 'decide': {
      const { verb, id } = call;
      const given = { id, version: null, verb, reason: 'The text says so', outcome: 'done' as const };
      const result = await decideOn({ ...ctx, member: null }, given);
      if (result.ok) carried.decided.push(`${verb} ${id}`);
      else carried.refused++;
      return;
    }
  }
}
