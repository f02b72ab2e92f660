import { counted } from '../domain/counted.ts';
import type { HypercareAccount, HypercareReport, ReportedTicket } from '../domain/sla-report.ts';
import { formatDay, formatInstant } from './format.ts';
import { said } from './said.ts';
import { clockTable, isOpen, toneOf } from './sla-view.ts';
import { clockState, clockWords, priorityWords } from './sla-words.ts';
import type { Span, Tone, View, ViewBlock } from './view.ts';
import { type Names, who } from './who.ts';

const accountsAtMost = 20;
const itemsAtMost = 25;

/** Every account in its first days, with its open tickets and the state of every clock. */
export function hypercareView(report: HypercareReport, names: Names = new Map()): View {
  const { asOf, accounts, outside } = report;
  if (outside) return outsideView(report, outside);
  const open = accounts.flatMap((account) => account.open);
  const summary =
    accounts.length === 0
      ? 'No account is in hypercare'
      : `Hypercare: ${counted(accounts.length, 'account')}, ${counted(open.length, 'open ticket')}`;
  const clocks = open.filter(({ clocks: of }) => of.some(isOpen)).slice(0, itemsAtMost);
  const settled = open.filter(({ clocks: of }) => !of.some(isOpen)).slice(0, itemsAtMost);
  return {
    summary,
    blocks: [
      { kind: 'heading', text: summary, tone: openTone(open) },
      ...(accounts.length > 0 ? [accountTable(accounts.slice(0, accountsAtMost), names)] : []),
      ...(clocks.length > 0 ? [title('SLA clocks'), clockTable(clocks, asOf)] : []),
      ...(settled.length > 0 ? [title('Open and answered'), settledList(settled, asOf)] : []),
      {
        kind: 'note',
        spans: [
          {
            text: `${leftOut(accounts.length, open.length)}As of ${formatInstant(asOf)}. Hypercare is days 0 to ${report.lastDay} and ends by itself.`,
          },
        ],
      },
    ],
  };
}

/** A ticket that was answered too late is no green light, though nothing can be done about it any more. */
function openTone(open: readonly ReportedTicket[]): Tone {
  const tone = toneOf(open);
  const missed = open.some(({ clocks }) => clocks.some(({ state }) => state === 'missed'));
  return tone === 'good' && missed ? 'warning' : tone;
}

function leftOut(accounts: number, tickets: number): string {
  const more = [
    ...(accounts > accountsAtMost ? [counted(accounts - accountsAtMost, 'more account')] : []),
    ...(tickets > itemsAtMost ? [`some of ${counted(tickets, 'ticket')}`] : []),
  ];
  return more.length === 0 ? '' : `Not shown: ${more.join(' and ')}. `;
}

function title(text: string): ViewBlock {
  return { kind: 'text', spans: [{ text, strong: true }] };
}

function accountTable(accounts: readonly HypercareAccount[], names: Names): ViewBlock {
  const columns = ['Account', 'Day', 'Until', 'Open tickets', 'Owner'].map((label) => ({ label }));
  const rows = accounts.map(({ account, day, lastOn, open, url }): Span[][] => [
    [{ text: account.name, link: url }],
    [{ text: String(day) }],
    [{ text: formatDay(lastOn) }],
    [{ text: String(open.length) }],
    [{ text: who(account.owner, names) }],
  ]);
  return { kind: 'table', columns, rows };
}

function settledList(tickets: readonly ReportedTicket[], asOf: string): ViewBlock {
  return {
    kind: 'list',
    items: tickets.map((ticket): Span[] => {
      const states = ticket.clocks.map((clock) => `${clockWords[clock.clock]} ${clockState(clock, asOf)}`);
      const status = ticket.status === null ? [] : [ticket.status.slice(0, 40)];
      return [
        { text: ticket.ticketId.slice(0, 40), link: ticket.url },
        { text: ` ${ticket.account.name}`, strong: true },
        { text: ` · ${[priorityWords(ticket), ...states, ...status].join(' · ')}`, quiet: true },
      ];
    }),
  };
}

function outsideView({ lastDay }: HypercareReport, outside: NonNullable<HypercareReport['outside']>): View {
  const { account, day, lastOn } = outside;
  const when =
    day < 0
      ? `it begins in ${counted(-day, 'day')}`
      : `it is day ${day}, and hypercare ended on ${formatDay(lastOn)}, its day ${lastDay}`;
  const text = `${account.name} is not in hypercare: ${day >= 0 && day <= lastDay ? 'its contract has ended' : when}.`;
  return said(text);
}
