const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const invisible = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** How many columns of a terminal a text takes: East Asian letters take two, combining marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += invisible.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/** Fills a text up to a width. */
export function padTo(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fill = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? fill + text : text + fill;
}

/** Breaks a text into lines at spaces; a word that is longer than a line stays whole, so that addresses can be copied. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** The same for a cell of a table, where nothing may stand in the next column: a longer word is cut between letters. */
export function wrapCell(text: string, width: number): string[] {
  return wrapWords(text, width).flatMap((line) =>
    displayWidth(line) > width ? cutLine(line, width) : [line],
  );
}

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

function cutLine(line: string, width: number): string[] {
  const parts = [''];
  for (const { segment } of letters.segment(line)) {
    const last = parts.at(-1) ?? '';
    if (last !== '' && displayWidth(last + segment) > width) parts.push(segment);
    else parts[parts.length - 1] = last + segment;
  }
  return parts;
}
