import type { View } from './view.ts';

/** One sentence as a view: an answer that needs no card. */
export function said(text: string): View {
  return { summary: text, blocks: [{ kind: 'text', spans: [{ text }] }] };
}
