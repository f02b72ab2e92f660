import type { ProposalPicture } from '../domain/proposal.ts';
import { shorten } from './fit-fields.ts';
import { paramInputs } from './param-inputs.ts';
import type { FormView, ViewBlock } from './view.ts';

const reasonLength = 1_000;
const summaryLength = 300;

/** Asks why a proposal is rejected. Comes back with the field `reason`. */
export function rejectForm(picture: ProposalPicture): FormView {
  return {
    form: 'reject',
    title: 'Reject',
    submitLabel: 'Reject',
    value: picture.button,
    intro: whatBlocks(picture),
    inputs: [
      {
        name: 'reason',
        label: 'Why?',
        hint: 'It stands on the card and in the audit, for the requester to read.',
        kind: 'long-text',
        maxLength: reasonLength,
      },
    ],
  };
}

/**
 * Shows every parameter to be changed. What comes back is for `paramsFromFields`, with the parameters of the version
 * that the form's value names.
 * @returns null when nothing of it can be edited in a form
 */
export function editForm(picture: ProposalPicture): FormView | null {
  const { inputs, kept } = paramInputs(picture.action.params);
  if (inputs.length === 0) return null;
  return {
    form: 'edit',
    title: 'Edit the proposal',
    submitLabel: 'Propose',
    value: picture.button,
    intro: [
      ...whatBlocks(picture),
      {
        kind: 'note',
        spans: [
          {
            text: 'What you change becomes a new version that policy judges anew. Somebody else has to approve it, and earlier approvals no longer count.',
          },
        ],
      },
      ...(kept.length === 0
        ? []
        : [
            {
              kind: 'note' as const,
              spans: [
                {
                  text: `Too long or too deep to edit here, kept as it is: ${shorten(kept.join(', '), 600)}.`,
                },
              ],
            },
          ]),
    ],
    inputs: inputs.map(({ input }) => input),
  };
}

function whatBlocks({ proposal }: ProposalPicture): ViewBlock[] {
  return [
    {
      kind: 'text',
      spans: [{ text: shorten(proposal.summary.replace(/\s+/g, ' '), summaryLength), strong: true }],
    },
    {
      kind: 'note',
      spans: [
        {
          text: `Proposal ${shorten(proposal.id, 80)} · version ${proposal.version} · digest ${proposal.digest.slice(0, 12)}`,
        },
      ],
    },
  ];
}
