/** Kinds of personal data that a text shows by its form; `name` is known by who is asked about, `text` looks like one of our placeholders. */
export type PersonalDataKind = 'email' | 'phone' | 'ip' | 'card' | 'iban' | 'name' | 'text';

/** Personal data in a text; `end` is behind it. */
export interface PersonalData {
  kind: PersonalDataKind;
  start: number;
  end: number;
}

const email = /[\p{L}\p{N}._%+'-]{1,64}(?:@|%40|＠)[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}\.){1,8}\p{L}{2,24}/giu;
const iban = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?![\p{L}\p{N}])/giu;
const card = /(?<![\p{L}\p{N}.,])\d(?:[ -]?\d){12,18}(?![\p{L}\p{N}])/gu;
const ipv4 = /(?<![\p{L}\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}]|\.\d)/gu;
const ipv6 = /(?<![\p{L}\p{N}:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}(?![\p{L}\p{N}:])/giu;
/** With a country's prefix, or as it is dialled within one; a run of digits without either is a number of something else. */
const phones = [
  /(?<![\p{L}\p{N}+])(?:\+|00)[1-9](?:[ ()./-]{0,2}\d){6,14}(?!\p{N})/gu,
  /(?<![\p{L}\p{N}.,/-])(?:\(0\d{1,5}\)|0\d{1,5})(?:[ /-]{1,3}\d{2,8}){1,5}(?!\p{N}|[.,]\d)/gu,
  /(?<![\p{L}\p{N}.,/-])(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\p{N})/gu,
];

/**
 * Finds personal data by its form: addresses of mail, telephone numbers, IP addresses, and numbers of cards and bank accounts
 * whose checksum is right; and the names that the caller knows, whole or a part of them.
 * @param names - of users, as they are written; parts of fewer than three letters are not looked for
 * @returns in the order of the text, none inside another
 */
export function findPersonalData(text: string, names: readonly string[]): PersonalData[] {
  const found = [
    ...matches(text, email, 'email'),
    ...matches(text, iban, 'iban', isIban),
    ...matches(text, card, 'card', isCard),
    ...matches(text, ipv4, 'ip', (part) => part.split('.').every((byte) => Number(byte) <= 255)),
    ...matches(text, ipv6, 'ip', (part) => URL.canParse(`http://[${part}]`)),
    ...phones.flatMap((pattern) => matches(text, pattern, 'phone')),
    ...namePatterns(names).flatMap((pattern) => matches(text, pattern, 'name')),
  ];
  return withoutOverlaps(found);
}

/** The longest of those that overlap, in the order of the text. */
export function withoutOverlaps<Found extends { start: number; end: number }>(
  found: readonly Found[],
): Found[] {
  const inOrder = found.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const kept: Found[] = [];
  for (const one of inOrder) {
    const last = kept.at(-1);
    if (last === undefined || one.start >= last.end) kept.push(one);
    else if (one.end > last.end) kept[kept.length - 1] = { ...last, end: one.end };
  }
  return kept;
}

function matches(
  text: string,
  pattern: RegExp,
  kind: PersonalDataKind,
  isOne: (part: string) => boolean = () => true,
): PersonalData[] {
  return [...text.matchAll(pattern)]
    .filter(([part]) => isOne(part))
    .map(({ 0: part, index }) => ({ kind, start: index, end: index + part.length }));
}

/** Whole names in any case; a part of a name only with its capital, as `will` is a word. */
function namePatterns(names: readonly string[]): RegExp[] {
  const whole = names.map((name) => name.trim()).filter((name) => name.length > 1);
  const parts = whole.flatMap((name) => name.split(/[\s,]+/)).filter((part) => /^\p{Lu}.{2,}/u.test(part));
  return [
    ...[...new Set(whole)].map((name) =>
      wordPattern(escapePattern(name).replace(/\s+/g, '[\\s\\u00a0]+'), 'giu'),
    ),
    ...[...new Set(parts)].map(([first = '', ...rest]) =>
      wordPattern(`${escapePattern(first)}(?i:${escapePattern(rest.join(''))})`, 'gu'),
    ),
  ];
}

function wordPattern(source: string, flags: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${source}(?![\\p{L}\\p{N}])`, flags);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Source: ISO/IEC 7812-1, annex B (Luhn). */
function isCard(part: string): boolean {
  const digits = part.replace(/\D/g, '').split('').reverse().map(Number);
  const sum = digits.reduce(
    (total, digit, at) => total + (at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2),
    0,
  );
  return sum % 10 === 0 && new Set(digits).size > 1;
}

/** Source: ISO 13616-1: letters become 10 to 35, the first four characters go to the end, modulo 97 is 1. */
function isIban(part: string): boolean {
  const plain = part.replace(/[ -]/g, '').toUpperCase();
  if (plain.length < 15 || plain.length > 34) return false;
  let rest = 0;
  for (const character of plain.slice(4) + plain.slice(0, 4)) {
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}

/** A text with the kind of each piece of personal data in its place: what it speaks of stays the same. */
export function withoutPersonalData(text: string): string {
  let rest = '';
  let from = 0;
  for (const { kind, start, end } of findPersonalData(text, [])) {
    rest += text.slice(from, start) + kind;
    from = end;
  }
  return rest + text.slice(from);
}

/** A text with other words in the place of these names, as far as they stand in it whole, in any case. */
export function withoutWords(text: string, names: readonly string[], instead: string): string {
  const known = new Set(names.map(plainName));
  let rest = text;
  for (const { kind, start, end } of findPersonalData(text, names).toReversed()) {
    if (kind === 'name' && known.has(plainName(text.slice(start, end))))
      rest = rest.slice(0, start) + instead + rest.slice(end);
  }
  return rest;
}

function plainName(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}
