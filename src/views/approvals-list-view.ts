import type { ProposalPicture } from '../domain/proposal.ts';
import { command } from './command.ts';
import { shorten } from './fit-fields.ts';
import { distance, isShadow, nameOf, progressOf, stateWords, toneOf } from './proposal-words.ts';
import type { View, ViewBlock, ViewButton } from './view.ts';

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

/** So many fit beside each other into one message on every platform. */
export const approvalsPageSize = 12;
const summaryLength = 200;
const nameLength = 80;
const signs = { good: '🟢', warning: '🟡', bad: '🔴', neutral: '⚪' } as const;

/** A page of approvals, and what it is a page of. */
export interface ApprovalsCard {
  scope: ApprovalsScope;
  pictures: readonly ProposalPicture[];
  total: number;
  page: number;
  pages: number;
}

/** Short cards, each with a button `open` that carries the proposal's id: whoever presses it sees the full card alone. */
export function approvalsListView({ scope, pictures, total, page, pages }: ApprovalsCard, now: Date): View {
  const { title, none } = titles[scope];
  const others = (['mine', 'open', 'recent'] as const).filter((each) => each !== scope);
  const where = pages > 1 ? `Page ${page} of ${pages}, ${orderWords[scope]}. ` : '';
  return {
    summary: `${title}: ${total}`,
    blocks: [
      { kind: 'heading', text: total === 0 ? title : `${title}: ${total}` },
      ...(pictures.length === 0 ? [{ kind: 'text' as const, spans: [{ text: none, quiet: true }] }] : []),
      ...pictures.flatMap((picture, index) => [
        ...(index === 0 ? [] : [{ kind: 'divider' as const }]),
        ...shortCard(picture, now),
      ]),
      ...pageButtons(scope, page, pages),
      {
        kind: 'note',
        spans: [
          ...(where === '' ? [] : [{ text: where }]),
          ...others.flatMap((each, index) => [
            ...(index === 0 ? [] : [{ text: ' · ' }]),
            command(`approvals ${each}`),
          ]),
        ],
      },
    ],
  };
}

const orderWords: Readonly<Record<ApprovalsScope, string>> = {
  mine: 'what expires first on top',
  open: 'what expires first on top',
  recent: 'the newest on top',
};

function pageButtons(scope: ApprovalsScope, page: number, pages: number): ViewBlock[] {
  const to = (label: string, target: number): ViewButton => ({
    action: 'approvals-page',
    label,
    value: `${scope} ${target}`,
  });
  const buttons = [
    ...(page > 1 ? [to('Previous', page - 1)] : []),
    ...(page < pages ? [to('Next', page + 1)] : []),
  ];
  return buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }];
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
