import { checkpointBatch, type ProposalState } from '../../domain/proposal.ts';
import type { WorkQuestion } from '../../rules/question/question.ts';
import { mayDecide } from '../../services/approvals-waiting.ts';
import type { RequestContext } from '../../services/context.ts';
import { flipSwitch } from '../../services/flip-switch.ts';
import { listProposals } from '../../services/get-proposal.ts';
import { listWaiting, type Waiting } from '../../services/list-waiting.ts';
import { listAutonomy } from '../../services/set-autonomy.ts';
import {
  type ApprovalsCard,
  type ApprovalsScope,
  approvalsListView,
  approvalsPageSize,
} from '../../views/approvals-list-view.ts';
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

/** `/cs approvals [mine|open|recent] [PAGE]`, `/cs autonomy`, `/cs halt SCOPE`, `/cs resume SCOPE`. */
export async function work(ctx: RequestContext, question: WorkQuestion): Promise<View> {
  switch (question.kind) {
    case 'approvals':
      return await approvals(ctx, question.scope, question.page);
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

async function approvals(ctx: RequestContext, scope: ApprovalsScope, page = 1): Promise<View> {
  const card = scope === 'recent' ? await recent(ctx, page) : await waiting(ctx, scope, page);
  return approvalsListView({ scope, ...card }, ctx.clock.now());
}

async function waiting(
  ctx: RequestContext,
  scope: 'mine' | 'open',
  page: number,
): Promise<Omit<ApprovalsCard, 'scope'>> {
  const concerns = (one: Waiting): boolean => scope === 'open' || concernsMember(ctx, one);
  return await listWaiting(ctx, { states: open, concerns, page, pageSize: approvalsPageSize });
}

async function recent(ctx: RequestContext, page: number): Promise<Omit<ApprovalsCard, 'scope'>> {
  // Posts of checkpoints end once a minute, and would leave room for nothing else.
  const filter = { states: ended, exceptBatch: checkpointBatch };
  const found = await listProposals(ctx, { ...filter, limit: readAtMost });
  const pages = Math.max(1, Math.ceil(found.length / approvalsPageSize));
  const shown = Math.min(page, pages);
  const pictures = found.slice((shown - 1) * approvalsPageSize, shown * approvalsPageSize);
  return { pictures, total: found.length, page: shown, pages };
}

/** What one asked for oneself, or may decide by one's role. */
function concernsMember({ member }: RequestContext, one: Waiting): boolean {
  if (!member) return true;
  return one.proposal.requester === member.id || mayDecide(member, one);
}
