import { digestOf } from '../domain/canonical-json.ts';
import type { Proposal, ProposalPicture } from '../domain/proposal.ts';
import { isMac, macOf } from '../guardrail/mac.ts';
import type { RequestContext } from './context.ts';
import { decideOn, refusalText } from './decide-proposal.ts';
import { listProposals } from './get-proposal.ts';

/** The proposals of a batch that wait, and the button that approves exactly these. */
export interface WaitingBatch {
  batch: string;
  /** The oldest first. */
  pictures: ProposalPicture[];
  button: string;
}

/** What became of a batch that somebody approved. */
export type BatchResult =
  | { ok: false; reason: string }
  | { ok: true; approved: number; refused: { proposalId: string; reason: string }[] };

const proposalsAtMost = 1_000;

/** What waits of a batch, as this member may see it. */
export async function getBatch(ctx: RequestContext, batch: string): Promise<WaitingBatch> {
  const found = await listProposals(ctx, { batch, states: ['proposed'], limit: proposalsAtMost });
  const pictures = found.reverse();
  return { batch, pictures, button: buttonOf(ctx, batch, pictures) };
}

/**
 * Approves every proposal of a batch that was shown with this button, each under its own digest and policy: what is
 * refused for one holds back no other. When the batch is no longer what was shown, nothing is approved.
 */
export async function approveBatch(ctx: RequestContext, button: string): Promise<BatchResult> {
  const batch = /^([a-z0-9.-]{1,200})~[0-9a-f]{64}$/.exec(button)?.[1];
  if (batch === undefined)
    return { ok: false, reason: 'This button was not made here, so nothing was done.' };
  const waiting = await getBatch(ctx, batch);
  if (!isMac(button, waiting.button))
    return { ok: false, reason: 'The batch is not what you saw: look at it again before you approve it.' };
  const refused: { proposalId: string; reason: string }[] = [];
  for (const { proposal } of waiting.pictures) {
    const result = await decideOn(ctx, { id: proposal.id, version: proposal.version, verb: 'approve' });
    if (!result.ok) refused.push({ proposalId: proposal.id, reason: refusalText(result) });
  }
  return { ok: true, approved: waiting.pictures.length - refused.length, refused };
}

/** Names the batch and, unforgeably, every version in it. */
function buttonOf(ctx: RequestContext, batch: string, pictures: readonly { proposal: Proposal }[]): string {
  const shown = pictures.map(({ proposal: { id, version, digest } }) => ({ id, version, digest }));
  return `${batch}~${macOf(`batch:${batch}:${digestOf(shown)}`, ctx.door.keys.button)}`;
}
