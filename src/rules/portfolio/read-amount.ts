/** A number as it was said, in hundredths. */
export interface ReadAmount {
  hundredths: number;
  /** ISO 4217; null = none was said. */
  currency: string | null;
  /** How many words it took. */
  length: number;
  /** Whether it can be nothing but money: a currency or `k`, `m` was said. */
  isMoney: boolean;
}

/** What the signs stand for when nothing else is said: `$` is the dollar of the United States. */
const signs: ReadonlyMap<string, string> = new Map([
  ['€', 'EUR'],
  ['$', 'USD'],
  ['£', 'GBP'],
  ['¥', 'JPY'],
  ['₹', 'INR'],
]);
const names: ReadonlyMap<string, string> = new Map([
  ...['eur', 'euro', 'euros'].map((word): [string, string] => [word, 'EUR']),
  ...['usd', 'dollar', 'dollars'].map((word): [string, string] => [word, 'USD']),
  ...['gbp', 'pound', 'pounds'].map((word): [string, string] => [word, 'GBP']),
  ...'chf jpy inr cad aud sek nok dkk pln brl sgd nzd zar'
    .split(' ')
    .map((code): [string, string] => [code, code.toUpperCase()]),
]);
const scales: ReadonlyMap<string, number> = new Map([
  ['k', 1e3],
  ['thousand', 1e3],
  ['tsd', 1e3],
  ['m', 1e6],
  ['mm', 1e6],
  ['mn', 1e6],
  ['mio', 1e6],
  ['million', 1e6],
  ['millions', 1e6],
  ['b', 1e9],
  ['bn', 1e9],
  ['billion', 1e9],
]);

const pattern = /^([€$£¥₹]|[a-z]{3})?(\d[\d.,'_]*)([a-z]*)([€$£¥₹])?$/u;
/** A thousand billions; what is larger is no contract. */
const largest = 1e15;

/**
 * Reads `50k`, `1.5m`, `€50,000`, `50.000 €`, `2 million`, `EUR 1.2m` at the start of the words.
 * @returns null when no number stands there
 */
export function readAmount(words: readonly string[]): ReadAmount | null {
  const clean = words.slice(0, 4).map((word) => word.toLowerCase().replace(/[?!;:,.)]+$/u, ''));
  const lead = namedCurrency(clean[0] ?? '');
  const from = lead === null ? 0 : 1;
  const match = pattern.exec(clean[from] ?? '');
  if (!match) return null;
  const [, before = '', digits = '', unit = '', after = ''] = match;
  const number = readDigits(digits);
  const glued = unit === '' ? 1 : (scales.get(unit) ?? (names.has(unit) ? 1 : null));
  if (number === null || glued === null || (before.length === 3 && !names.has(before))) return null;
  let length = from + 1;
  const spelled = unit === '' ? scales.get(clean[length] ?? '') : undefined;
  if (spelled !== undefined) length += 1;
  const said = lead ?? namedCurrency(before) ?? namedCurrency(after) ?? names.get(unit) ?? null;
  const trailing = said === null ? namedCurrency(clean[length] ?? '') : null;
  if (trailing !== null) length += 1;
  const hundredths = Math.round(number * glued * (spelled ?? 1) * 100);
  if (hundredths > largest) return null;
  const currency = said ?? trailing;
  return { hundredths, currency, length, isMoney: currency !== null || glued > 1 || spelled !== undefined };
}

function namedCurrency(word: string): string | null {
  return signs.get(word) ?? names.get(word) ?? null;
}

/** `1,234.5`, `1.234,5`, `50.000`: groups of three are thousands, whichever mark parts them. */
function readDigits(text: string): number | null {
  const plain = text.replace(/['_]/gu, '');
  if (/^\d+$/u.test(plain)) return Number(plain);
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  const mark = plain[last] ?? '';
  const [whole, fraction] = [plain.slice(0, last), plain.slice(last + 1)];
  const other = mark === '.' ? ',' : '.';
  const grouped = new RegExp(`^\\d{1,3}(?:[${mark}]\\d{3})+$`, 'u');
  if (grouped.test(plain)) return Number(plain.replaceAll(mark, ''));
  const isWhole = /^\d+$/u.test(whole) || new RegExp(`^\\d{1,3}(?:[${other}]\\d{3})+$`, 'u').test(whole);
  return isWhole && /^\d{1,6}$/u.test(fraction) ? Number(`${whole.replaceAll(other, '')}.${fraction}`) : null;
}
