import { hiddenCharacters } from '../../domain/hidden-characters.ts';

/** What some client would make live, or what would pass for words of ours. */
const forms: readonly (readonly [string, RegExp])[] = [
  [
    'an address of a page',
    /\b[a-z][a-z0-9+.-]{1,20}:\/\/|\b(?:mailto|javascript|data|tel|file|sms):\S|\bwww\./iu,
  ],
  ['markup of a link', /\]\s?[([]|!\[|\]:|<[^\s<>]|[^\s<>=-]>|&(?:lt|gt|amp|#\w{1,8});/iu],
  ['a mention', /(?<![\p{L}\p{N}._%+'-])[@＠]\s?[\p{L}_]|(?<![\p{L}\p{N}&])#[\p{L}_]|&lt;[!@#]/u],
  ['an address of mail', /[\p{L}\p{N}._%+'-][@＠][\p{L}\p{N}]/u],
  ['a heading, a quote or an item', /^\s*(?:#{1,6}|>|[-*•]|\d+[.)])\s|\|\|/u],
  [
    'markup',
    /(?<![\p{L}\p{N}])(?:\*+[^\s*]|_{1,3}[^\s_][^_]*_(?![\p{L}\p{N}])|~+[^\s~])|```|:[a-z0-9_+-]{2,40}:|\{\{|<\/?\w/iu,
  ],
  ['several lines', /[\n\r\t\u2028\u2029]/u],
  ['the beginning of a formula', /^\s*[=+\-@＝＋－＠|]/u],
];

/** Endings of file names that are no ending of a host. Source: IANA list of top-level domains, which holds none of them. */
const fileEndings = new Set(
  'bmp cfg conf css csv doc docx env gif gz htm html ini jpeg jpg js json jsx lock log pdf png pptx sql svg toml ts tsv tsx txt xls xlsx xml yaml yml'.split(
    ' ',
  ),
);
/** `name.tld` in any script, where clients that know every ending make a link. */
const host =
  /(?<![\p{L}\p{N}@._%+'-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})[.。．｡])+([\p{L}][\p{L}\p{N}-]{1,62})(?![\p{L}\p{N}@_])/gu;

/**
 * What in a text could become more than text: a link, an address, a mention, markup, a formula, characters that nobody sees. Markup of
 * no platform is needed in a sentence, so whatever might be some is named.
 * @returns null where it is text alone
 */
export function findLiveText(text: string): string | null {
  if (text.match(hiddenCharacters) !== null || !text.isWellFormed()) return 'hidden characters';
  for (const [name, pattern] of forms) if (pattern.test(text)) return name;
  for (const [, ending = ''] of text.matchAll(host)) {
    if (!fileEndings.has(ending.toLowerCase())) return 'a name of a host';
  }
  return null;
}
