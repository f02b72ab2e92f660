import { shortenLine } from './shorten-line.ts';
import type { ViewBlock } from './view.ts';

const buttonsAtMost = 5;
const labelLength = 44;

/** One button for each of the first known issues, which opens its card: whom it hits, and the messages to them. */
export function issueButtonsOf(issues: readonly { id: string; title: string }[]): ViewBlock[] {
  const buttons = issues
    .slice(0, buttonsAtMost)
    .map(({ id, title }) => ({ action: 'bug' as const, label: shortenLine(title, labelLength), value: id }));
  if (buttons.length === 0) return [];
  return [
    { kind: 'text', spans: [{ text: 'See whom it hits:', strong: true }] },
    { kind: 'buttons', buttons },
  ];
}
