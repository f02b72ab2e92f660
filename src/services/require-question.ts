import { questionLimits } from '../domain/question-limits.ts';
import { HoldfastError } from '../errors.ts';

/**
 * The question that a text is.
 * @throws {HoldfastError} HF_USAGE when it is empty or too long
 */
export function requireQuestion(text: string): string {
  const question = text.trim();
  if (question === '') {
    throw new HoldfastError('HF_USAGE', 'The question is empty', {
      next: 'Ask in words: ask "imports fail since 4.40"',
    });
  }
  requireLength(question);
  return question;
}

/**
 * Refuses what is longer than a question may be, whatever it asks: nothing is cut, or the part that matters could be.
 * @throws {HoldfastError} HF_USAGE
 */
export function requireLength(text: string): void {
  const { length } = text.trim();
  if (length <= questionLimits.characters) return;
  const message = `The question has ${length} characters; at most ${questionLimits.characters} are read`;
  throw new HoldfastError('HF_USAGE', message, {
    next: 'Ask with the error and one sentence on what was done.',
  });
}
