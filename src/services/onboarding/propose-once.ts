import type { ActionKindName } from '../../domain/action.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { RequestContext } from '../context.ts';
import { proposeUnlessDone, requireValid } from '../propose-unless-done.ts';
import { type Matter, noteRefusal, wasRefused } from '../remember-refusals.ts';

/** What came of it; `before` = it was proposed already, and nothing new was. */
export type OnceResult = { ok: true; proposal: Proposal } | { ok: false; before: boolean; reason: string };

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
  const about = account === allAccounts || kind === 'message.post' ? null : account;
  const result = requireValid(
    await proposeUnlessDone(ctx, { kind, params, account: about }, async (store, { id }) => {
      const noted = { account, what, proposalId: id, at: ctx.clock.now() };
      return await store.addOnboardingProposal(noted);
    }),
  );
  if (result.ok) return { ok: true, proposal: result.proposal };
  if (result.refusal === 'done')
    return { ok: false, before: true, reason: 'It was proposed already; see the approvals.' };
  await noteRefusal(ctx, matter, result);
  return { ok: false, before: false, reason: result.reason };
}
