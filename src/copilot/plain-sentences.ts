import { stripMarks } from './strip-marks.ts';

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
const listItem = /^\s*(?:[-*+]|\d+[.)])\s+/;

/**
 * The sentences of a passage of Markdown, in order, without its marks. An item of a list is a text of its own; tables
 * and blocks of code have no sentences.
 */
export function plainSentences(markdown: string): string[] {
  return textsOf(markdown).flatMap((text) =>
    [...sentences.segment(stripMarks(text))].map(({ segment }) => segment.trim()).filter((one) => one !== ''),
  );
}

/** Paragraphs and items of lists, each on one line. */
function textsOf(markdown: string): string[] {
  const texts: string[][] = [];
  let open = false;
  let inCode = false;
  for (const line of markdown.split('\n')) {
    if (/^\s*(?:```|~~~)/.test(line)) inCode = !inCode;
    const isText = !inCode && !/^\s*(?:```|~~~|\||#{1,6}\s|>?\s*$)/.test(line);
    if (isText && (listItem.test(line) || !open)) texts.push([line.replace(listItem, '').trim()]);
    else if (isText) texts.at(-1)?.push(line.trim());
    open = isText;
  }
  return texts.map((lines) => lines.join(' '));
}
