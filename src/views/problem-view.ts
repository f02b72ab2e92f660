import { sentenceSpans } from './command.ts';
import type { View } from './view.ts';

/** What went wrong, the next step, and the id that finds it in the log. */
export function problemView(message: string, next: string, trace: string): View {
  return {
    summary: message,
    blocks: [
      { kind: 'text', spans: [{ text: message, strong: true }] },
      { kind: 'text', spans: sentenceSpans(next) },
      { kind: 'note', spans: [{ text: `Trace ${trace}` }] },
    ],
  };
}
