import type { ProposalPicture } from '../domain/proposal.ts';
import { shorten } from './fit-fields.ts';
import { formatInstant } from './format.ts';
import { approversOf, approvingWords, nameOf, stateWords } from './proposal-words.ts';
import { said } from './said.ts';
import type { View } from './view.ts';

const summaryLength = 160;
const reasonLength = 800;

/** What hangs under a card that has waited for a while. */
export function reminderView(picture: ProposalPicture): View {
  const { expiresAt } = picture.proposal;
  return said(
    `⏳ Still waiting for ${approvingWords(picture)}. It expires on ${formatInstant(expiresAt)}, which means no.`,
  );
}

/** What hangs under a card that nobody has decided in time. */
export function escalationView(picture: ProposalPicture, names: readonly string[]): View {
  const whom = names.length > 0 ? names.join(', ') : approvingWords(picture);
  return said(`⏫ Nobody has decided in time. Escalated to ${whom}.`);
}

/** What whoever asked is told, alone, when something came of it: `✅ Done: Tag ticket T-1 · approved by Helena Strand`. */
export function outcomeView(picture: ProposalPicture): View {
  const { id, summary, reason } = picture.proposal;
  const what = shorten(summary.replace(/\s+/g, ' '), summaryLength);
  const { head, more } = outcomeWords(picture);
  const quoted = reason === null || reason === '' ? [] : [{ text: shorten(reason, reasonLength) }];
  return {
    summary: `${head}: ${what}${more === '' ? '' : ` · ${more}`}`,
    blocks: [
      {
        kind: 'text',
        spans: [
          { text: `${head}: `, strong: true },
          { text: what },
          ...(more === '' ? [] : [{ text: ` · ${more}`, quiet: true }]),
        ],
      },
      ...(quoted.length === 0 ? [] : [{ kind: 'quote' as const, spans: quoted }]),
      { kind: 'buttons', buttons: [{ action: 'open', label: 'Open', value: id }] },
    ],
  };
}

function outcomeWords(picture: ProposalPicture): { head: string; more: string } {
  const { state, decidedBy } = picture.proposal;
  const { word } = stateWords[state];
  const names = approversOf(picture);
  const approved = names === '' ? '' : `approved by ${names}`;
  const by = decidedBy === null ? '' : ` by ${nameOf(picture, decidedBy)}`;
  switch (state) {
    case 'done':
      return { head: `✅ ${word}`, more: approved };
    case 'failed':
      return { head: `❌ ${word}`, more: 'nothing more will be tried' };
    case 'rejected':
    case 'cancelled':
      return { head: `🚫 ${word}${by}`, more: 'nothing was done' };
    case 'expired':
      return { head: `⌛ ${word}`, more: 'nothing was done' };
    case 'unknown':
      return { head: `❓ ${word}`, more: 'it was tried; somebody has to look what came of it' };
    case 'approved':
      return { head: '👁 Approved, and not run', more: `this kind is only practised · ${approved}` };
    default:
      return { head: word, more: '' };
  }
}
