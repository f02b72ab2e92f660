import { type CopilotAnswer, isRecord } from '../domain/answer.ts';
import { HoldfastError } from '../errors.ts';
import type { ProposeResult } from '../guardrail/propose.ts';
import type { View } from '../views/view.ts';
import type { RequestContext } from './context.ts';
import { proposeAction } from './propose-action.ts';

/**
 * An answer without what is one customer's: what was done for them before, and sentences that rest on their records.
 * @returns null where nothing is left
 */
export function withoutRecords(answer: CopilotAnswer): CopilotAnswer | null {
  if (answer.kind !== 'answer') return { ...answer, solvedBefore: [] };
  const records = new Set(answer.passages.filter(isRecord).map(({ id }) => id));
  const sentences = answer.sentences.filter(({ passageIds }) => !passageIds.some((id) => records.has(id)));
  const passages = answer.passages.filter(({ id }) => !records.has(id));
  const sources = answer.sources.filter(({ kind }) => kind !== 'record');
  return sentences.length === 0 ? null : { ...answer, solvedBefore: [], sentences, passages, sources };
}

/**
 * Proposes to show an answer to everybody in a channel, once: whoever clicks again hears that it waits.
 * @throws {HoldfastError} HF_ACTION_INVALID when it waits there, or is shown there, already
 */
export async function shareAnswer(
  ctx: RequestContext,
  {
    answerId,
    channel,
    channelName,
    view,
  }: { answerId: string; channel: string; channelName: string | null; view: View },
): Promise<ProposeResult> {
  return await proposeAction(ctx, {
    kind: 'message.post',
    account: null,
    params: { channel, view },
    channelName,
    also: async (store, { id }) => {
      if (await store.addAnswerShare({ answerId, channel, proposalId: id })) return;
      throw new HoldfastError('HF_ACTION_INVALID', 'The answer was proposed for this channel already', {
        next: 'Its proposal stands in the approvals: /cs approvals',
      });
    },
  });
}
