import { counted } from '../domain/counted.ts';
import { formatMoney, type Money } from '../domain/money.ts';
import type { MethodPrecision } from '../rules/issue-match/precision.ts';
import { formatDay, formatPercent } from './format.ts';
import { linkButton } from './link-button.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, Tone, View, ViewBlock } from './view.ts';

interface Place {
  at: string;
  url: string;
}

/** One account as its row shows it. */
export interface BugRow {
  id: string;
  name: string;
  status: 'active' | 'ended';
  tier: string | null;
  arr: Money | null;
  renewsOn: string | null;
  openTickets: readonly { ticketId: string; url: string }[];
  hits: number;
  firstHit: Place;
  lastHit: Place;
  trend: readonly number[];
  evidence: { arr: string | null; tier: string | null; renewsOn: string | null; hits: string };
}

/** What the card needs of a known issue and its customers. */
export interface ShownBug {
  issue: {
    id: string;
    title: string;
    severity: string;
    status: string;
    fixedIn: string | null;
    supersededBy: string | null;
  };
  upToDate: boolean;
  accounts: readonly BugRow[];
  total: {
    accounts: number;
    hits: number;
    openTickets: number;
    arr: readonly Money[];
    accountsWithoutArr: number;
  };
  waiting: number;
  suggestions: readonly {
    seq: number;
    at: string;
    account: { id: string; name: string };
    title: string;
    confidence: number;
    reason: string;
    url: string;
  }[];
  precision: readonly MethodPrecision[];
  notices: readonly { state: string; batch: string }[];
  url: string;
}

const rowsShown = 15;
const suggestionsShown = 3;
const titleLength = 90;
const nameLength = 40;
const none: Span = { text: '–', quiet: true };

/** The card that answers "whom does this bug hit?". */
export function bugView(bug: ShownBug): View {
  const { issue, accounts, total, url } = bug;
  const title = `${issue.title}: ${counted(total.accounts, 'account')}`;
  const more = accounts.length - rowsShown;
  return {
    summary: title,
    blocks: [
      { kind: 'heading', text: title, tone: toneOf(bug) },
      {
        kind: 'text',
        spans: [
          { text: statusWords(issue), strong: true },
          { text: ` · ${issue.id}`, quiet: true },
        ],
      },
      { kind: 'facts', facts: totals(bug) },
      ...(accounts.length === 0
        ? [{ kind: 'text' as const, spans: [{ text: 'No account is known to be hit.', quiet: true }] }]
        : [accountTable(accounts.slice(0, rowsShown))]),
      ...(more > 0
        ? [
            {
              kind: 'text' as const,
              spans: [{ text: `${counted(more, 'account')} more: ` }, { text: 'the whole list', link: url }],
            },
          ]
        : []),
      ...noticeButtons(bug.notices),
      ...suggestionBlocks(bug),
      {
        kind: 'note',
        spans: [
          {
            text: `${precisionWords(bug.precision)}${bug.upToDate ? '' : ' Newer records are still being matched.'} `,
          },
          { text: 'every hit with its record', link: url },
        ],
      },
    ],
  };
}

function toneOf({ issue, total }: ShownBug): Tone {
  if (issue.status !== 'open') return 'good';
  return total.accounts === 0
    ? 'neutral'
    : issue.severity === 'P0' || issue.severity === 'P1'
      ? 'bad'
      : 'warning';
}

/** `P1, open`, `P1, fixed in 4.41`, `P2, superseded by …`. */
export function statusWords({ severity, status, fixedIn, supersededBy }: ShownBug['issue']): string {
  if (status === 'fixed') return `${severity}, fixed${fixedIn === null ? '' : ` in ${fixedIn}`}`;
  return status === 'superseded'
    ? `${severity}, superseded by ${supersededBy ?? 'another'}`
    : `${severity}, open`;
}

function totals({ total, notices, url }: ShownBug): { label: string; value: Span[] }[] {
  const unknown = total.accountsWithoutArr;
  const arr = total.arr.map(formatMoney).join(' + ') || (total.accounts === 0 ? 'none' : 'unknown');
  const missing =
    unknown > 0 && total.arr.length > 0 ? `, and ${counted(unknown, 'account')} whose ARR is unknown` : '';
  return [
    {
      label: 'ARR at risk',
      value: [
        { text: arr, link: url },
        { text: missing, quiet: true },
      ],
    },
    { label: 'Open tickets', value: [{ text: String(total.openTickets), link: url }] },
    { label: 'Hits', value: [{ text: String(total.hits), link: url }] },
    ...(notices.length > 0 ? [{ label: 'Notices', value: [{ text: noticeWords(notices) }] }] : []),
  ].map(({ label, value }) => ({ label, value: value.filter(({ text }) => text !== '') }));
}

