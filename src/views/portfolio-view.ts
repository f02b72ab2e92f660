import { counted } from '../domain/counted.ts';
import type { Band } from '../domain/health.ts';
import { formatArr, type Money } from '../domain/money.ts';
import type { LeftOut, PortfolioGroup } from '../rules/portfolio/select-accounts.ts';
import { sentenceSpans } from './command.ts';
import { formatChange, formatDay, formatInstant, formatMonth, formatPoints } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock, ViewButton } from './view.ts';

/** What the view needs of an answer about many accounts. */
export interface PortfolioCard {
  text: string;
  today: string;
  query: { ask: 'list' | 'count' | 'sum'; group: string | null; conditions: readonly { field: string }[] };
  understood: readonly { typed: string; meaning: string }[];
  corrections: readonly { typed: string; read: string }[];
  unread: readonly string[];
  problems: readonly string[];
  notes: readonly string[];
  foreign: boolean;
  contradiction: readonly [string, string] | null;
  fitting: number;
  count: number;
  arr: readonly Money[];
  withoutArr: number;
  leftOut: readonly LeftOut[];
  groups: readonly PortfolioGroup[] | null;
  currenciesApart: boolean;
  page: number;
  pages: number;
  rows: readonly PortfolioCardRow[];
}

export interface PortfolioCardRow {
  id: string;
  name: string;
  segment: string | null;
  owner: string | null;
  arr: Money | null;
  renewsOn: string | null;
  score: number | null;
  band: Band | null;
  scoredAt: string | null;
  change: number | null;
  use: { now: number; before: number } | null;
  alerts: number;
  group?: string | null;
  url: string;
}

const nameLength = 60;
const example = '/cs accounts red enterprise renewing in 90 days';

/** A page of accounts: what was understood, what was not, the rows, the sums, and what nobody knows. */
export function portfolioView(card: PortfolioCard): View {
  if (card.foreign) return refusal('I read questions about many accounts in English alone.', card);
  if (card.problems.length > 0) return refusal(card.problems.join(' '), card);
  const summary = headline(card);
  const isList = card.query.ask === 'list' && card.rows.length > 0;
  return {
    summary,
    blocks: [
      { kind: 'heading', text: summary },
      ...warnings(card),
      { kind: 'text', spans: [{ text: sumsOf(card) }] },
      ...(isList ? [tableOf(card)] : []),
      ...leftOutNotes(card.leftOut),
      { kind: 'note', spans: [{ text: `Understood: ${meanings(card)}.` }] },
      ...notes(card),
      ...controls(card, isList),
    ],
  };
}

function refusal(why: string, { understood, unread }: PortfolioCard): View {
  const spans: Span[] = [
    { text: `${why} `, strong: true },
    { text: 'For example: ' },
    { text: example, code: true },
  ];
  const typed = understood.filter((part) => part.typed !== '').map((part) => part.meaning);
  return {
    summary: why,
    blocks: [
      { kind: 'text', spans },
      ...(typed.length === 0 ? [] : [note(`Understood so far: ${typed.join(' · ')}.`)]),
      ...(unread.length === 0 ? [] : [note(`Not understood: ${quoted(unread)}.`)]),
    ],
  };
}

/** `12 accounts`, `12 accounts on 2 pages`, `the first 10 of 34 accounts`. */
function headline({ count, fitting, query }: PortfolioCard): string {
  if (fitting === 0) return 'No account fits';
  const first =
    count < fitting ? `${query.group === null ? 'The first' : 'The first of each group:'} ${count} of ` : '';
  return `${first}${counted(fitting, 'account')}`;
}

function warnings({ unread, corrections, contradiction }: PortfolioCard): ViewBlock[] {
  const lines = [
    unread.length === 0
      ? null
      : `I did not understand ${quoted(unread)}, so ${unread.length === 1 ? 'it changes' : 'they change'} nothing here.`,
    corrections.length === 0
      ? null
      : `Read as meant: ${corrections.map(({ typed, read }) => `'${typed}' as '${read}'`).join(', ')}.`,
    contradiction && `No account can fulfil both: ${contradiction[0]}; ${contradiction[1]}.`,
  ];
  return lines.flatMap((line) =>
    line === null ? [] : [{ kind: 'text' as const, spans: [{ text: line, strong: true }] }],
  );
}

function sumsOf({
  arr,
  withoutArr,
  count,
}: {
  arr: readonly Money[];
  withoutArr: number;
  count: number;
}): string {
  if (count === 0) return 'Nothing to sum.';
  const sums = arr.length === 0 ? 'No ARR is known' : `ARR ${arr.map(formatArr).join(' + ')}`;
  return withoutArr === 0 || arr.length === 0 ? `${sums}.` : `${sums}; ${withoutArr} without a known ARR.`;
}

interface Column {
  label: string;
  align?: 'left' | 'right';
  cell(row: PortfolioCardRow): Span[];
}

const unknown: Span[] = [{ text: 'unknown', quiet: true }];
const orUnknown = (text: string | null): Span[] => (text === null ? unknown : [{ text }]);

