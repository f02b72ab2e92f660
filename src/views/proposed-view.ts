import type { Proposal } from '../domain/proposal.ts';
import { sentenceSpans } from './command.ts';
import { shorten } from './fit-fields.ts';
import { formatInstant } from './format.ts';
import { stateWords } from './proposal-words.ts';
import { fieldErrorLength, type View } from './view.ts';

const summaryLength = 300;

/** Tells whoever proposed something what became of it. Approving it is for the card, which others see. */
export function proposedView(proposal: Proposal): View {
  const { word, tone } = stateWords[proposal.state];
  const summary = shorten(proposal.summary.replace(/\s+/g, ' '), summaryLength);
  return {
    summary: `${word}: ${summary}`,
    blocks: [
      { kind: 'heading', text: word, tone },
      { kind: 'text', spans: [{ text: summary, strong: true }] },
      { kind: 'text', spans: [{ text: whatNext(proposal) }] },
      { kind: 'buttons', buttons: [{ action: 'open', label: 'Open', value: proposal.id }] },
      { kind: 'note', spans: [{ text: `Proposal ${proposal.id} · version ${proposal.version}` }] },
    ],
  };
}

/** Tells whoever proposed something that it was not taken, and what to do then; nobody will see it. */
export function notProposedView(reason: string, next = ''): View {
  const text = `Not proposed: ${reason}.`;
  const more = next === '' ? [] : sentenceSpans(` ${next}`);
  return { summary: text, blocks: [{ kind: 'text', spans: [{ text, strong: true }, ...more] }] };
}

/** What stands beside an input that was refused: what is wrong, shortened so that what to do always follows. */
export function refusedText(message: string, next: string): string {
  return `${shorten(`${message}.`, fieldErrorLength - next.length - 1)} ${next}`;
}

function whatNext({ state, ruling, expiresAt, autonomy }: Proposal): string {
  if (state === 'approved' || state === 'executing') return 'Policy lets it run without a person.';
  if (state !== 'proposed') return 'Policy let it run without a person.';
  const people = ruling.quorum === 1 ? 'one person approves' : `${ruling.quorum} people approve`;
  const practised = autonomy === 'shadow' ? ' This kind is only practised: it will not run even then.' : '';
  return `Nothing happens until ${people} it; without an answer by ${formatInstant(expiresAt)} it lapses.${practised}`;
}
