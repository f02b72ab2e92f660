import { ask } from '../services/ask.ts';
import type { AskResult } from '../services/ask-result.ts';
import { requireReadable } from '../services/authorize.ts';
import type { Span, View, ViewBlock } from '../views/view.ts';
import type { Command } from './command.ts';
import { textOption } from './options.ts';

/** `ask TEXT`: an answer in words, each figure from a record. */
export const askCommand: Command = {
  name: 'ask',
  summary: 'Answers a question in words, with the records it stands on.',
  arguments: [{ usage: '<text...>', description: 'the question' }],
  options: [
    {
      flags: '--account <id>',
      description:
        'whom it is about where its words name nobody, by its exact id: what holds in its region, and its own solved tickets',
    },
  ],
  examples: ['ask "how is acme doing?"', 'ask "imports fail because of a new column" --account acme --json'],
  run: async ({ context, asOf }, words, options) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const value = await ask(ctx, words.join(' '), { asOf, account: textOption(options, 'account') });
    return { json: value, view: answerView(value) };
  },
};

function answerView(value: AskResult): View {
  const { text, sentences, citations, solvedBefore = [] } = value;
  return {
    summary: text,
    blocks: [
      { kind: 'text', spans: [{ text: sentences ? markedText(sentences, citations) : text }] },
      ...sourceBlocks(value),
      ...solvedBlocks(solvedBefore),
    ],
  };
}

/** Each sentence with the numbers of its sources. */
function markedText(
  sentences: NonNullable<AskResult['sentences']>,
  citations: AskResult['citations'],
): string {
  const numbers = new Map(citations.map(({ id }, index) => [id, index + 1]));
  return sentences
    .map(({ text, citations: ids }) => `${text} ${ids.map((id) => `[${numbers.get(id)}]`).join('')}`)
    .join(' ');
}

/** Where sentences have marks, sources have numbers. */
function sourceBlocks({ sentences, citations }: AskResult): ViewBlock[] {
  if (citations.length === 0) return [];
  const named = citations.map(({ title, heading, url }): Span[] => [
    { text: heading === undefined ? title : `${title} · ${heading}`, link: url },
  ]);
  const facts = named.map((value, index) => ({ label: `[${index + 1}]`, value }));
  return [{ kind: 'divider' }, sentences ? { kind: 'facts', facts } : { kind: 'list', items: named }];
}

function solvedBlocks(solved: NonNullable<AskResult['solvedBefore']>): ViewBlock[] {
  if (solved.length === 0) return [];
  const items = solved.map(({ ticketId, title, text, url }): Span[] => [
    { text: `Ticket ${ticketId}: ${title}`, link: url },
    { text: ` · ${text}` },
  ]);
  return [
    { kind: 'text', spans: [{ text: 'Solved for them before; look whether it fits:' }] },
    { kind: 'list', items },
  ];
}
