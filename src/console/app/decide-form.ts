import type { ProposalPicture } from '../../domain/proposal.ts';
import type { RequestContext } from '../../services/context.ts';
import { decideByButton, refusalText } from '../../services/decide-proposal.ts';
import { editOf, withEdit } from '../../services/digest/edit-digest.ts';
import { getProposal, getProposalByButton } from '../../services/get-proposal.ts';
import { undoProposal } from '../../services/undo-proposal.ts';
import { editFromFields } from '../../views/digest-form.ts';
import { paramsFromFields } from '../../views/param-inputs.ts';
import { readInputs } from './draw-view.ts';
import type { FormRoute } from './route.ts';
import type { Notice } from './session-cookie.ts';

type Fields = Readonly<Record<string, string>>;

/**
 * Decides a proposal: the same service as the buttons in chat, with the same signed value, so that what was on the page
 * is what is decided.
 */
export const decideForm: FormRoute = {
  path: '/console/approvals',
  act: async ({ ctx, fields }) => {
    const id = /^[a-z0-9]{8,40}$/.test(fields.id ?? '') ? fields.id : '';
    return { to: `/console/approvals${id === '' ? '' : `/${id}`}`, ...(await decideAsAsked(ctx, fields)) };
  },
};

async function decideAsAsked(ctx: RequestContext, fields: Fields): Promise<Notice> {
  const { button = '', verb } = fields;
  switch (verb) {
    case 'approve':
      return await outcome(ctx, button, { verb });
    case 'reject': {
      const reason = fields.reason?.trim() ?? '';
      return reason === ''
        ? bad('A rejection needs a reason.')
        : await outcome(ctx, button, { verb, reason });
    }
    case 'cancel':
      return await outcome(ctx, button, { verb, reason: 'taken back by hand' });
    case 'settle-done':
      return await outcome(ctx, button, { verb: 'settle', outcome: 'done', reason: 'seen to have happened' });
    case 'settle-failed':
      return await outcome(ctx, button, {
        verb: 'settle',
        outcome: 'failed',
        reason: 'seen not to have happened',
      });
    case 'undo': {
      const picture = await getProposalByButton(ctx, button);
      if (!picture) return bad(notOurs);
      const result = await undoProposal(ctx, picture.proposal.id);
      return result.ok
        ? { tone: 'good', text: 'Taking it back is proposed.' }
        : bad(`It cannot be taken back: ${result.reason}.`);
    }
    case 'edit':
      return await edit(ctx, button, fields);
    default:
      return bad('This form asks for nothing that can be done.');
  }
}

const notOurs = 'This button was not made here, or you may not see what it is about. Nothing was done.';

async function edit(ctx: RequestContext, button: string, fields: Fields): Promise<Notice> {
  const picture = await getProposalByButton(ctx, button);
  if (!picture) return bad(notOurs);
  const read = await editedParams(ctx, picture, readInputs(fields));
  if ('problem' in read) return bad(read.problem);
  return await outcome(ctx, button, { verb: 'edit', params: read.params });
}

async function editedParams(
  ctx: RequestContext,
  { action }: ProposalPicture,
  inputs: Fields,
): Promise<{ params: unknown } | { problem: string }> {
  const digest = editOf(action);
  const read = digest ? editFromFields(inputs) : paramsFromFields(action.params, inputs);
  if (!read.ok) {
    const problems = Object.entries(read.fieldErrors).map(([name, problem]) => `${name}: ${problem}`);
    return { problem: `Something cannot be read. ${problems.join(' ')}` };
  }
  if ('params' in read) return { params: read.params };
  return digest ? { params: await withEdit(ctx, action, digest, read.edit) } : { problem: notOurs };
}

async function outcome(
  ctx: RequestContext,
  button: string,
  input: Parameters<typeof decideByButton>[2],
): Promise<Notice> {
  const result = await decideByButton(ctx, button, input);
  if (result === null) return bad(notOurs);
  if (!result.ok) return bad(refusalText(result));
  const picture = await getProposal(ctx, result.proposal.id);
  return { tone: 'good', text: picture ? said(picture, result.event) : 'Done.' };
}

function said({ proposal, quorum }: ProposalPicture, event: string): string {
  const left = quorum - proposal.approvals.length;
  switch (event) {
    case 'approved':
      if (proposal.state === 'proposed') return `Your approval counts; ${left} more needed.`;
      return proposal.autonomy === 'shadow' ? 'Your decision is counted; nothing runs.' : 'You approved it.';
    case 'edited':
      return `It is version ${proposal.version} now; somebody else has to approve it.`;
    case 'rejected':
      return 'You rejected it; nothing will be done.';
    case 'cancelled':
      return 'You took it back; it will not run.';
    default:
      return `It is settled as ${proposal.state}.`;
  }
}

function bad(text: string): Notice {
  return { tone: 'bad', text };
}
