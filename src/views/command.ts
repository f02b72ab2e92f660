import type { Span, View, ViewBlock } from './view.ts';

/** What a command begins with in views, which is how it is typed in Slack; a platform may name it otherwise. */
const slackName = '/cs ';

/** What can be typed to us. */
export function command(words: string): Span {
  return { text: `${slackName}${words}`, code: true };
}

/** A command in backticks, or one that ends the text. */
const inSentence = /`\/cs ([^`]+)`|(?<![^\s:])\/cs ([^`]+)$/;

/** A sentence of ours as spans, in which commands are told apart: in backticks, or at the end. */
export function sentenceSpans(text: string): Span[] {
  const found = inSentence.exec(text);
  if (!found) return text === '' ? [] : [{ text }];
  const before = text.slice(0, found.index);
  return [
    ...(before === '' ? [] : [{ text: before }]),
    command(found[1] ?? found[2] ?? ''),
    ...sentenceSpans(text.slice(found.index + found[0].length)),
  ];
}

/**
 * The view with its commands as they are typed elsewhere. What merely quotes a command, in words of somebody else, stays.
 * @param name - what comes before the words of a command; '' = nothing
 */
export function nameCommands(view: View, name: string): View {
  return {
    summary: view.summary.replace(/(?<!\S)\/cs (?=\S)/g, name),
    blocks: nameInBlocks(view.blocks, name),
  };
}

/** The same for blocks of a form. */
export function nameInBlocks(blocks: readonly ViewBlock[], name: string): ViewBlock[] {
  const renamed = (spans: readonly Span[]): Span[] =>
    spans.map((span) =>
      span.code && span.text.startsWith(slackName)
        ? { ...span, text: name + span.text.slice(slackName.length) }
        : span,
    );
  return blocks.map((block): ViewBlock => {
    switch (block.kind) {
      case 'text':
      case 'note':
        return { ...block, spans: renamed(block.spans) };
      case 'list':
        return { ...block, items: block.items.map(renamed) };
      case 'facts':
        return { ...block, facts: block.facts.map((fact) => ({ ...fact, value: renamed(fact.value) })) };
      case 'table':
        return { ...block, rows: block.rows.map((row) => row.map(renamed)) };
      default:
        return block;
    }
  });
}
