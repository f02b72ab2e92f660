import type { Account } from '../domain/account.ts';
import { answerUrlOf, type CopilotAnswer, type FilledMacro } from '../domain/answer.ts';
import type { AnswerJson } from './answer-shapes.ts';

/** An answer, and whom it is about. */
export interface Answered {
  answer: CopilotAnswer;
  macros: readonly FilledMacro[];
  account: Pick<Account, 'id' | 'name'> | null;
}

/**
 * An answer as an app receives it.
 * @param linkTo - null = the reader may not open our pages, nor read what is for our own people
 */
export function toAnswerJson(
  { answer, macros, account }: Answered,
  linkTo: ((path: string) => string) | null,
): AnswerJson {
  const { id, kind, confidence } = answer;
  const sources = answer.kind === 'answer' ? answer.sources : answer.nearest;
  const named = sources.map((source) => ({
    ...{ id: source.id, title: source.title, kind: source.kind },
    ...(linkTo ? { url: linkTo(source.url) } : {}),
  }));
  const replies = macros.map(({ id: macro, title, text, note, missing }) => ({
    ...{ id: macro, title, text, missing },
    ...(linkTo ? { note } : {}),
  }));
  const solvedBefore = answer.solvedBefore.map(({ ticketId, title, sentences }) => ({
    ...{ ticketId, title },
    text: sentences.map(({ text }) => text).join(' '),
  }));
  const base = {
    ...{ id, kind, confidence, abstained: kind !== 'answer', macros: replies },
    account: account && { id: account.id, name: account.name },
    ...(linkTo ? { url: linkTo(answerUrlOf(id)), solvedBefore } : {}),
  };
  if (answer.kind !== 'answer') return { ...base, nearest: named };
  const passages = answer.passages.map((passage) => ({
    id: passage.id,
    documentId: passage.documentId,
    text: passage.text,
  }));
  const sentences = answer.sentences.map(({ text, passageIds }) => ({ text, passageIds: [...passageIds] }));
  return { ...base, sentences, passages, sources: named };
}
