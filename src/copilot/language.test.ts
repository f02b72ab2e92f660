import { expect, it } from 'vitest';
import { readKnowledge } from '../content/knowledge.ts';
import { detectLanguage, languageName } from './language.ts';

it.each([
  ['Guten Tag, der Import bricht seit heute Morgen ab', 'de'],
  ['Bonjour, je ne peux plus me connecter depuis hier', 'fr'],
  ['¿Cómo puedo añadir un usuario nuevo a la cuenta?', 'es'],
  ['Het importeren stopt met een foutmelding', 'nl'],
  ['Не открываются отчёты', 'ru'],
  ['ログインできません', 'ja'],
  ['The import has stopped since this morning', 'en'],
])('%j is written in %s', async (text, code) => {
  expect(await detectLanguage(text)).toBe(code);
});

it.each(['', '🦊🦊🦊', '4711 / 12', 'SCHEMA_DRIFT', 'x', 'Rechnung fehlt', '\u0000'.repeat(50)])(
  '%j does not say',
  async (text) => {
    expect(await detectLanguage(text)).toBeNull();
  },
);

it('reads no more of a long text than it needs', async () => {
  const began = performance.now();
  expect(await detectLanguage('Der Import bricht seit heute Morgen ab. '.repeat(30_000))).toBe('de');
  expect(performance.now() - began).toBeLessThan(5_000);
});

it('takes no question that our macros learn from for another language', async () => {
  const { documents } = await readKnowledge(null);
  const examples = documents.flatMap((one) => (one.kind === 'macro' ? one.examples : []));
  expect(examples.length).toBeGreaterThan(200);
  const foreign = [];
  for (const text of examples.filter(({ length }) => length >= 40))
    if (![null, 'en'].includes(await detectLanguage(text))) foreign.push(text);
  expect(foreign).toEqual([]);
});

it('is named in English', () => {
  expect(languageName('de')).toBe('German');
});
