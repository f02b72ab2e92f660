import type { ProposalState } from '../../domain/proposal.ts';
import type { RequestContext } from '../context.ts';

/** One account's notice about one turn of an issue, and what became of it. */
export interface NoticeLine {
  account: string;
  turn: number;
  proposalId: string;
  state: ProposalState;
  /** What is approved together. */
  batch: string;
}

/** The notices of an issue, the newest turn first. */
export async function listNotices({ store }: RequestContext, issueId: string): Promise<NoticeLine[]> {
  const notices = await store.listIssueNotices(issueId);
  const lines = await Promise.all(
    notices.map(async ({ account, turn, proposalId }): Promise<NoticeLine[]> => {
      const stored = await store.findProposal(proposalId);
      return stored
        ? [{ account, turn, proposalId, state: stored.proposal.state, batch: stored.proposal.batch ?? '' }]
        : [];
    }),
  );
  return lines.flat();
}
