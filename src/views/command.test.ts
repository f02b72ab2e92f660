import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { command, nameCommands, sentenceSpans } from './command.ts';
import { said } from './said.ts';
import type { View } from './view.ts';

test('commands in a sentence of ours are told apart: in backticks, or at the end', () => {
  expect(sentenceSpans('Take it back: /cs book on')).toEqual([
    { text: 'Take it back: ' },
    { text: '/cs book on', code: true },
  ]);
  expect(sentenceSpans('`/cs book` shows it; `/cs book off` ends it.')).toEqual([
    command('book'),
    { text: ' shows it; ' },
    command('book off'),
    { text: ' ends it.' },
  ]);
  expect(sentenceSpans('Nothing to type, not even a/cs b.')).toEqual([
    { text: 'Nothing to type, not even a/cs b.' },
  ]);
  expect(sentenceSpans('')).toEqual([]);
  expect(said('`/cs book` shows it.').summary).toBe('/cs book shows it.');
});

test('a platform names them its own way, and words of somebody else stay', () => {
  const quoted = { kind: 'quote' as const, spans: [{ text: 'I typed /cs health acme' }] };
  const view: View = {
    summary: 'Try: /cs help',
    blocks: [
      { kind: 'note', spans: [command('help')] },
      { kind: 'list', items: [[command('book'), { text: ' reads /cs book' }]] },
      { kind: 'facts', facts: [{ label: 'Type', value: [command('sla')] }] },
      { kind: 'table', columns: [{ label: 'Type' }], rows: [[[command('why acme')]]] },
      quoted,
    ],
  };
  expect(nameCommands(view, '@Holdfast ')).toEqual({
    summary: 'Try: @Holdfast help',
    blocks: [
      { kind: 'note', spans: [{ text: '@Holdfast help', code: true }] },
      { kind: 'list', items: [[{ text: '@Holdfast book', code: true }, { text: ' reads /cs book' }]] },
      { kind: 'facts', facts: [{ label: 'Type', value: [{ text: '@Holdfast sla', code: true }] }] },
      { kind: 'table', columns: [{ label: 'Type' }], rows: [[[{ text: '@Holdfast why acme', code: true }]]] },
      quoted,
    ],
  });
  expect(nameCommands(view, '/cs ')).toEqual(view);
});

// A command in plain text would be named as in Slack on every platform.
test('no view of ours has a command in plain text', () => {
  const files = globSync(['src/views/*.ts', 'src/bot/**/*.ts', 'src/services/**/*.ts'], {
    exclude: ['**/*.test.ts', 'src/bot/slack/**', 'src/bot/playground/**'],
  });
  const plain = /text:\s*(['"`])(?:(?!\1).)*\/cs (?:(?!\1).)*\1(?!,\s*code: true)/g;
  const found = files.flatMap(
    (file) =>
      readFileSync(file, 'utf8')
        .match(plain)
        ?.map((text) => `${file}: ${text}`) ?? [],
  );
  expect(files.length).toBeGreaterThan(300);
  expect(found).toEqual([]);
});
