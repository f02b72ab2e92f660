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

/** The text of markup. */
export function markupOf(markup: Html): string {
  return markup[trusted];
}

/** Text whose hidden characters can be seen: `⟨U+202E⟩`. Line breaks and tabs stay. */
export function visible(text: string): string {
  return text.toWellFormed().replaceAll('\r\n', '\n').replace(hidden, nameOf);
}

/** Exact JSON in which hidden characters are written as escapes, so that it still parses to the same value. */
export function visibleJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return text.replace(hidden, (character) =>
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

const joiningScripts = [
  'Arabic',
  'Syriac',
  'Mongolian',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Khmer',
  'Myanmar',
];
const joining = `[${joiningScripts.map((script) => `\\p{Script=${script}}`).join('')}]`;

/** Where a hidden character does its honest work: inside one emoji, or between letters of a script that joins. */
const honest = [
  '(?<=\\p{Emoji})\\u{FE0F}',
  '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\u{FE0F}])\\u{200D}(?=\\p{Extended_Pictographic})',
  `(?<=${joining})[\\u{200C}\\u{200D}](?=${joining})`,
].join('|');

/**
 * Characters that are not seen or that turn the direction of what follows; controls but for tab and line feed.
 * Source: Unicode Technical Report 36, sections 2.5 and 3.5; Default_Ignorable_Code_Point of the Unicode database.
 */
const hidden = new RegExp(
  `(?![\\t\\n])\\p{Cc}|[\\p{Zl}\\p{Zp}\\u{FFF9}-\\u{FFFB}]|(?!${honest})\\p{Default_Ignorable_Code_Point}`,
  'gu',
);
