import { expect, test } from 'vitest';
import type { Model } from './model.ts';
import { translateText } from './translate-text.ts';
import type { Writer } from './write-answer.ts';

const english = 'The import stops when a column was added to the table by somebody. ';
const german = 'Der Import bleibt stehen, wenn jemand der Tabelle eine Spalte gab. ';

function writerOf(text: string): Writer {
  const complete = async () => ({ ok: true, value: { text }, usage: null, model: 'small-1' });
  return {
    model: { complete } as unknown as Model,
    price: null,
    names: [],
    signal: new AbortController().signal,
    prompt: { id: 'translate', version: 1, digest: 'd', instructions: '', data: '{{text}}' } as never,
    secret: '0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9',
  };
}

test('a translation comes back whole', async () => {
  const translated = await translateText(writerOf(german.repeat(80)), english.repeat(80), 'de');
  expect(translated).toMatchObject({ ok: true, text: german.repeat(80).trim() });
});

test('one that is too long is refused, never cut: its end would be missing without a word', async () => {
  const translated = await translateText(writerOf(german.repeat(100)), english.repeat(100), 'de');
  expect(translated).toMatchObject({ ok: false, reason: 'length', record: { model: 'small-1' } });
});
