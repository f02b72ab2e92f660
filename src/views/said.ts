import { sentenceSpans } from './command.ts';
import { textOf, type View } from './view.ts';

/** One sentence as a view: an answer that needs no card. */
export function said(text: string): View {
  const spans = sentenceSpans(text);
  return { summary: textOf(spans), blocks: [{ kind: 'text', spans }] };
}
