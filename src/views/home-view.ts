import type { Alert } from '../domain/alert.ts';
import { counted } from '../domain/counted.ts';
import type { DigestSchedule } from '../domain/digest.ts';
import type { ProposalPicture } from '../domain/proposal.ts';
import { alertEntry } from './alert-entry.ts';
import { sentenceSpans } from './command.ts';
import { formatPoints } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import type { HomeAction, Span, View, ViewBlock, ViewButton } from './view.ts';

/** What a member finds when they open the app. */
export interface HomeCard {
  accounts: readonly {
    id: string;
    name: string;
    score: number | null;
    band: string | null;
    openAlerts: number;
    url: string | null;
  }[];
  alerts: readonly Alert[];
  /** What expires first on top. */
  waiting: readonly Pick<ProposalPicture, 'proposal'>[];
  names: ReadonlyMap<string, string>;
  settings: {
    alerts: 'cards' | 'daily';
    book: 'on' | 'off';
    digest: Pick<DigestSchedule, 'day' | 'hour'> | null; // null = it is not sent to them
  };
}

/** Slack takes a hundred blocks: two of each alert and approval, and lists of accounts. */
const alertsAtMost = 10;
const approvalsAtMost = 10;
const accountsAtMost = 40;
/** What one select holds. */
const pickedAtMost = 100;
const pickedLength = 70;
const summaryLength = 200;

/** A member's own page: what waits for their decision, their alerts, their accounts, the worst first, and their settings. */
export function homeView({ accounts, alerts, waiting, names, settings }: HomeCard): View {
  const summary = `${counted(alerts.length, 'alert')}, ${counted(waiting.length, 'approval')}, ${counted(accounts.length, 'account')}`;
  return {
    summary,
    blocks: [
      { kind: 'heading', text: `Waiting for your approval: ${waiting.length}` },
      ...section(waiting, approvalsAtMost, approvalBlocks, 'Nothing waits for you.', '/cs approvals mine'),
      ...allApprovals(waiting.length),
      { kind: 'divider' },
      { kind: 'heading', text: `Your alerts: ${alerts.length}` },
      ...section(
        alerts,
        alertsAtMost,
        (alert) => alertEntry(alert, names),
        'No alert of your accounts is open.',
        '/cs alerts mine',
      ),
      { kind: 'divider' },
      { kind: 'heading', text: `Your accounts: ${accounts.length}` },
      ...accountBlocks(accounts),
      { kind: 'divider' },
      { kind: 'heading', text: 'To read' },
      {
        kind: 'buttons',
        buttons: [
          button('book', 'My book of today'),
          button('digest', 'Digest of the week'),
          button('help', 'What I can ask'),
        ],
      },
      { kind: 'divider' },
      { kind: 'heading', text: 'Settings' },
      ...settingBlocks(settings),
    ],
  };
}

function section<T>(
  items: readonly T[],
  most: number,
  draw: (item: T) => ViewBlock[],
  none: string,
  rest: string,
): ViewBlock[] {
  if (items.length === 0) return [{ kind: 'text', spans: [{ text: none, quiet: true }] }];
  const left = items.length - most;
  return [
    ...items.slice(0, most).flatMap(draw),
    ...(left > 0 ? [{ kind: 'note' as const, spans: sentenceSpans(`and ${left} more: ${rest}`) }] : []),
  ];
}

/** Leads on to what did not fit. */
function allApprovals(count: number): ViewBlock[] {
  if (count <= approvalsAtMost) return [];
  return [{ kind: 'buttons', buttons: [button('approvals-mine', `All ${count}, page by page`)] }];
}

function approvalBlocks({ proposal }: Pick<ProposalPicture, 'proposal'>): ViewBlock[] {
  return [
    { kind: 'text', spans: [{ text: shortenLine(proposal.summary, summaryLength) }] },
    { kind: 'buttons', buttons: [{ action: 'open', label: 'Review', value: proposal.id }] },
  ];
}

function button(action: HomeAction | 'help', label: string): ViewButton {
  return { action, label, value: '' };
}

/** What is so now, each with the button that makes it otherwise. */
function settingBlocks({ alerts, book, digest }: HomeCard['settings']): ViewBlock[] {
  const lines: [string, ViewButton][] = [
    alerts === 'cards'
      ? [
          'Alerts of your accounts come as cards, as they are raised.',
          button('alerts-daily', 'Once a day instead'),
        ]
      : [
          'Alerts of your accounts come once a day, with your book.',
          button('alerts-cards', 'As cards instead'),
        ],
    book === 'on'
      ? [
          'Your book comes each morning, when there is something in it.',
          button('book-off', 'No book in the morning'),
        ]
      : ['Your book does not come in the morning.', button('book-on', 'Send it each morning')],
    digest === null
      ? ['The digest of the week is not sent to you.', button('digest-subscribe', 'Send it on Mondays')]
      : [
          `The digest comes on ${dayWords[digest.day]} at ${digest.hour}:00.`,
          button('digest-off', 'Stop the digest'),
        ],
  ];
  return lines.flatMap(([text, change]): ViewBlock[] => [
    { kind: 'text', spans: [{ text }] },
    { kind: 'buttons', buttons: [change] },
  ]);
}

const dayWords: Readonly<Record<DigestSchedule['day'], string>> = {
  mon: 'Mondays',
  tue: 'Tuesdays',
  wed: 'Wednesdays',
  thu: 'Thursdays',
  fri: 'Fridays',
  sat: 'Saturdays',
  sun: 'Sundays',
};

function accountBlocks(accounts: HomeCard['accounts']): ViewBlock[] {
  if (accounts.length === 0)
    return [{ kind: 'text', spans: [{ text: 'No account is yours.', quiet: true }] }];
  const left = accounts.length - accountsAtMost;
  return [
    {
      kind: 'picker',
      action: 'health',
      placeholder: 'Open one of your accounts',
      options: accounts
        .slice(0, pickedAtMost)
        .map(({ id, name }) => ({ label: shortenLine(name, pickedLength), value: id })),
    },
    { kind: 'list', items: accounts.slice(0, accountsAtMost).map(accountLine) },
    ...(left > 0 ? [{ kind: 'note' as const, spans: [{ text: `and ${left} more` }] }] : []),
  ];
}

function accountLine({ name, score, band, openAlerts, url }: HomeCard['accounts'][number]): Span[] {
  const figure = score === null ? 'no score yet' : `score ${formatPoints(score)}${band ? `, ${band}` : ''}`;
  return [
    { text: name, strong: true, ...(url === null ? {} : { link: url }) },
    { text: ` · ${figure}${openAlerts > 0 ? ` · ${counted(openAlerts, 'alert')}` : ''}` },
  ];
}
