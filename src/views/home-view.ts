import type { Alert } from '../domain/alert.ts';
import { counted } from '../domain/counted.ts';
import type { ProposalPicture } from '../domain/proposal.ts';
import { alertEntry } from './alert-entry.ts';
import { formatPoints } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock } from './view.ts';

/** What a member finds when they open the app. */
export interface HomeCard {
  accounts: readonly {
    name: string;
    score: number | null;
    band: string | null;
    openAlerts: number;
    url: string | null;
  }[];
  alerts: readonly Alert[];
  waiting: readonly ProposalPicture[];
  names: ReadonlyMap<string, string>;
}

/** Slack takes a hundred blocks: two of each alert and approval, and lists of accounts. */
const alertsAtMost = 10;
const approvalsAtMost = 10;
const accountsAtMost = 40;
const summaryLength = 200;

/** A member's own page: what waits for their decision, their alerts, and their accounts, the worst first. */
export function homeView({ accounts, alerts, waiting, names }: HomeCard): View {
  const summary = `${counted(alerts.length, 'alert')}, ${counted(waiting.length, 'approval')}, ${counted(accounts.length, 'account')}`;
  return {
    summary,
    blocks: [
      { kind: 'heading', text: `Waiting for your approval: ${waiting.length}` },
      ...section(waiting, approvalsAtMost, approvalBlocks, 'Nothing waits for you.', '/cs approvals mine'),
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
    ...(left > 0 ? [{ kind: 'note' as const, spans: [{ text: `and ${left} more: ${rest}` }] }] : []),
  ];
}

function approvalBlocks({ proposal }: ProposalPicture): ViewBlock[] {
  return [
    { kind: 'text', spans: [{ text: shortenLine(proposal.summary, summaryLength) }] },
    { kind: 'buttons', buttons: [{ action: 'open', label: 'Review', value: proposal.id }] },
  ];
}

function accountBlocks(accounts: HomeCard['accounts']): ViewBlock[] {
  if (accounts.length === 0)
    return [{ kind: 'text', spans: [{ text: 'No account is yours.', quiet: true }] }];
  const left = accounts.length - accountsAtMost;
  return [
    { kind: 'list', items: accounts.slice(0, accountsAtMost).map(accountLine) },
    ...(left > 0 ? [{ kind: 'note' as const, spans: [{ text: `and ${left} more` }] }] : []),
  ];
}

function accountLine({ name, score, band, openAlerts, url }: HomeCard['accounts'][number]): Span[] {
  const figure = score === null ? 'no score yet' : `${formatPoints(score)}${band ? `, ${band}` : ''}`;
  return [
    { text: name, strong: true, ...(url === null ? {} : { link: url }) },
    { text: ` · ${figure}${openAlerts > 0 ? ` · ${counted(openAlerts, 'alert')}` : ''}` },
  ];
}
