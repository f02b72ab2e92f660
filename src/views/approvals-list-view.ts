import type { ProposalPicture } from '../domain/proposal.ts';
import { command } from './command.ts';
import { shorten } from './fit-fields.ts';
import { distance, isShadow, nameOf, progressOf, stateWords, toneOf } from './proposal-words.ts';
import type { View, ViewBlock } from './view.ts';

/** What `/cs approvals` lists: those one may decide or asked for, all that wait, or the latest that ended. */
export type ApprovalsScope = 'mine' | 'open' | 'recent';

const titles: Readonly<Record<ApprovalsScope, { title: string; none: string }>> = {
  mine: {
    title: 'Waiting for you, or asked for by you',
    none: 'Nothing waits for you, and nothing that you asked for is open.',
  },
  open: { title: 'Open proposals', none: 'Nothing waits for a decision.' },
  recent: { title: 'Latest decisions', none: 'Nothing was decided yet.' },
};

const shownAtMost = 12;
const summaryLength = 200;
const nameLength = 80;
const signs = { good: '🟢', warning: '🟡', bad: '🔴', neutral: '⚪' } as const;

/**
 * Short cards, each with a button `open` that carries the proposal's id: whoever presses it sees the full card alone.
 * @param total - how many there are, where not all were read
 */
export function approvalsListView(
  scope: ApprovalsScope,
  pictures: readonly ProposalPicture[],
  now: Date,
  total: number = pictures.length,
): View {
  const { title, none } = titles[scope];
  const shown = pictures.slice(0, shownAtMost);
  const more = total - shown.length;
  const others = (['mine', 'open', 'recent'] as const).filter((each) => each !== scope);
  return {
    summary: `${title}: ${total}`,
    blocks: [
      { kind: 'heading', text: title },
      ...(shown.length === 0 ? [{ kind: 'text' as const, spans: [{ text: none, quiet: true }] }] : []),
      ...shown.flatMap((picture, index) => [
        ...(index === 0 ? [] : [{ kind: 'divider' as const }]),
        ...shortCard(picture, now),
      ]),
      {
        kind: 'note',
        spans: [
          ...(more > 0 ? [{ text: `${more} more are not shown. ` }] : []),
          ...others.flatMap((each, index) => [
            ...(index === 0 ? [] : [{ text: ' · ' }]),
            command(`approvals ${each}`),
          ]),
        ],
      },
    ],
  };
}

function shortCard(picture: ProposalPicture, now: Date): ViewBlock[] {
  const { proposal } = picture;
  const sign = picture.haltedBy === null ? signs[toneOf(picture)] : '⛔';
  const state =
    proposal.state === 'proposed'
      ? `${progressOf(picture)} · expires ${distance(proposal.expiresAt, now)}`
      : endedWords(picture, now);
  const account = picture.accountName ?? proposal.account;
  const details = [
    picture.haltedBy === null ? state : `Halted · ${state}`,
    `asked by ${nameOf(picture, proposal.requester)} ${distance(proposal.proposedAt, now)}`,
    ...(account === null ? [] : [shorten(account, nameLength)]),
    `${proposal.risk} risk`,
    ...(isShadow(proposal) ? ['shadow'] : []),
    ...(proposal.decidedBy !== null && proposal.state !== 'proposed'
      ? [`decided by ${nameOf(picture, proposal.decidedBy)}`]
      : []),
  ];
  return [
    {
      kind: 'text',
      spans: [
        { text: `${sign} ` },
        { text: shorten(proposal.summary.replace(/\s+/g, ' '), summaryLength), strong: true },
        { text: `\n${details.join(' · ')}`, quiet: true },
      ],
    },
    { kind: 'buttons', buttons: [{ action: 'open', label: 'Open', value: proposal.id }] },
  ];
}

/** `Done 5 min ago`. */
function endedWords({ proposal }: ProposalPicture, now: Date): string {
  if (proposal.state === 'approved' && isShadow(proposal)) return 'Approved, and not run';
  const { word } = stateWords[proposal.state];
  return proposal.finishedAt === null ? word : `${word} ${distance(proposal.finishedAt, now)}`;
}
