import { formatDay } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import type { View } from './view.ts';

/** Good news of an onboarding, for whoever looks after the account. */
export function onboardingNewsView({
  account,
  occasion,
  at,
  url,
}: {
  account: { id: string; name: string };
  occasion: 'first-login' | 'first-value';
  at: string;
  url: string;
}): View {
  const name = shortenLine(account.name, 60);
  const what = occasion === 'first-login' ? 'has signed in for the first time' : 'has reached first value';
  const summary = `${name} ${what}`;
  return {
    summary,
    blocks: [
      {
        kind: 'text',
        spans: [
          { text: summary, strong: true },
          { text: ' on ' },
          { text: formatDay(at), link: url },
          { text: '. Where we know whom to write to, a congratulation waits for approval.' },
        ],
      },
      { kind: 'buttons', buttons: [{ action: 'health', label: 'Health', value: account.id }] },
    ],
  };
}
