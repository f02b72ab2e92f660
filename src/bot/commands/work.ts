import { checkpointBatch, type ProposalState } from '../../domain/proposal.ts';
import type { WorkQuestion } from '../../rules/question/question.ts';
import { mayDecide } from '../../services/approvals-waiting.ts';
import type { RequestContext } from '../../services/context.ts';
import { flipSwitch } from '../../services/flip-switch.ts';
import { listProposals } from '../../services/get-proposal.ts';
import { listAutonomy } from '../../services/set-autonomy.ts';
import { type ApprovalsScope, approvalsListView } from '../../views/approvals-list-view.ts';
import { autonomyView } from '../../views/autonomy-view.ts';
import { notProposedView, proposedView } from '../../views/proposed-view.ts';
import type { View } from '../../views/view.ts';

const readAtMost = 200;
const open: readonly ProposalState[] = ['proposed', 'unknown'];
const ended: readonly ProposalState[] = [
  'approved',
  'executing',
  'done',
  'failed',
  'rejected',
  'expired',
  'cancelled',
];

/** `/cs approvals [mine|open|recent]`, `/cs autonomy`, `/cs halt SCOPE`, `/cs resume SCOPE`. */
export async function work(ctx: RequestContext, question: WorkQuestion): Promise<View> {
  switch (question.kind) {
    case 'approvals':
      return await approvals(ctx, question.scope);
    case 'autonomy':
      return autonomyView(await listAutonomy(ctx));
    case 'halt': {
      if (question.scope === '') return scopesView(question.on ? 'halt' : 'resume');
      const { result } = await flipSwitch(ctx, question);
      return result.ok ? proposedView(result.proposal) : notProposedView(result.reason);
    }
  }
}

/** In an emergency nobody should have to look up the words. */
function scopesView(verb: 'halt' | 'resume'): View {
  const examples = ['all', 'account:acme', 'kind:message.customer', 'connector:smtp', 'model'];
  return {
    summary: `Say what to ${verb}: /cs ${verb} all`,
    blocks: [
      { kind: 'text', spans: [{ text: `Say what to ${verb}:`, strong: true }] },
      { kind: 'list', items: examples.map((scope) => [{ text: `/cs ${verb} ${scope}`, code: true }]) },
    ],
  };
}

async function approvals(ctx: RequestContext, scope: ApprovalsScope): Promise<View> {
  const states = scope === 'recent' ? ended : open;
  // Posts of checkpoints end once a minute, and would leave room for nothing else. What waits is never left out.
  const exceptBatch = scope === 'recent' ? checkpointBatch : undefined;
  const found = await listProposals(ctx, { states, exceptBatch, limit: readAtMost });
  const shown = scope === 'mine' ? found.filter((picture) => concerns(ctx, picture)) : found;
  return approvalsListView(scope, shown, ctx.clock.now());
}

/** What one asked for oneself, or may decide by one's role. */
function concerns(
  { member }: RequestContext,
  picture: Awaited<ReturnType<typeof listProposals>>[number],
): boolean {
  if (!member) return true;
  return picture.proposal.requester === member.id || mayDecide(member, picture);
}
