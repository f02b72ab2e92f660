import type { ProposalPicture } from '../../domain/proposal.ts';
import { mayDecide } from '../../services/approvals-waiting.ts';
import type { RequestContext } from '../../services/context.ts';
import { decideByButton, refusalText } from '../../services/decide-proposal.ts';
import { describePicture } from '../../services/describe-picture.ts';
import { editOf, withEdit } from '../../services/digest/edit-digest.ts';
import { getProposal, getProposalByButton } from '../../services/get-proposal.ts';
import { undoProposal } from '../../services/undo-proposal.ts';
import { approvalView, withoutDecisions } from '../../views/approval-view.ts';
import { digestForm, editFromFields } from '../../views/digest-form.ts';
import { fullTextForm } from '../../views/full-text-form.ts';
import { paramsFromFields } from '../../views/param-inputs.ts';
import { editForm, rejectForm } from '../../views/proposal-forms.ts';
import { notProposedView, proposedView } from '../../views/proposed-view.ts';
import { said } from '../../views/said.ts';
import type { View } from '../../views/view.ts';
import type { Answer, Asked, Reply } from '../reply.ts';

type Decision = Extract<Asked, { kind: 'click' | 'submit' }>;

const clicks = new Set([
  'approve',
  'reject',
  'edit',
  'full-text',
  'look',
  'cancel',
  'undo',
  'settle-done',
  'settle-failed',
  'open',
]);
const forms = new Set(['reject', 'edit']);

/** Whether a click or a form is about a proposal. */
export function isDecision(asked: Asked): asked is Decision {
  return (
    (asked.kind === 'click' && clicks.has(asked.action)) || (asked.kind === 'submit' && forms.has(asked.form))
  );
}

/** What a button or a form of a proposal asks for. Only whoever pressed it sees the answer; the card shows the rest. */
export async function decision(ctx: RequestContext, asked: Decision): Promise<Answer> {
  return asked.kind === 'click' ? await clicked(ctx, asked.action, asked.value) : await submitted(ctx, asked);
}

async function clicked(ctx: RequestContext, action: string, value: string): Promise<Answer> {
  switch (action) {
    case 'approve':
      return await outcome(ctx, value, { verb: 'approve' });
    case 'cancel':
      return await outcome(ctx, value, { verb: 'cancel', reason: 'taken back by hand' });
    case 'settle-done':
      return await outcome(ctx, value, { verb: 'settle', outcome: 'done', reason: 'seen to have happened' });
    case 'settle-failed':
      return await outcome(ctx, value, {
        verb: 'settle',
        outcome: 'failed',
        reason: 'seen not to have happened',
      });
    default:
      return await shown(ctx, action, value);
  }
}

/** What only looks, or opens a form. */
async function shown(ctx: RequestContext, action: string, value: string): Promise<Answer> {
  const picture = action === 'open' ? await getProposal(ctx, value) : await getProposalByButton(ctx, value);
  if (!picture) return { view: said('There is no such proposal, or you may not see it.') };
  const fields = describePicture(picture);
  switch (action) {
    case 'undo': {
      const result = await undoProposal(ctx, picture.proposal.id);
      return { view: result.ok ? proposedView(result.proposal) : notProposedView(result.reason) };
    }
    case 'reject':
      return withForm(rejectForm(picture), picture);
    case 'edit': {
      const digest = editOf(picture.action);
      if (digest) return withForm(digestForm(picture, digest), picture);
      const form = editForm(picture);
      return form
        ? withForm(form, picture)
        : { view: said('Nothing of it can be edited in a form. Propose it anew.') };
    }
    case 'full-text':
      return withForm(fullTextForm(picture, fields), picture);
    case 'look':
      return { view: ownApprovalView(ctx, picture, fields) };
    default:
      return { view: approvalView(picture, fields, ctx.clock.now()) };
  }
}

/** The card with the buttons that decide, for who may; without them for everybody else. */
function ownApprovalView(
  ctx: RequestContext,
  picture: ProposalPicture,
  fields: ReturnType<typeof describePicture>,
): View {
  const view = approvalView(picture, fields, ctx.clock.now());
  return ctx.member && mayDecide(ctx.member, picture) ? view : withoutDecisions(view);
}

async function submitted(ctx: RequestContext, asked: Extract<Decision, { kind: 'submit' }>): Promise<Answer> {
  const { form, value, fields } = asked;
  if (form === 'reject') {
    const reason = (fields.reason ?? '').trim();
    if (reason === '')
      return { view: said('A rejection needs a reason.'), fieldErrors: { reason: 'Say why.' } };
    return await outcome(ctx, value, { verb: 'reject', reason });
  }
  const picture = await getProposalByButton(ctx, value);
  if (!picture) return { view: said('There is no such proposal, or you may not see it.') };
  const digest = editOf(picture.action);
  if (digest) return await editedDigest(ctx, value, picture, digest, fields);
  const read = paramsFromFields(picture.action.params, fields);
  if (!read.ok) return { view: said('Something cannot be read.'), fieldErrors: read.fieldErrors };
  return await outcome(ctx, value, { verb: 'edit', params: read.params });
}

async function editedDigest(
  ctx: RequestContext,
  value: string,
  { action }: ProposalPicture,
  digest: { id: string },
  fields: Readonly<Record<string, string>>,
): Promise<Answer> {
  const read = editFromFields(fields);
  if (!read.ok) return { view: said('Something cannot be read.'), fieldErrors: read.fieldErrors };
  return await outcome(ctx, value, { verb: 'edit', params: await withEdit(ctx, action, digest, read.edit) });
}

async function outcome(
  ctx: RequestContext,
  value: string,
  input: Parameters<typeof decideByButton>[2],
): Promise<Answer> {
  const result = await decideByButton(ctx, value, input);
  if (result === null) return { view: said('This button was not made here, so nothing was done.') };
  if (!result.ok) return { view: said(refusalText(result)) };
  const picture = await getProposal(ctx, result.proposal.id);
  return { view: said(picture ? sentenceOf(picture, result.event) : 'Done.') };
}

function sentenceOf({ proposal, quorum }: ProposalPicture, event: string): string {
  const what = `“${proposal.summary}”`;
  switch (event) {
    case 'approved': {
      const left = quorum - proposal.approvals.length;
      if (proposal.state === 'proposed')
        return `Your approval of ${what} counts; ${left} more ${left === 1 ? 'is' : 'are'} needed.`;
      return proposal.autonomy === 'shadow'
        ? `Your decision about ${what} is counted; nothing runs.`
        : `You approved ${what}.`;
    }
    case 'edited':
      return `${what} is version ${proposal.version} now; somebody else has to approve it.`;
    case 'rejected':
      return `You rejected ${what}.`;
    case 'cancelled':
      return `You took ${what} back; it will not run.`;
    default:
      return `${what} is settled as ${proposal.state}.`;
  }
}

function withForm(form: NonNullable<Reply['form']>, { proposal }: ProposalPicture): Answer {
  return { view: said(proposal.summary), form };
}
