import type { ActionKindName } from '../../domain/action.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { RequestContext } from '../context.ts';
import { proposeAction } from '../propose-action.ts';
import { type Matter, noteRefusal, wasRefused } from '../remember-refusals.ts';

/** What came of it; `before` = it was proposed already, and nothing new was. */
export type OnceResult = { ok: true; proposal: Proposal } | { ok: false; before: boolean; reason: string };

/** Another run or click proposed it. */
class ProposedBefore extends Error {}

/** The account under which is noted what is about all of them. */
export const allAccounts = '*';

/**
 * Proposes an action of an onboarding, once for each account and name, however often and from how many processes this is
 * called.
 * @param what - the name: the same one is never proposed twice
 * @throws {HoldfastError} HF_ACTION_INVALID
 */
export async function proposeOnce(
  ctx: RequestContext,
  { account, what, kind, params }: { account: string; what: string; kind: ActionKindName; params: unknown },
): Promise<OnceResult> {
  const matter: Matter = ['onboarding', account, what];
  if (await wasRefused(ctx, matter))
    return {
      ok: false,
      before: false,
      reason: 'It was refused less than a day ago; the audit says by what.',
    };
  try {
    const result = await proposeAction(ctx, {
      kind,
      params,
      account: account === allAccounts || kind === 'message.post' ? null : account,
      also: async (store, { id }) => {
        const noted = { account, what, proposalId: id, at: ctx.clock.now() };
        if (!(await store.addOnboardingProposal(noted))) throw new ProposedBefore();
      },
    });
    if (result.ok) return { ok: true, proposal: result.proposal };
    await noteRefusal(ctx, matter, result);
    return { ok: false, before: false, reason: result.reason };
  } catch (error) {
    if (error instanceof ProposedBefore)
      return { ok: false, before: true, reason: 'It was proposed already; see the approvals.' };
    throw error;
  }
}
