import type { ViewBlock } from '../../views/view.ts';

/**
 * Reads the lines of a letter as blocks, so that its HTML says what its text says and nothing else: paragraphs stand
 * apart by an empty line; a line over dashes is a heading; lines that all begin with `- ` are a list, and lines that are
 * all `Label: value` are figures. What is none of these is text.
 */
export function readLetter(body: string): ViewBlock[] {
  return body
    .split(/\n[ \t]*\n+/)
    .map((paragraph) => paragraph.split('\n').filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0)
    .flatMap(readParagraph);
}

const figure = /^([\p{Lu}\p{N}][^:]{0,39}): (\S.*)$/u;

function readParagraph(lines: readonly string[]): ViewBlock[] {
  const [first = '', second = '', ...rest] = lines;
  if (/^-{3,}$/.test(second.trim()) && first.length <= 150)
    return [{ kind: 'heading', text: first.trim() }, ...(rest.length > 0 ? readParagraph(rest) : [])];
  if (lines.every((line) => line.startsWith('- ')))
    return [{ kind: 'list', items: lines.map((line) => [{ text: line.slice(2) }]) }];
  const figures = lines.map((line) => figure.exec(line));
  if (figures.every((match) => match !== null))
    return [
      {
        kind: 'facts',
        facts: figures.map(([, label = '', value = '']) => ({ label, value: figureSpans(value) })),
      },
    ];
  return [{ kind: 'text', spans: [{ text: lines.join('\n') }] }];
}

/** `12 (8 the week before)`: the figure, then what stands beside it. */
function figureSpans(value: string): { text: string }[] {
  const at = value.indexOf(' (');
  return at < 0 ? [{ text: value }] : [{ text: value.slice(0, at) }, { text: value.slice(at) }];
}
