/** One word of a question. */
export interface Token {
  /** The word for comparing: lower case, without punctuation at its ends; what stands in quotes keeps a leading `"`. */
  key: string;
  /** The word as typed, with its punctuation. */
  text: string;
}

/**
 * Splits a question into words: typographic quotes and dashes become plain ones, the bot's mention, emoji codes and
 * `/cs` go, links become what they show, "how's" becomes "how is". Marks without a letter or digit join the word
 * before them, so that `Smith & Sons` stays whole.
 */
export function toTokens(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [piece] of plain(text).matchAll(/"[^"]*"|[^\s"]+|"/gu)) {
    const key = keyOf(piece);
    const expanded = contractions.get(key);
    const last = tokens.at(-1);
    if (expanded) tokens.push(...expanded.map((word) => ({ key: word, text: word })));
    else if (last?.key.startsWith('"') && /^'s?$/iu.test(piece)) last.text += piece;
    else if (key !== '') tokens.push({ key, text: piece });
    else if (last) last.text += /^['"]/u.test(piece) ? piece : ` ${piece}`;
  }
  return tokens;
}

/** The words as they were typed, without quotes, markup and punctuation around them. */
export function textOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => token.text)
    .join(' ')
    .replace(startMarks, '')
    .split('')
    .reduceRight(dropEndMark, '');
}

/** Whether a word is written like a name: first letter large, another small. */
export function isCapitalised(token: Token | undefined): boolean {
  return token !== undefined && /^\p{P}*\p{Lu}.*\p{Ll}/u.test(token.text);
}

/** Whether a word is written as part of the name before it, as in `USA Today` and not in `ACME TODAY`. */
export function isPartOfName(token: Token | undefined, before: Token | undefined): boolean {
  return isCapitalised(token) && before !== undefined && /^\p{P}*\p{Lu}/u.test(before.text);
}

function dropEndMark(kept: string, character: string): string {
  return kept === '' && endMarks.includes(character) ? '' : character + kept;
}

const startMarks = /^[\s"'`*_~,;:.!?¡¿<>=-]+/u;
const endMarks = ' "\'`*_~,;:.!?<>=-&+/|';

function plain(text: string): string {
  return text
    .replace(/[\u{200B}\u{200E}\u{200F}\u{2060}\u{FEFF}]/gu, '')
    .replace(/[‘’‛′´`]/gu, "'")
    .replace(/[“”„‟«»]/gu, '"')
    .replace(/[—–]/gu, ' --')
    .replace(/<at>[^<>]*<\/at>/giu, ' ')
    .replace(/<[@!#][^<>]*>/gu, ' ')
    .replace(/<([^<>|]*)\|([^<>|]*)>/gu, ' $2 ')
    .replace(/<([^<>|]*)>/gu, ' $1 ')
    .replace(/(?<![^\s]):[a-z0-9_+-]{1,40}:(?![^\s])/giu, ' ')
    .replace(/^\s*(?:\/\w{1,20}(?:\s|$)|@?holdfast\b[,:]?)/iu, ' ');
}

function keyOf(piece: string): string {
  const inner = piece
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .trimEnd();
  let end = inner.length;
  while (end > 0 && !/[\p{L}\p{M}\p{N}]/u.test(inner[end - 1] ?? '') && !isHalf(inner.charCodeAt(end - 1)))
    end -= 1;
  const key = inner.slice(0, end);
  return piece.startsWith('"') && key !== '' ? `"${key}` : key;
}

/** A letter outside the basic plane is two units, and neither is a letter by itself. */
function isHalf(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

const contractions: ReadonlyMap<string, readonly string[]> = new Map(
  ['how', 'what', 'why', 'where', 'who', 'when', 'it', 'that', 'there'].flatMap(
    (word) =>
      [
        [`${word}'s`, [word, 'is']],
        [`${word}'re`, [word, 'are']],
        [`${word}'d`, [word, 'did']],
        [`${word}'ve`, [word, 'have']],
        ...(['how', 'what', 'why'].includes(word) ? [[`${word}s`, [word, 'is']] as const] : []),
      ] as [string, readonly string[]][],
  ),
);
