import { hiddenCharacters, spellHidden } from './hidden-characters.ts';

/**
 * Text as it may be shown: nothing in it can turn the direction of what follows, hide from the reader, or break the
 * request that carries it. Joiners that emoji and some scripts need stay.
 */
export function inertText(text: string): string {
  return text.toWellFormed().replace(hiddenCharacters, spellHidden);
}

/**
 * Cuts text into pieces of at most `length`, never inside a character, between words where there is a blank in the
 * second half. The pieces joined are the text.
 */
export function piecesOf(text: string, length: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > length) {
    const at = cutAt(rest, length);
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  if (rest !== '' || pieces.length === 0) pieces.push(rest);
  return pieces;
}

function cutAt(text: string, length: number): number {
  const blank = text.slice(0, length).search(/\s\S*$/u) + 1;
  if (blank > length / 2) return blank;
  const code = text.charCodeAt(length);
  const splitsPair = code >= 0xdc00 && code <= 0xdfff;
  return splitsPair && length > 1 ? length - 1 : length;
}
