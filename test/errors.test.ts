import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { variableNames } from '../src/config.ts';
import { type ErrorCode, errorCatalogue, HoldfastError } from '../src/errors.ts';

const codes = Object.keys(errorCatalogue) as ErrorCode[];
const sources = globSync(['src/**/*.ts', 'evals/**/*.ts'], {
  exclude: (name) => name.endsWith('.test.ts'),
}).filter((file) => file !== 'src/errors.ts');
const codeOf = new Map(sources.map((file) => [file, readFileSync(file, 'utf8')]));
const codePattern = /\bHF_[A-Z][A-Z_]*[A-Z]\b/g;

test('every code of the catalogue is used by the product', () => {
  const used = new Set([...codeOf.values()].flatMap((code) => code.match(codePattern) ?? []));
  expect(codes.filter((code) => !used.has(code))).toEqual([]);
});

test('every code that is written anywhere stands in the catalogue', () => {
  const pages = globSync(['*.md', 'docs/**/*.md', 'demo/*.md']).map(
    (file) => [file, readFileSync(file, 'utf8')] as const,
  );
  const unknown = [...codeOf, ...pages].flatMap(([file, text]) =>
    (text.match(codePattern) ?? [])
      .filter((code) => !(code in errorCatalogue))
      .map((code) => `${file}: ${code}`),
  );
  expect(unknown).toEqual([]);
});

test('the reference page has every code, and no other', () => {
  const page = readFileSync('docs/reference/errors.md', 'utf8');
  const headings = [...page.matchAll(/^## (HF_\w+)$/gm)].map((match) => match[1]);
  expect(headings).toEqual(codes);
});

test.each(codes)('%s says what happened and what to do, as sentences', (code) => {
  const { meaning, next, exit, http } = errorCatalogue[code];
  for (const sentence of [meaning, next]) {
    expect(sentence).toMatch(/^[A-Z`].*[.]$/);
    expect(sentence.length).toBeLessThanOrEqual(160);
    expect(sentence).not.toMatch(unhelpful);
  }
  expect([1, 2, 3]).toContain(exit);
  expect(http).toBeGreaterThanOrEqual(400);
  expect(http).toBeLessThan(600);
});

test('the catalogue names only variables that exist', () => {
  const named = Object.values(errorCatalogue).flatMap(
    ({ meaning, next }) => `${meaning} ${next}`.match(/\b(?:HOLDFAST|DATABASE|SLACK)_[A-Z_]+\b/g) ?? [],
  );
  expect(named.filter((name) => !variableNames.includes(name))).toEqual([]);
});

test('every thrown message is a sentence, or begins with the field it is about, without exclamation or apology', () => {
  const problems = [...codeOf].flatMap(([file, code]) =>
    thrownMessages(code)
      .filter((message) => !/^(?:[A-Z'`"]|\$\{|[a-z]\w*: )/.test(message) || unhelpful.test(message))
      .map((message) => `${file}: ${message}`),
  );
  expect(problems).toEqual([]);
});

test('nothing but a HoldfastError, or a fault of the program itself, is thrown at people', () => {
  const strings = [...codeOf].filter(([, code]) => /\bthrow\s+['"`]/.test(code)).map(([file]) => file);
  expect(strings).toEqual([]);
});

test("an error carries its catalogue entry, and the thrower's own next step where there is one", () => {
  const plain = new HoldfastError('HF_USAGE', 'Unknown command');
  const told = new HoldfastError('HF_USAGE', 'Unknown command', {
    next: 'Try health.',
    fields: { command: 'x' },
  });
  expect(plain).toMatchObject({
    exitCode: 2,
    httpStatus: 400,
    next: errorCatalogue.HF_USAGE.next,
    fields: {},
  });
  expect(told).toMatchObject({ next: 'Try health.', fields: { command: 'x' } });
  expect(new HoldfastError('HF_INTERNAL', 'x', { cause: plain }).cause).toBe(plain);
});

const unhelpful = /!|\b(?:oops|sorry|please|simply|just|easy|easily)\b/i;

/** The literal that follows the code: plain, or a template with its holes as written. */
function thrownMessages(code: string): string[] {
  const pattern =
    /new HoldfastError\(\s*(?:'HF_\w+'|code),\s*(?:'((?:\\.|[^'\\])*)'|`((?:\\.|[^`\\])*)`|"((?:\\.|[^"\\])*)")/g;
  return [...code.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
