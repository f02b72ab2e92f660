import { withoutOverlaps } from './personal-data.ts';

/** Kinds of secrets that a text shows by their well-known form. */
export type SecretKind = 'AWS key' | 'API key' | 'password' | 'private key' | 'bearer token' | 'login';

/** A secret in a text; `end` is behind it. */
export interface FoundSecret {
  kind: SecretKind;
  start: number;
  end: number;
}

const password = `pass(?:word|wd|phrase|wort|code)|pwd|kennwort`;
const token = `(?:api|access|client|secret)[ _-]?(?:key|secret|token)|secret|token`;
const quote = String.raw`["'\x60]`;
const is = `(?:is|was|ist|war|lautet)`;
/** What is said of passwords that are none: "the password is wrong". */
const said = String.raw`(?:invalid|incorrect|unknown|(?:not|no|now|too|the|wrong|expired|missing|required|correct|empty|never|always|only|stored|set|being|sent|rejected|accepted|refused)(?!\p{L}))`;
/** What it is called, with what may stand around the word in code. */
const called = (names: string): string => String.raw`(?<![\p{L}\p{N}])(?:${names})${quote}?`;

const forms: readonly (readonly [SecretKind, RegExp])[] = [
  ['private key', privateKey()],
  // Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  ['AWS key', /(?<![A-Z0-9])A(?:KI|SI|GP|ID|RO|IP|NP|NV|PK)A[A-Z0-9]{16}(?![A-Z0-9])/g],
  ['API key', /(?<![\p{L}\p{N}])(?:sk|rk|pk)[-_](?=[\w-]*\d)[\w-]{12,200}/giu],
  ['API key', /(?<![\p{L}\p{N}])(?:gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|xapp-)[\w-]{10,255}/gu],
  ['bearer token', /(?<![\p{L}\p{N}])eyJ[\w-]{6,4000}\.[\w-]{6,4000}\.[\w-]{0,4000}/gu],
  ['bearer token', /(?<![\p{L}\p{N}])bearer\s{1,3}(?=[\w.~+/-]{0,200}\d)[\w.~+/-]{8,4000}={0,2}/giu],
  ['login', /(?<![\p{L}\p{N}])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,64}:[^\s/@]{1,128}@/giu],
  // After a sign or in quotes anything is one; a word alone where it has a digit, as "password reset" has none.
  [
    'password',
    assigned(String.raw`(?:\s{1,3}${is})?\s{0,3}(?:=>|:=|[=:])\s{0,3}${quote}?[^\s"'\x60]{3,200}${quote}?`),
  ],
  ['password', assigned(String.raw`(?:\s{1,3}${is})?\s{1,3}${quote}[^\s"'\x60]{3,200}${quote}`)],
  ['password', assigned(String.raw`(?:\s{1,3}${is})?\s{1,3}(?=[^\s\d]{0,100}\d)[^\s,;]{4,200}`)],
  ['password', new RegExp(`${called(password)}\\s{1,3}${is}\\s{1,3}(?!${said})[^\\s,;]{4,200}`, 'giu')],
];

function privateKey(): RegExp {
  const line = (end: string): string => `-----${end} [A-Z ]{0,40}PRIVATE KEY-----`;
  return new RegExp(`${line('BEGIN')}(?:(?!-----)[\\s\\S])*(?:${line('END')})?`, 'g');
}

function assigned(value: string): RegExp {
  return new RegExp(called(`${password}|${token}`) + value, 'giu');
}

/**
 * Finds secrets by their form: keys of well-known makers, passwords that are called so, private keys, tokens. What has no
 * form of its own is not found, so that nothing is found proves nothing.
 * @returns in the order of the text, none inside another
 */
export function findSecrets(text: string): FoundSecret[] {
  return withoutOverlaps(
    forms.flatMap(([kind, pattern]) =>
      [...text.matchAll(pattern)].map(({ 0: part, index }) => ({
        kind,
        start: index,
        end: index + part.length,
      })),
    ),
  );
}
