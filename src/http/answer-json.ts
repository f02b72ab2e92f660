import type { Account } from '../domain/account.ts';
import { answerUrlOf, type CopilotAnswer, type FilledMacro } from '../domain/answer.ts';
import { stripHidden } from '../domain/hidden-characters.ts';
import type { AnswerJson } from './answer-shapes.ts';

/** An answer, and whom it is about. */
export interface Answered {
  answer: CopilotAnswer;
  macros: readonly FilledMacro[];
  account: Pick<Account, 'id' | 'name'> | null;
}

/**
 * An answer as an app receives it, without characters that nobody sees: its words go on into pages that we do not draw.
 * @param linkTo - null = the reader may not open our pages, nor read what is for our own people
 */
export function toAnswerJson(
  { answer, macros, account }: Answered,
  linkTo: ((path: string) => string) | null,
): AnswerJson {
  const { id, kind, confidence } = answer;
  const sources = answer.kind === 'answer' ? answer.sources : answer.nearest;
  const named = sources.map((source) => ({
    id: source.id,
    title: stripHidden(source.title),
    kind: source.kind,
    ...(linkTo ? { url: linkTo(source.url) } : {}),
  }));
  const replies = macros.map(({ id: macro, title, text, note, missing }) => ({
    id: macro,
    title: stripHidden(title),
    text: stripHidden(text),
    missing,
    ...(linkTo ? { note: stripHidden(note) } : {}),
  }));
  const solvedBefore = answer.solvedBefore.map(({ ticketId, title, sentences }) => ({
    ticketId: stripHidden(ticketId),
    title: stripHidden(title),
    text: sentences.map(({ text }) => stripHidden(text)).join(' '),
  }));
  const base = {
    id,
    kind,
    confidence,
    abstained: kind !== 'answer',
    macros: replies,
    account: account && { id: account.id, name: stripHidden(account.name) },
    ...(linkTo ? { url: linkTo(answerUrlOf(id)), solvedBefore } : {}),
  };
  if (answer.kind !== 'answer') return { ...base, nearest: named };
  const passages = answer.passages.map((passage) => ({
    id: passage.id,
    documentId: passage.documentId,
    text: stripHidden(passage.text),
  }));
  const sentences = answer.sentences.map(({ text, passageIds }) => ({
    text: stripHidden(text),
    passageIds: [...passageIds],
  }));
  return { ...base, sentences, passages, sources: named };
}
