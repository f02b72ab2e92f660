import MarkdownIt from 'markdown-it';
import { hiddenCharacters } from '../domain/hidden-characters.ts';

const trusted = Symbol('markup');

/** Markup that this module made; a value from outside can never pass for it. */
export interface Html {
  readonly [trusted]: string;
}

/** What may stand in a template: text is escaped, markup stays, lists are joined, nothing is nothing. */
export type Piece = Html | string | number | null | undefined | false | readonly Piece[];

/** Builds markup: every value is escaped and made visible unless it is markup itself. Attributes stand in quotes. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return { [trusted]: strings.map((text, index) => text + draw(pieces[index])).join('') };
}

/** No HTML of the text's own, and nothing that could be followed or fetched: only our own addresses are live. */
const withoutLinks = new MarkdownIt('commonmark', { html: false })
  .enable('table')
  .disable(['link', 'image', 'autolink', 'reference', 'html_inline', 'html_block']);

/** Somebody's Markdown as it was meant to look. */
export function markdown(text: string): Html {
  return { [trusted]: withoutLinks.render(visible(text)) };
}

/** The text of markup. */
export function markupOf(markup: Html): string {
  return markup[trusted];
}

/** Text whose hidden characters can be seen: `⟨U+202E⟩`. Line breaks and tabs stay. */
export function visible(text: string): string {
  return text.toWellFormed().replaceAll('\r\n', '\n').replace(hiddenCharacters, nameOf);
}

/** Exact JSON in which hidden characters are written as escapes, so that it still parses to the same value. */
export function visibleJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return text.replace(hiddenCharacters, (character) =>
    character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

function draw(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return '';
  if (typeof piece === 'string')
    return visible(piece).replace(/[&<>"']/g, (character) => entities[character] ?? '');
  if (typeof piece === 'number') return String(piece);
  return trusted in piece ? piece[trusted] : piece.map(draw).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function nameOf(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
