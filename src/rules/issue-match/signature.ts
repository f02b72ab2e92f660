/** How a signature stands in a text: as the whole of it, within it, or by its pattern. */
export type SignatureFit = 'whole' | 'within' | 'pattern';

/**
 * Whether a signature stands in a text. Upper and lower case are the same, and so are blanks of any kind and number. A
 * `*` in a signature stands for anything within a line; a signature that begins or ends with a letter, digit or `_` does
 * so at a word's end: `TIMEOUT` is not found in `PIPELINE_TIMEOUT`.
 * @returns null when it does not
 */
export function fitSignature(signature: string, text: string): SignatureFit | null {
  const parts = plain(signature)
    .split('*')
    .map((part) => part.trim());
  if (parts.every((part) => part === '')) return null;
  if (parts.length === 1) {
    const wanted = parts[0] ?? '';
    if (plain(text) === wanted) return 'whole';
    return findWord(plain(text), wanted, 0) === -1 ? null : 'within';
  }
  return text.split('\n').some((line) => fitsInOrder(parts, plain(line))) ? 'pattern' : null;
}

/** Each part behind the one before: a plain search, which no text can slow down. */
function fitsInOrder(parts: readonly string[], line: string): boolean {
  let from = 0;
  for (const part of parts) {
    if (part === '') continue;
    const at = findWord(line, part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return true;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

function findWord(text: string, wanted: string, from: number): number {
  for (let at = text.indexOf(wanted, from); at !== -1; at = text.indexOf(wanted, at + 1)) {
    if (isEdge(text[at - 1], wanted[0]) && isEdge(wanted.at(-1), text[at + wanted.length])) return at;
  }
  return -1;
}

const wordCharacter = /[\p{L}\p{N}_]/u;

function isEdge(left: string | undefined, right: string | undefined): boolean {
  return left === undefined || right === undefined || !wordCharacter.test(left) || !wordCharacter.test(right);
}