/** `12 sent, 3 waiting`. */
function noticeWords(notices: ShownBug['notices']): string {
  const words: Readonly<Record<string, string>> = {
    done: 'sent',
    proposed: 'waiting',
    approved: 'on the way',
  };
  const byWord = Map.groupBy(notices, ({ state }) => words[state] ?? state);
  return [...byWord].map(([word, those]) => `${those.length} ${word}`).join(', ');
}

/** One button for each batch of which something waits. */
function noticeButtons(notices: ShownBug['notices']): ViewBlock[] {
  const waiting = notices.filter(({ state }) => state === 'proposed').map(({ batch }) => batch);
  const batches = [...new Set(waiting)];
  if (batches.length === 0) return [];
  const label = `Review ${counted(waiting.length, 'notice')}`;
  return [
    {
      kind: 'buttons',
      buttons: batches.map((value) => ({ action: 'batch', label, value, tone: 'primary' })),
    },
  ];
}

function accountTable(accounts: readonly BugRow[]): ViewBlock {
  return {
    kind: 'table',
    columns: [
      { label: 'Account' },
      { label: 'ARR', align: 'right' },
      { label: 'Renews' },
      { label: 'Open tickets', align: 'right' },
      { label: 'Hits', align: 'right' },
      { label: 'First and last' },
      { label: 'By week', align: 'right' },
    ],
    rows: accounts.map(accountRow),
  };
}

function accountRow(account: BugRow): Span[][] {
  const { evidence, firstHit, lastHit, openTickets } = account;
  const left = account.status === 'ended' ? [{ text: ' (left)', quiet: true }] : [];
  const [ticket] = openTickets;
  const tickets = String(openTickets.length);
  return [
    [
      { text: shortenLine(account.name, nameLength), strong: true },
      { text: '\n' },
      said(account.tier, evidence.tier),
      ...left,
    ],
    [said(account.arr && formatMoney(account.arr), evidence.arr)],
    [said(account.renewsOn && formatDay(account.renewsOn), evidence.renewsOn)],
    [said(tickets, openTickets.length === 1 && ticket ? ticket.url : evidence.hits)],
    [said(String(account.hits), evidence.hits)],
    firstHit.url === lastHit.url
      ? [said(formatDay(firstHit.at), firstHit.url)]
      : [
          said(formatDay(firstHit.at), firstHit.url),
          { text: '\n' },
          said(formatDay(lastHit.at), lastHit.url),
        ],
    [said(account.trend.join(' · '), evidence.hits)],
  ];
}

function said(text: string | null, link: string | null): Span {
  if (text === null) return none;
  const whole = text.replaceAll(' ', '\u00a0'); // a figure that breaks over lines is hard to compare
  return link === null ? { text: whole } : { text: whole, link };
}

function suggestionBlocks({ issue, suggestions, waiting }: ShownBug): ViewBlock[] {
  if (suggestions.length === 0) return [];
  const shown = suggestions.slice(0, suggestionsShown);
  return [
    {
      kind: 'text',
      spans: [{ text: `${counted(waiting, 'record')} may be about it`, strong: true }, { text: '. Is it?' }],
    },
    ...shown.flatMap((suggestion): ViewBlock[] => {
      const { account, title, at, confidence, reason, url, seq } = suggestion;
      const value = linkButton({ issueId: issue.id, seq });
      return [
        {
          kind: 'text',
          spans: [
            { text: `${shortenLine(account.name, nameLength)} on ${formatDay(at)}: ` },
            { text: shortenLine(title, titleLength), link: url },
            { text: `\n${formatPercent(confidence)} sure: ${reason}`, quiet: true },
          ],
        },
        {
          kind: 'buttons',
          buttons: [
            { action: 'link-confirm', label: 'Yes, it is', value },
            { action: 'link-reject', label: 'No', value },
          ],
        },
      ];
    }),
  ];
}

/** What suggestions are worth, as people judged them; said on every card that suggests. */
export function precisionWords(precision: readonly MethodPrecision[]): string {
  const judged = precision.filter(({ decided }) => decided > 0);
  if (judged.length === 0)
    return 'Nobody has confirmed or rejected a suggestion yet, so their precision is not known.';
  const parts = judged.map(
    ({ method, confirmed, decided }) =>
      `${method} ${confirmed} of ${decided} (${formatPercent(confirmed / decided)})`,
  );
  return `Confirmed so far, by method: ${parts.join(', ')}.`;
}