function columnsOf({ query: { conditions, group } }: PortfolioCard): Column[] {
  const asks = (field: string): boolean => conditions.some((condition) => condition.field === field);
  return [
    {
      label: 'Account',
      cell: (row) => [{ text: shortenLine(row.name, nameLength), strong: true, link: row.url }],
    },
    {
      label: 'Score',
      align: 'right',
      cell: (row) =>
        row.score === null ? unknown : [{ text: `${formatPoints(row.score)} ${row.band ?? ''}` }],
    },
    ...(asks('scoreChange')
      ? [
          {
            label: 'Change',
            align: 'right' as const,
            cell: (row: PortfolioCardRow) => orUnknown(row.change === null ? null : formatChange(row.change)),
          },
        ]
      : []),
    ...(asks('use')
      ? [
          {
            label: 'Uses',
            align: 'right' as const,
            cell: (row: PortfolioCardRow) => orUnknown(row.use && `${row.use.before} → ${row.use.now}`),
          },
        ]
      : []),
    ...(asks('atRisk')
      ? [
          {
            label: 'Alerts',
            align: 'right' as const,
            cell: (row: PortfolioCardRow) => [{ text: String(row.alerts) }],
          },
        ]
      : []),
    { label: 'ARR', align: 'right', cell: (row) => orUnknown(row.arr && formatArr(row.arr)) },
    { label: 'Renews', cell: (row) => orUnknown(row.renewsOn && formatDay(row.renewsOn)) },
    ...(group === 'segment'
      ? []
      : [{ label: 'Segment', cell: (row: PortfolioCardRow) => orUnknown(row.segment) }]),
    ...(group === 'owner' ? [] : [{ label: 'Owner', cell: (row: PortfolioCardRow) => orUnknown(row.owner) }]),
  ];
}

/** One table, with a line over each group that begins on this page. */
function tableOf(card: PortfolioCard): ViewBlock {
  const columns = columnsOf(card);
  const rows: Span[][][] = [];
  let before: string | null | undefined;
  for (const row of card.rows) {
    if (card.groups !== null && row.group !== before) {
      rows.push(groupRow(card, row.group ?? null, columns));
      before = row.group ?? null;
    }
    rows.push(columns.map((column) => column.cell(row)));
  }
  return {
    kind: 'table',
    columns: columns.map(({ label, align }) => ({ label, ...(align && { align }) })),
    rows,
  };
}

function groupRow(
  { groups, query }: PortfolioCard,
  value: string | null,
  columns: readonly Column[],
): Span[][] {
  const group = groups?.find((one) => one.value === value);
  const label = value === null ? 'unknown' : query.group === 'renewalMonth' ? formatMonth(value) : value;
  const sums = group?.arr.map(formatArr).join(' + ') ?? '';
  return columns.map((column): Span[] => {
    if (column.label === 'Account') return [{ text: `${label} (${group?.count ?? 0})`, strong: true }];
    return column.label === 'ARR' && sums !== '' ? [{ text: sums, strong: true }] : [{ text: '' }];
  });
}

/** Nothing is dropped in silence. */
function leftOutNotes(leftOut: readonly LeftOut[]): ViewBlock[] {
  return leftOut.map(({ unknown: what, count, first }) => {
    const more = count - first.length;
    const names = first.map(({ name }) => shortenLine(name, nameLength)).join(', ');
    return note(`Left out, because no ${what} is known: ${names}${more > 0 ? ` and ${more} more` : ''}.`);
  });
}

function meanings({ understood }: PortfolioCard): string {
  return understood
    .map(({ typed, meaning }) => (typed === '' || typed.includes(' ') ? meaning : `${meaning} ('${typed}')`))
    .join(' · ');
}

function notes({ notes: assumed, currenciesApart, rows, page, pages }: PortfolioCard): ViewBlock[] {
  const scored = rows.flatMap(({ scoredAt }) => scoredAt ?? []).sort();
  const [oldest, newest] = [scored[0], scored.at(-1)];
  const when =
    oldest === undefined || newest === undefined
      ? null
      : oldest === newest
        ? `Scores of ${formatInstant(oldest)}.`
        : `Scores of ${formatInstant(oldest)} to ${formatInstant(newest)}.`;
  const lines = [
    ...assumed,
    currenciesApart
      ? 'Amounts of different currencies are not compared: each currency stands by itself.'
      : null,
    when,
    pages > 1 ? `Page ${page} of ${pages}.` : null,
  ].filter((line) => line !== null);
  return lines.length === 0 ? [] : [note(lines.join(' '))];
}

function controls(card: PortfolioCard, isList: boolean): ViewBlock[] {
  const { page, pages, rows, count } = card;
  if (!isList)
    return count === 0
      ? []
      : [{ kind: 'buttons', buttons: [{ ...pageButton(card, 'List them', 1), tone: 'primary' }] }];
  const buttons: ViewButton[] = [
    ...(page > 1 ? [pageButton(card, 'Previous', page - 1)] : []),
    ...(page < pages ? [{ ...pageButton(card, 'Next', page + 1), tone: 'primary' as const }] : []),
  ];
  return [
    ...(buttons.length === 0 ? [] : [{ kind: 'buttons' as const, buttons }]),
    {
      kind: 'picker',
      action: 'health',
      placeholder: 'Look at …',
      options: rows.map(({ id, name }) => ({ label: shortenLine(name, nameLength), value: id })),
    },
  ];
}

/** The question travels in the button, with the day that its words count from. */
function pageButton({ text, today }: PortfolioCard, label: string, page: number): ViewButton {
  return { action: 'accounts-page', label, value: `${page} ${today} ${text}` };
}

function quoted(words: readonly string[]): string {
  return words
    .slice(0, 8)
    .map((word) => `'${shortenLine(word, 40)}'`)
    .join(', ');
}

function note(text: string): ViewBlock {
  return { kind: 'note', spans: sentenceSpans(text) };
}
