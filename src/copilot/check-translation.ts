import { findLiveText } from './check/live-text.ts';

/** What of a translation does not hold. */
export type TranslationFault = 'lines' | 'figures' | 'codes' | 'length' | 'live_text';

/** Translations are longer or shorter than what they translate, within these factors. Source: ours, wide. */
const lengths = { least: 0.4, most: 2.5, free: 40 } as const;

/**
 * Holds a translation against its original, as far as one can who reads neither: line for line, with the same figures, the
 * same codes, paths and variables, and nothing that would be live.
 * @returns null where nothing is wrong
 */
export function findTranslationFault(translation: string, original: string): TranslationFault | null {
  const [lines, given] = [translation, original].map((text) =>
    text
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  );
  if (!lines || !given || lines.length !== given.length) return 'lines';
  if (lines.some((line, index) => (line === '') !== (given[index] === ''))) return 'lines';
  const size = translation.length;
  const isOff =
    size < lengths.least * original.length || size > lengths.most * original.length + lengths.free;
  if (isOff) return 'length';
  if (marksOf(translation, figure) !== marksOf(original, figure)) return 'figures';
  if (marksOf(translation, code) !== marksOf(original, code)) return 'codes';
  const livens = lines.some(
    (line, index) => findLiveText(bare(line)) !== null && findLiveText(bare(given[index] ?? '')) === null,
  );
  return livens ? 'live_text' : null;
}

const figure = /\d+/g;
/** What no language changes: variables, addresses, paths, and words with an underscore in them. */
const code = /\{\{[^}]*\}\}|\S+@[\w.-]*\w|\bhttps?:\S+|(?<![\w/])\/\w[\w/.-]*\w|\b\w+_\w+\b/g;

function marksOf(text: string, mark: RegExp): string {
  return [...text.matchAll(mark)]
    .map(([part]) => part)
    .sort()
    .join(' ');
}

/** A line without its mark of a list and without the codes, which are compared by themselves. */
function bare(line: string): string {
  return line.replace(/^(?:- |\d+\. )/, '').replace(code, '');
}
