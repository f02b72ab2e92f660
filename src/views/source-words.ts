import type { AnswerSource } from '../domain/answer.ts';

/**
 * What kind of document an answer names: `known issue, open`. A solved ticket that an answer stands on is one that a
 * member shared: it may be another account's.
 */
export function sourceWords(kind: AnswerSource['kind'], status: AnswerSource['status']): string {
  if (kind === 'solved-ticket') return 'a solved ticket, shared';
  return [kind.replaceAll('-', ' '), status].filter(Boolean).join(', ');
}
