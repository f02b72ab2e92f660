/** What `ask …` asks; other words are a question as they stand. */
export function withoutAsk(text: string): string {
  return text.replace(/^\s*ask(?:\s+|$)/i, '');
}

/** Whether it was said with `ask` that this is a question. */
export function isAsk(text: string): boolean {
  return /^\s*ask\s+\S/i.test(text);
}

/**
 * Whether words that are no question about an account may be one to the knowledge: fewer than three, or with options, are
 * a slip.
 */
export function isSentence(text: string): boolean {
  const words = wordsIn(withoutAsk(text));
  return !words.some((word) => word.startsWith('--')) && (words.length >= 3 || isAsk(text));
}

/** "How do I reset a password?" looks like the health of "I reset a password": no account is called that. */
export function isNoAccountName(name: string): boolean {
  return wordsIn(name).length >= 4;
}

function wordsIn(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
