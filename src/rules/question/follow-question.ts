import type { TimelineKind } from '../timeline.ts';
import type { SingleQuestion } from './question.ts';
import { toTokens } from './tokens.ts';

/** What an account has, by the words that people ask on with. */
const belongings: readonly (readonly [string, TimelineKind])[] = [
  ['ticket tickets case cases', 'ticket'],
  ['incident incidents outage outages', 'incident'],
  ['invoice invoices bill bills billing payment payments', 'billing'],
  ['contract contracts', 'contract'],
  ['error errors', 'error'],
  ['survey surveys nps csat feedback', 'survey'],
  ['note notes', 'note'],
  ['milestone milestones', 'milestone'],
  ['deployment deployments deploy deploys', 'deploy'],
  ['integration integrations', 'integration'],
  ['request requests wishes', 'request'],
];
const kinds = new Map(
  belongings.flatMap(([words, kind]) => words.split(' ').map((word): [string, TimelineKind] => [word, kind])),
);

const leads: ReadonlySet<string> = new Set(
  'and also so ok what about how show list me give us any are there is please the open latest last recent new current'.split(
    ' ',
  ),
);
const owners: ReadonlySet<string> = new Set(['their', 'theirs', 'its', 'his', 'her', 'they']);
const tails: ReadonlySet<string> = new Set('please now though again then too lately'.split(' '));

/**
 * Reads what asks on about the account of the conversation: "and their tickets?", "any incidents?", "what about their invoices?".
 * @returns null when it names somebody, or nothing that an account has
 */
export function readFollowUp(text: string): SingleQuestion | null {
  const keys = toTokens(text).map(({ key }) => key);
  let [from, to] = [0, keys.length];
  while (to > from && tails.has(keys[to - 1] ?? '')) to -= 1;
  let isTheirs = false;
  while (from < to && (leads.has(keys[from] ?? '') || owners.has(keys[from] ?? ''))) {
    isTheirs ||= owners.has(keys[from] ?? '');
    from += 1;
  }
  if (to - from !== 1) return null;
  const word = keys[from] ?? '';
  const kind = kinds.get(word);
  // "Tickets" alone may be the name of anything; with a word before it, it asks on.
  if (kind !== undefined && (isTheirs || keys[0] === 'any' || keys[0] === 'and'))
    return { kind: 'timeline', account: '', kinds: [kind] };
  if (!isTheirs) return null;
  if (word === 'adoption' || word === 'usage' || word === 'use') return { kind: 'adoption', account: '' };
  if (word === 'plays' || word === 'playbook' || word === 'play')
    return { kind: 'play', account: '', playbook: null };
  return null;
}
