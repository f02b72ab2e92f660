import { stripVTControlCharacters, styleText } from 'node:util';
import { hiddenCharacters } from '../domain/hidden-characters.ts';
import type { Span, Tone, View, ViewBlock } from '../views/view.ts';
import { displayWidth, padTo, wrapCell, wrapWords } from './text-width.ts';

/** What the terminal can do. */
export interface TerminalStyle {
  columns: number;
  color: boolean;
  absolute(path: string): string;
}

type Style = Parameters<typeof styleText>[0];
type TableBlock = Extract<ViewBlock, { kind: 'table' }>;

const tones: Readonly<Record<Tone, Style>> = {
  good: ['bold', 'green'],
  warning: ['bold', 'yellow'],
  bad: ['bold', 'red'],
  neutral: 'bold',
};
const gap = '  ';
/** A column that wraps is not made narrower than this. */
const narrowest = 16;

/** Draws a View for a terminal. Text from outside cannot move the cursor or hide: its control characters are shown. */
export function renderView(view: View, terminal: TerminalStyle): string {
  const links = numbersItself(view) ? [] : linksIn(view);
  const style = { ...terminal, mark: markOf(links, terminal) };
  const drawn = view.blocks.map((block) => renderBlock(block, style)).filter((lines) => lines.length > 0);
  if (links.length > 1)
    drawn.push(links.map((link, at) => paint(`[${at + 1}] ${terminal.absolute(link)}`, 'dim', terminal)));
  return `${drawn.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** An answer numbers its sources: other numbers beside them would be taken for those. */
function numbersItself(view: View): boolean {
  return /\[\d+\]/.test(JSON.stringify(view.blocks));
}

/** What stands behind words that lead somewhere. */
interface DrawnStyle extends TerminalStyle {
  mark(link: string): string;
}

/** One address stands behind its words; several would bury them, so they have numbers, and stand below everything. */
function markOf(links: readonly string[], { absolute }: TerminalStyle): DrawnStyle['mark'] {
  return links.length > 1 ? (link) => `[${links.indexOf(link) + 1}]` : absolute;
}

/** Where words of a view lead, each address once; tables have no room for them. */
function linksIn({ blocks }: View): string[] {
  const spans = blocks.flatMap((block): readonly Span[] => {
    if (block.kind === 'text' || block.kind === 'note') return block.spans;
    if (block.kind === 'list') return block.items.flat();
    return block.kind === 'facts' ? block.facts.flatMap(({ value }) => value) : [];
  });
  return [...new Set(spans.flatMap(({ link }) => link ?? []))];
}

function renderBlock(block: ViewBlock, style: DrawnStyle): string[] {
  switch (block.kind) {
    case 'heading':
      return wrapWords(safe(block.text), style.columns).map((line) =>
        paint(line, tones[block.tone ?? 'neutral'], style),
      );
    case 'text':
      return wrapLines(plain(block.spans, style), style.columns);
    case 'note':
      return wrapLines(plain(block.spans, style), style.columns).map((line) => paint(line, 'dim', style));
    case 'facts':
      return renderFacts(block.facts, style);
    case 'list':
      return block.items.flatMap((item) => hang('• ', plain(item, style), style));
    case 'quote':
      return textIn(block.spans)
        .split('\n')
        .flatMap((line) => wrapWords(safe(line), Math.max(20, style.columns - 2)))
        .map((line) => `│ ${line}`);
    case 'table':
      return renderTable(block, style);
    case 'picker':
      return block.options.flatMap(({ label }) => hang('• ', safe(label), style));
    case 'picture':
      return wrapWords(safe(block.alt), style.columns).map((line) => paint(line, 'dim', style));
    case 'divider':
    case 'buttons': // nothing to press here; help lists the commands
      return [];
  }
}

function renderFacts(facts: Extract<ViewBlock, { kind: 'facts' }>['facts'], style: DrawnStyle): string[] {
  const width = Math.max(...facts.map(({ label }) => displayWidth(safe(label))));
  return facts.flatMap(({ label, value }) =>
    hang(`${padTo(safe(label), width)}${gap}`, plain(value, style), style),
  );
}

/** Every column as wide as its widest cell; where that is too much, the widest give way and their cells wrap. */
function renderTable({ columns, rows }: TableBlock, style: TerminalStyle): string[] {
  const header = columns.map(({ label }) => safe(label));
  const cells = rows.map((row) => row.map((spans) => safe(textIn(spans))));
  const natural = columns.map((_, index) =>
    Math.max(...[header, ...cells].map((row) => displayWidth(row[index] ?? ''))),
  );
  const widths = fitWidths(natural, style.columns - gap.length * (columns.length - 1));
  const draw = (row: readonly string[]): string[] => {
    const wrapped = widths.map((width, index) => wrapCell(row[index] ?? '', width));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      widths
        .map((width, index) => padTo(wrapped[index]?.[line] ?? '', width, columns[index]?.align))
        .join(gap)
        .trimEnd(),
    );
  };
  return [...draw(header).map((line) => paint(line, 'bold', style)), ...cells.flatMap(draw)];
}

/** Takes from the widest columns until all fit, as long as they stay readable. */
function fitWidths(natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  for (let over = widths.reduce((sum, width) => sum + width, 0) - room; over > 0; over--) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function hang(lead: string, text: string, style: TerminalStyle): string[] {
  const indent = ' '.repeat(displayWidth(lead));
  const lines = wrapLines(text, Math.max(20, style.columns - indent.length));
  return lines.map((line, index) => (index === 0 ? lead : indent) + line);
}

/** The words of spans, with what leads somewhere marked. A span that begins with a line of its own does so here, too. */
function plain(spans: readonly Span[], { mark }: DrawnStyle): string {
  return spans
    .map(({ text, link }) => {
      const breaks = text.startsWith('\n');
      return `${breaks ? '\n' : ''}${safe(breaks ? text.slice(1) : text)}${link === undefined ? '' : ` ${mark(link)}`}`;
    })
    .join('');
}

function wrapLines(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapWords(line, width));
}

function textIn(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join('');
}

/** Makes control, invisible and direction-changing characters harmless and visible. */
function safe(text: string): string {
  return stripVTControlCharacters(text.toWellFormed())
    .replace(/[\t\n\r]+/g, ' ')
    .replace(hiddenCharacters, '\uFFFD');
}

function paint(text: string, format: Style, { color }: TerminalStyle): string {
  return color ? styleText(format, text, { validateStream: false }) : text;
}
