import type { ProposalPicture } from '../domain/proposal.ts';
import { formatInstant } from './format.ts';
import { approvingWords } from './proposal-words.ts';
import type { View } from './view.ts';

/** What hangs under a card that has waited for a while. */
export function reminderView(picture: ProposalPicture): View {
  const { expiresAt } = picture.proposal;
  return sentence(
    `⏳ Still waiting for ${approvingWords(picture)}. It expires on ${formatInstant(expiresAt)}, which means no.`,
  );
}

/** What hangs under a card that nobody has decided in time. */
export function escalationView(picture: ProposalPicture, names: readonly string[]): View {
  const whom = names.length > 0 ? names.join(', ') : approvingWords(picture);
  return sentence(`⏫ Nobody has decided in time. Escalated to ${whom}.`);
}

function sentence(text: string): View {
  return { summary: text, blocks: [{ kind: 'text', spans: [{ text }] }] };
}
