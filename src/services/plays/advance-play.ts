import type { Account } from '../../domain/account.ts';
import type { Play } from '../../domain/play.ts';
import type { PlaybookStep } from '../../domain/playbook.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { PlayCommand } from '../../rules/playbook/decide-play.ts';
import type { RequestContext } from '../context.ts';
import { wasRefused } from '../remember-refusals.ts';
import { type KnownPlay, movePlay, readPlay } from './move-play.ts';
import { matterOf, proposeDraft } from './propose-step.ts';
import { readFact } from './read-facts.ts';

/** More turns than the longest playbook has steps, and room for two workers that meet. */
const turnsAtMost = 60;

/**
 * Takes a play as far as it goes without a person: waits that are over, conditions and checks, drafts to propose, and
 * proposals that came to their end. Whatever it does is one transaction, so it goes on after any end of a process.
 * @returns the play as it is now; null = there is none
 */
export async function advancePlay(ctx: RequestContext, id: string): Promise<Play | null> {
  const own = { ...ctx, member: null };
  let known = await readPlay(own, id);
  for (let turn = 0; known?.play.life.state === 'running' && turn < turnsAtMost; turn++) {
    const next = await takeTurn(own, known);
    if (next === null) return known.play;
    known = next === 'moved' ? await readPlay(own, id) : next;
  }
  return known?.play ?? null;
}

/** Null = it is a person's turn, or nothing is due. */
async function takeTurn(ctx: RequestContext, known: KnownPlay): Promise<KnownPlay | 'moved' | null> {
  const { play } = known;
  const step = play.steps.find(({ state }) => state === 'current');
  if (!step) return null;
  const [account] = await ctx.store.findAccounts([play.account]);
  if (account?.status !== 'active') return await move(ctx, known, lost);
  const { recipe, proposalId } = step;
  if (proposalId !== null) {
    const command = await settleCommand(ctx, recipe.id, proposalId);
    return command && (await move(ctx, known, command));
  }
  switch (recipe.kind) {
    case 'task':
    case 'approval':
      return null;
    case 'wait':
      return await move(ctx, known, { kind: 'elapse', step: recipe.id });
    case 'draft':
      return await draft(ctx, known, recipe, account);
    case 'condition':
    case 'check':
      return await measure(ctx, known, recipe);
  }
}

const lost: PlayCommand = {
  kind: 'end',
  by: 'system',
  outcome: 'lost',
  reason: 'Its contract ended',
};

async function move(
  ctx: RequestContext,
  known: KnownPlay,
  command: PlayCommand,
): Promise<KnownPlay | 'moved' | null> {
  const result = await movePlay(ctx, known, command);
  if (result.ok) return result.known;
  return result.refusal === 'moved' ? 'moved' : null;
}

async function draft(
  ctx: RequestContext,
  known: KnownPlay,
  step: Extract<PlaybookStep, { kind: 'draft' }>,
  account: Account,
): Promise<KnownPlay | 'moved' | null> {
  if (await wasRefused(ctx, matterOf(known, step.id))) return null;
  const proposed = await proposeDraft(ctx, known, step, account);
  if (proposed.kind === 'moved') return 'moved';
  if (proposed.kind === 'proposed') return proposed.known;
  return await move(ctx, known, { kind: 'hold', step: step.id, reason: proposed.reason });
}

async function measure(
  ctx: RequestContext,
  known: KnownPlay,
  { id, fact }: Extract<PlaybookStep, { kind: 'condition' | 'check' }>,
): Promise<KnownPlay | 'moved' | null> {
  const value = await readFact(ctx, known.play.account, fact);
  return await move(ctx, known, { kind: 'measure', step: id, fact: value });
}

/** What a step is told of its proposal; null = people, or the worker, are still at it. */
async function settleCommand(
  ctx: RequestContext,
  step: string,
  proposalId: string,
): Promise<PlayCommand | null> {
  const stored = await ctx.store.findProposal(proposalId);
  const end = stored ? endOf(stored.proposal) : { happened: false, reason: 'Its proposal is gone' };
  return end && { kind: 'settle', step, ...end };
}

function endOf({ state, autonomy, reason }: Proposal): { happened: boolean; reason: string } | null {
  const because = reason ? `: ${reason}` : '';
  switch (state) {
    case 'done':
      return { happened: true, reason: 'Approved and carried out' };
    case 'rejected':
      return { happened: false, reason: `Rejected${because}` };
    case 'cancelled':
      return { happened: false, reason: `Taken back${because}` };
    case 'expired':
      return { happened: false, reason: 'Nobody decided in time' };
    case 'failed':
      return { happened: false, reason: `It could not be carried out${because}` };
    case 'approved':
      return autonomy === 'shadow'
        ? { happened: false, reason: 'Actions of its kind are in shadow: nothing was sent' }
        : null;
    default:
      return null;
  }
}
