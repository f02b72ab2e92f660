import { shortenLine } from './shorten-line.ts';
import type { View } from './view.ts';

/** What somebody hears who started a play: that it runs, what comes first, and the way to it. */
export function playStartedView({
  account,
  action,
  first,
}: {
  account: { id: string; name: string };
  action: string;
  /** Empty = it begins with no step for a person */
  first: string;
}): View {
  const summary = `Play started: ${action}`;
  const name = shortenLine(account.name, 80);
  return {
    summary: `${summary} (${name})`,
    blocks: [
      {
        kind: 'text',
        spans: [
          { text: `${summary}.`, strong: true },
          { text: ` For ${name}.${first === '' ? '' : ` First step: ${first}.`}` },
        ],
      },
      {
        kind: 'buttons',
        buttons: [{ action: 'alert-play', label: 'See the play', value: account.id, tone: 'primary' }],
      },
    ],
  };
}
