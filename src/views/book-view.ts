import type { Alert } from '../domain/alert.ts';
import { type Book, type BookLine, isEmptyBook } from '../domain/book.ts';
import { counted } from '../domain/counted.ts';
import { alertEntry } from './alert-entry.ts';
import { sentenceSpans } from './command.ts';
import { fitBook } from './fit-book.ts';
import { formatDay } from './format.ts';
import { said } from './said.ts';
import type { Span, View, ViewBlock } from './view.ts';

/** What is drawn of a book. */
export interface BookCard {
  book: Book;
  /** The day that it is for. */
  day: string;
  /** For members who read one list a day instead of cards: their alerts since the last one. */
  alerts: readonly Alert[];
  names: ReadonlyMap<string, string>;
}

/** Alerts with buttons in one message; more are one `/cs alerts` away. */
const alertsAtMost = 8;

/** A member's morning: what changed, what is due, what waits. At most twelve lines, and the list of those who chose one. */
export function bookView({ book, day, alerts, names }: BookCard): View {
  if (isEmptyBook(book) && alerts.length === 0) return emptyBookView(book.accounts);
  const { changed, due } = fitBook(book);
  const { count, first } = book.approvals;
  const title = `Your book, ${formatDay(day)}`;
  return {
    summary: `${title}: ${summaryOf(book, alerts.length)}`,
    blocks: [
      { kind: 'heading', text: title },
      ...listOf('New since your last book', changed),
      ...listOf('Due', due),
      ...(count === 0 ? [] : [approvalsLine(count, first)]),
      ...(alerts.length === 0 ? [] : alertBlocks(alerts, names)),
    ],
  };
}

function summaryOf({ changed, due, approvals }: Book, alerts: number): string {
  const parts = [
    changed.length > 0 ? counted(changed.length, 'change') : null,
    due.length > 0 ? `${due.length} due` : null,
    approvals.count > 0 ? `${counted(approvals.count, 'approval')} waiting` : null,
    alerts > 0 ? counted(alerts, 'alert') : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function emptyBookView(accounts: number): View {
  const text =
    accounts === 0
      ? 'No account is yours, and nothing waits for you.'
      : `Nothing changed in your ${counted(accounts, 'account')}, nothing is due, nothing waits for you.`;
  return said(text);
}

function listOf(title: string, { shown, left }: { shown: BookLine[]; left: number }): ViewBlock[] {
  if (shown.length === 0) return [];
  const more = left > 0 ? ` (${shown.length} of ${shown.length + left})` : '';
  return [
    { kind: 'text', spans: [{ text: `${title}${more}`, strong: true }] },
    { kind: 'list', items: shown.map(lineOf) },
  ];
}

function lineOf({ text, link, detail }: BookLine): Span[] {
  const said: Span = { text, strong: true, ...(link === null ? {} : { link }) };
  return detail === '' ? [said] : [said, { text: ` · ${detail}`, quiet: true }];
}

function approvalsLine(count: number, first: string | null): ViewBlock {
  const verb = count === 1 ? 'waits' : 'wait';
  return {
    kind: 'text',
    spans: [
      { text: `${counted(count, 'approval')} ${verb} for you`, strong: true },
      { text: `${first === null ? '' : `, first: ${first}`}. ` },
      { text: '/cs approvals mine', code: true },
    ],
  };
}

function alertBlocks(alerts: readonly Alert[], names: BookCard['names']): ViewBlock[] {
  const left = alerts.length - alertsAtMost;
  return [
    { kind: 'divider' },
    { kind: 'text', spans: [{ text: `Your alerts: ${alerts.length}`, strong: true }] },
    ...alerts.slice(0, alertsAtMost).flatMap((alert) => alertEntry(alert, names)),
    ...(left > 0
      ? [{ kind: 'note' as const, spans: sentenceSpans(`and ${left} more: /cs alerts mine`) }]
      : []),
  ];
}
