import type { ProposalPicture } from '../domain/proposal.ts';
import { fieldBlocks } from './field-blocks.ts';
import { isLong, type ShownField } from './fit-fields.ts';
import type { FormView, ViewBlock } from './view.ts';

/** More fields than this are read more easily as the bytes themselves. */
const mostFields = 250;

/** Everything that was or will be approved, to the last character, and its digest. Nothing to fill in. */
export function fullTextForm(picture: ProposalPicture, fields: readonly ShownField[]): FormView {
  const { proposal, text } = picture;
  const named: ViewBlock[] =
    fields.length > mostFields
      ? []
      : [...fieldBlocks(fields.map((field) => ({ ...field, long: isLong(field) }))), { kind: 'divider' }];
  return {
    form: 'full-text',
    title: 'Full text',
    submitLabel: '',
    value: '',
    intro: [
      { kind: 'heading', text: proposal.summary },
      ...named,
      { kind: 'text', spans: [{ text: 'The bytes that are approved, run and kept', strong: true }] },
      { kind: 'quote', spans: [{ text }] },
      {
        kind: 'facts',
        facts: [
          { label: 'SHA-256', value: [{ text: proposal.digest, code: true }] },
          { label: 'Proposal', value: [{ text: `${proposal.id}, version ${proposal.version}` }] },
        ],
      },
      ...(proposal.reason === null || proposal.reason === ''
        ? []
        : [
            { kind: 'text' as const, spans: [{ text: 'Reason', strong: true }] },
            { kind: 'quote' as const, spans: [{ text: proposal.reason }] },
          ]),
    ],
    inputs: [],
  };
}
