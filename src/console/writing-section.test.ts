import { expect, test } from 'vitest';
import { readWriting } from '../domain/answer-writing.ts';
import { markupOf } from './escape.ts';
import { writingSection } from './writing-section.ts';

const written = {
  prompt: { name: 'answer@3', digest: 'a3f09c11bd7e8800' },
  model: 'small-1',
  currency: 'EUR',
  usage: { inputTokens: 2210, outputTokens: 141 },
  costMicros: 1_000_416,
  shown: true,
  dropped: [{ text: 'Fixed in <b>9.99</b>.', passageIds: [], reason: 'figure', detail: '9.99' }],
};
const lookedUp = {
  prompt: { name: 'agent@1', digest: 'b' },
  end: 'too_many_calls',
  calls: 20,
  costMicros: null,
  drafts: [{ kind: 'task.create', title: '<i>Call</i>', outcome: 'waits' }],
};
const draw = (kept: Record<string, unknown> | null, isCovered = true): string =>
  markupOf(writingSection(readWriting(kept), isCovered)).replaceAll(/<\/?(?!b>|i>)[a-z][^>]*>/g, '|');

test.each([
  ['no model', null, ['the documents’ own', 'No model was asked.'], ['Prompt', 'Cost']],
  [
    'a model whose words are shown',
    written,
    [
      ...['wrote it anew', 'answer@3', 'a3f09c11bd7e', 'small-1', '2210 in, 141 out', 'EUR 1.000416'],
      ...['1 sentence left out', 'Fixed in &lt;b&gt;9.99&lt;/b&gt;.', 'figure: |9.99'],
    ],
    ['a3f09c11bd7e8', '<b>9'],
  ],
  ['all of its words', { ...written, dropped: [] }, ['Every sentence stands'], ['left out']],
  [
    'a model whose words are not shown',
    { ...written, shown: false, reason: 'nothing_written', usage: null, model: null },
    ['What a model wrote is not shown.', 'Not shown: nothing written', 'Model|||unknown'],
    ['wrote it anew'],
  ],
  [
    'a model that looked things up and wrote nothing',
    { lookedUp },
    ['looked things up and wrote nothing', 'agent@1', 'too many calls', '&lt;i&gt;Call&lt;/i&gt;', 'unknown'],
    ['Tokens', '<i>'],
  ],
  ['a cost without its currency', { ...written, currency: undefined }, ['1.000416, of a currency'], ['EUR']],
  ['a record that nobody can read', { shown: 'x', usage: 7, dropped: {}, prompt: [] }, ['wrote nothing'], []],
])('%s', (_what, kept, shown, hidden) => {
  const text = draw(kept);
  for (const words of shown) expect(text).toContain(words);
  for (const words of hidden) expect(text).not.toContain(words);
});

test('of a question that is not covered there are no sentences', () => {
  expect(draw(null, false)).toContain('No model was asked.');
  expect(draw(null, false)).not.toContain('Its sentences');
});
