import { shortenLine } from './shorten-line.ts';

/** Characters of a heading in a message that is stored, counted as UTF-16 units. */
const longest = 150;

/** A heading that fits wherever it is stored or drawn: a company may have a name of two lines. */
export function headingLine(text: string): string {
  const isWide = /[\uD800-\uDFFF]/.test(text); // a character of two units
  return shortenLine(text, isWide ? longest / 2 : longest) || '–';
}
