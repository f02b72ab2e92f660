import { oneLine } from './one-line.ts';

const wordsAlone = /^\p{L}+(?:[-_ ]\p{L}+)*$/u;
const prefix = /^opp(?:ortunity)?[-_ ]/i;
const nameLength = 40;
const reasonLength = 80;

/** What people call an opportunity: its id where that is made of words, `opp-second-workspace`; any other id as it is. */
export function opportunityName(id: string): string {
  return oneLine(wordsAlone.test(id) ? id.replace(prefix, '').replace(/[-_]/g, ' ') : id, nameLength);
}

/** The same with what it was opened for: `Second workspace: monthly runs used up`. */
export function opportunityWords(id: string, reason?: string): string {
  const name = opportunityName(id);
  const why = oneLine(reason ?? '', reasonLength);
  const words = why === '' ? name : `${name}: ${why}`;
  return wordsAlone.test(id) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}
