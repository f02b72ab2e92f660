import { counted } from '../domain/counted.ts';
import { formatArr } from '../domain/money.ts';
import type { RootCause, RootCauseReport } from '../domain/sla-report.ts';
import { formatDay } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock } from './view.ts';
import { type Names, who } from './who.ts';

const namesAtMost = 3;

/** What repeat tickets came from: with whom it is, and when it is to be out. */
export function rootCausesView(report: RootCauseReport, names: Names = new Map()): View {
  const { from, until, tickets, repeated, causes } = report;
  const span = `${formatDay(from)} to ${formatDay(until)}`;
  const summary =
    causes.length === 0
      ? `No repeat tickets, ${span}`
      : `Top ${counted(causes.length, 'root cause')} of repeat tickets, ${span}`;
  return {
    summary,
    blocks: [
      { kind: 'heading', text: summary },
      ...(causes.length > 0 ? [causeTable(causes, names)] : []),
      {
        kind: 'note',
        spans: [
          {
            text: `${repeated} of ${counted(tickets, 'ticket')} have a cause in common with another. Before = the same days before these.`,
          },
        ],
      },
    ],
  };
}

function causeTable(causes: readonly RootCause[], names: Names): ViewBlock {
  return {
    kind: 'table',
    columns: [
      { label: '#', align: 'right' },
      { label: 'Cause' },
      { label: 'Tickets', align: 'right' },
      { label: 'Before', align: 'right' },
      { label: 'Accounts' },
      { label: 'ARR', align: 'right' },
      { label: 'Owner' },
      { label: 'Ships' },
    ],
    rows: causes.map((cause, index): Span[][] => [
      [{ text: String(index + 1) }],
      [
        { text: shortenLine(cause.title, 100), link: cause.url },
        { text: `\n${kindWords[cause.kind]}`, quiet: true },
      ],
      [{ text: String(cause.tickets) }],
      [{ text: String(cause.ticketsBefore) }],
      [{ text: accountWords(cause) }],
      [{ text: cause.arr.length === 0 ? '–' : cause.arr.map(formatArr).join(', ') }],
      [{ text: who(cause.owner, names) }],
      [{ text: shipWords(cause) }],
    ]),
  };
}

const kindWords: Readonly<Record<RootCause['kind'], string>> = {
  'known-issue': 'known issue',
  fingerprint: 'the same error',
  category: 'the same category',
};

function accountWords({ accounts }: RootCause): string {
  const named = accounts
    .slice(0, namesAtMost)
    .map(({ name, tickets }) => `${shortenLine(name, 40)} (${tickets})`);
  const more = accounts.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}

function shipWords({ status, fixedIn, shipsOn }: RootCause): string {
  if (status === 'fixed' && fixedIn !== null) return `fixed in ${fixedIn}`;
  if (shipsOn !== null) return formatDay(shipsOn);
  return status === null ? '–' : 'no date';
}
