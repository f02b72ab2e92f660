import type { PlayQuestion } from './question.ts';

/** More words than an account and a playbook have are a sentence that begins with "play". */
const longestWords = 8;
const longestText = 300;
const begins = /^\s*(?:plays?|playbooks?)(?:\s|$)/i;

/**
 * Reads `play ACCOUNT [PLAYBOOK]`, also `plays` and `playbook`. Which word is the playbook is not known here.
 * @returns null when the text is something else
 */
export function readPlay(text: string): PlayQuestion | null {
  if (text.length > longestText || !begins.test(text)) return null;
  const words = text.trim().split(/\s+/).slice(1);
  if (words.length > longestWords) return null;
  return { kind: 'play', account: words.join(' ').replace(/["“”„]/g, ''), playbook: null };
}

/**
 * Takes the playbook off the end of the words, where it is one.
 * @param isPlaybook - whether a playbook has this id
 */
export function withPlaybook(question: PlayQuestion, isPlaybook: (id: string) => boolean): PlayQuestion {
  const words = question.account.split(' ');
  const last = (words.at(-1) ?? '').toLowerCase();
  if (!isPlaybook(last)) return question;
  return { ...question, account: words.slice(0, -1).join(' '), playbook: last };
}
