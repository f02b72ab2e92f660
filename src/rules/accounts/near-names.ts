import { editDistance, letterBits, mayBeNear, typoLimit } from './edit-distance.ts';
import { coreWords, scriptOf, wordsOf } from './name-forms.ts';

/** One way to write a name. */
export interface Name {
  words: readonly string[];
  /** The words with a blank between. */
  whole: string;
  /** The same without the legal form. */
  core: string;
}

/** A name that somebody asks for, with what is worth computing once. */
export interface AskedName extends Name {
  /** The typed text, folded. */
  folded: string;
  wholeBits: number;
  coreBits: number;
  coreCount: number;
}

/** Reads a name that is already folded. */
export function toName(folded: string): Name {
  const words = wordsOf(folded);
  const whole = words.join(' ');
  const core = coreWords(words);
  return { words, whole, core: core === words ? whole : core.join(' ') };
}

/** Reads what somebody asks for; already folded. */
export function toAskedName(folded: string): AskedName {
  const name = toName(folded);
  const { words, whole, core } = name;
  return {
    ...name,
    folded,
    wholeBits: letterBits(whole),
    coreBits: letterBits(core),
    coreCount: coreWords(words).length,
  };
}

/**
 * How many slips of the hand turn the asked name into this one, with the limits of `typoLimit` for the shorter of them.
 * @returns null when it is no typo: too many edits, another number, letters of another or of several scripts, or Chinese and Japanese signs
 */
export function typoDistance(asked: AskedName, name: Name): number | null {
  let best = slips(asked.whole, asked.wholeBits, name.whole);
  if (asked.core !== asked.whole) best = lesser(best, slips(asked.core, asked.coreBits, name.whole));
  return name.core === name.whole ? best : lesser(best, slips(asked.core, asked.coreBits, name.core));
}

/** The same, against as many of the name's first words as were asked for; null where the name has no more words. */
export function leadingTypoDistance(
  { core, coreBits, coreCount }: AskedName,
  { words }: Name,
): number | null {
  if (words.length <= coreCount) return null;
  let length = coreCount - 1;
  for (let at = 0; at < coreCount; at += 1) length += words[at]?.length ?? 0;
  if (Math.abs(length - core.length) > 2) return null;
  return slips(core, coreBits, words.slice(0, coreCount).join(' '));
}

/**
 * How close a name is that does not fit: below zero, the number of words that both have; else edits, at most three and
 * half the letters; null = not worth offering. Three is ours, one step looser than `typoLimit`.
 * @param wanted - the words that count as shared
 */
export function looseDistance(asked: AskedName, wanted: ReadonlySet<string>, name: Name): number | null {
  let shared = 0;
  for (const word of name.words) if (wanted.has(word)) shared += 1;
  if (shared > 0) return -shared;
  const limit = Math.min(3, asked.core.length >> 1);
  let best = edits(asked.core, asked.coreBits, name.whole, limit);
  if (name.core !== name.whole) best = lesser(best, edits(asked.core, asked.coreBits, name.core, limit));
  return lesser(best, edits(asked.core, asked.coreBits, name.words[0] ?? '', limit));
}

/** The smaller of two distances; null = unknown. */
export function lesser(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.min(left, right);
}

function slips(asked: string, bits: number, form: string): number | null {
  const limit = typoLimit(Math.min(asked.length, form.length));
  const distance = limit === 0 ? null : edits(asked, bits, form, limit);
  return distance !== null && maySpellTheSame(asked, form) ? distance : null;
}

function edits(asked: string, bits: number, form: string, limit: number): number | null {
  if (Math.abs(asked.length - form.length) > limit || !mayBeNear(bits, letterBits(form), limit)) return null;
  return editDistance(asked, form, limit);
}

function maySpellTheSame(left: string, right: string): boolean {
  const script = scriptOf(left);
  const alike = script !== 'mixed' && script === scriptOf(right) && numbersOf(left) === numbersOf(right);
  return alike && !wordSigns.test(left);
}

/** One other sign is another word, not a slip. */
const wordSigns = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

function numbersOf(text: string): string {
  return (text.match(/\p{Nd}+/gu) ?? []).join(' ');
}
