import type { Proposal, ProposalPicture, ProposalState } from '../domain/proposal.ts';
import { principalOf, readStanding } from '../guardrail/facts.ts';
import { decidersAmong, outlineCase } from '../guardrail/judge-proposal.ts';
import { verifyRecord } from '../guardrail/verify-record.ts';
import type { StoredProposal } from '../store/proposals.ts';
import type { RequestContext } from './context.ts';
import { picturesOf, unknownResource } from './get-proposal.ts';

/** What waits, before it is drawn: enough to say whom it concerns. */
export interface Waiting {
  proposal: Proposal;
  /** As in a picture: whoever asks, or nobody; without a member, all who may. */
  deciders: readonly string[];
}

/** Which of what waits is wanted. */
export interface WaitingInput {
  /** Default: `proposed` */
  states?: readonly ProposalState[];
  /** Default: all of them */
  concerns?: (waiting: Waiting) => boolean;
  /** From 1; beyond the last, the last is shown. */
  page?: number | undefined;
  pageSize: number;
}

/** A page of what waits, and how much there is. */
export interface WaitingPage {
  pictures: ProposalPicture[];
  /** How many concern whoever asks. */
  total: number;
  /** How many wait at all, of those that this member may see. */
  considered: number;
  page: number;
  pages: number;
}

/** More than this can wait only where nobody decides for weeks; what expires first is among them. */
const readAtMost = 5_000;

/**
 * Everything that waits and that this member may see, what expires first on top. It costs no look at what each one is
 * about, so that it can be counted and paged however long the list is.
 */
export async function readWaiting(
  ctx: RequestContext,
  states: readonly ProposalState[] = ['proposed'],
): Promise<Waiting[]> {
  return (await readAll(ctx, states)).map(({ waiting }) => waiting);
}

/** A page of what waits, drawn as this member may see it, what expires first on top. */
export async function listWaiting(
  ctx: RequestContext,
  { states = ['proposed'], concerns = () => true, page = 1, pageSize }: WaitingInput,
): Promise<WaitingPage> {
  const all = await readAll(ctx, states);
  const found = all.filter(({ waiting }) => concerns(waiting));
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const shown = Math.min(Math.max(1, page), pages);
  const slice = found.slice((shown - 1) * pageSize, shown * pageSize);
  const pictures = await picturesOf(
    ctx,
    slice.map(({ stored }) => stored),
  );
  return { pictures, total: found.length, considered: all.length, page: shown, pages };
}

async function readAll(
  ctx: RequestContext,
  states: readonly ProposalState[],
): Promise<{ stored: StoredProposal; waiting: Waiting }[]> {
  const { store, member, door, clock } = ctx;
  const found = await store.listProposals({ states, order: 'urgent', limit: readAtMost });
  const now = clock.now();
  const standing = await readStanding(store, now);
  const ids = [...new Set(found.flatMap(({ proposal }) => proposal.account ?? []))];
  const accounts = new Map((await store.findAccounts(ids)).map((account) => [account.id, account]));
  const policies = door.policies();
  const viewer = member && principalOf(standing, member.id);
  const asked = viewer === null ? standing.all.map(({ id }) => id) : [viewer.id];
  return await store.transaction(async (transaction) => {
    const seen: { stored: StoredProposal; waiting: Waiting }[] = [];
    for (const stored of found) {
      const { proposal } = stored;
      const verified = verifyRecord(door, stored);
      const outline = verified && (await outlineCase(transaction, verified, now, { standing, accounts }));
      const resource = outline?.facts.resource ?? unknownResource(proposal);
      const isOwn = viewer === null || viewer.id === proposal.requester;
      if (!isOwn && !policies.permits('see', viewer, resource).allowed) continue;
      const deciders = outline ? decidersAmong(door, outline, asked) : [];
      seen.push({ stored, waiting: { proposal, deciders } });
    }
    return seen;
  });
}
