import { actionOf } from '../../domain/playbook.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { RequestContext } from '../context.ts';
import { proposeAction } from '../propose-action.ts';
import { getPlays } from './get-plays.ts';

/** What became of a start, as one sentence for whoever asked. */
export interface StartedPlay {
  proposal: Proposal | null;
  sentence: string;
  /** The play that is on its way; null = none is, or it waits for an approval */
  started: { account: { id: string; name: string }; action: string; first: string } | null;
}

/** What is proposed when somebody starts a playbook: with the reason, where it is the one that was recommended. */
export async function startInput(
  ctx: RequestContext,
  { accountId, playbook }: { accountId: string; playbook: string },
): Promise<{ kind: 'playbook.start'; account: string; params: { playbook: string; why?: string } }> {
  const { recommended } = await getPlays(ctx, accountId);
  const why = recommended?.playbook === playbook ? { why: oneLine(recommended.why) } : {};
  return { kind: 'playbook.start', account: accountId, params: { playbook, ...why } };
}

/**
 * Starts a playbook for an account, through the door.
 * @throws {HoldfastError} HF_ACTION_INVALID when there is no such playbook, HF_ACCOUNT_UNKNOWN
 */
export async function startPlay(
  ctx: RequestContext,
  input: { accountId: string; playbook: string },
): Promise<StartedPlay> {
  const { running, account } = await getPlays(ctx, input.accountId);
  const playbook = ctx.content.playbooks.find(({ id }) => id === input.playbook);
  const action = playbook ? actionOf(playbook) : input.playbook;
  if (running.some(({ recipe }) => recipe.id === input.playbook))
    return { proposal: null, started: null, sentence: `This play runs already: ${action}.` };
  const result = await proposeAction(ctx, await startInput(ctx, input));
  if (!result.ok) return { proposal: null, started: null, sentence: `Not started: ${result.reason}.` };
  const { proposal } = result;
  const waits = proposal.state === 'proposed';
  return {
    proposal,
    sentence: waits
      ? `Waiting for approval: ${action}.`
      : `Started: ${action}. Its first step shows here within a moment.`,
    started: waits ? null : { account, action, first: playbook?.steps[0]?.title ?? '' },
  };
}

/** What a card says, on one line that fits the action. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299).toWellFormed()}…` : line;
}
