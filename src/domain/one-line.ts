import { stripHidden } from './hidden-characters.ts';

/**
 * What somebody wrote as one line that a card can hold: without what nobody sees, and cut where it is longer.
 * @param longest - characters, the sign of the cut among them
 */
export function oneLine(text: string, longest: number): string {
  const line = stripHidden(text.toWellFormed().replace(/[\s\p{Cc}]+/gu, ' ')).trim();
  return line.length > longest ? `${line.slice(0, longest - 1).toWellFormed()}…` : line;
}
