import { type AskResult, ask } from '../services/ask.ts';
import { requireReadable } from '../services/authorize.ts';
import type { View } from '../views/view.ts';
import type { Command } from './command.ts';

/** `ask TEXT`: an answer in words, each figure from a record. */
export const askCommand: Command = {
  name: 'ask',
  summary: 'Answers a question in words, with the records it stands on.',
  arguments: [{ usage: '<text...>', description: 'the question' }],
  options: [],
  examples: ['ask "how is acme doing?"', 'ask "imports fail because of a new column" --json'],
  run: async ({ context, asOf }, words) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const value = await ask(ctx, words.join(' '), asOf);
    return { json: value, view: answerView(value) };
  },
};

function answerView({ text, citations }: AskResult): View {
  const records = citations.map(({ title, url }) => [{ text: title, link: url }]);
  return {
    summary: text,
    blocks: [
      { kind: 'text', spans: [{ text }] },
      ...(records.length > 0
        ? [{ kind: 'divider' as const }, { kind: 'list' as const, items: records }]
        : []),
    ],
  };
}
