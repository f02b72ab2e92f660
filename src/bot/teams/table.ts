import { inertText } from '../../domain/inert-text.ts';
import { type Span, textOf, type ViewBlock } from '../../views/view.ts';
import { groupsOf } from '../platform/groups.ts';
import { bytesOf, type CardElement } from './card.ts';
import { teamsLimits } from './limits.ts';
import { bullets, type LinkTo, textBlocks } from './rich-text.ts';

type Table = Extract<ViewBlock, { kind: 'table' }>;
type Facts = Extract<ViewBlock, { kind: 'facts' }>;

/**
 * Draws a table, in several with the header repeated where one message cannot hold it. One with more columns or more
 * text in a row than a chat can show becomes a list with the column names in it.
 */
export function renderTable(table: Table, linkTo: LinkTo): CardElement[] {
  const width = table.columns.length;
  const align = table.columns.map((column) => column.align ?? 'left');
  const header = rowOf(
    table.columns.map(({ label }) => [{ text: label, strong: true }]),
    align,
    linkTo,
  );
  const rows = table.rows.map((row) => rowOf(padded(row, width), align, linkTo));
  const fits =
    width > 0 &&
    width <= teamsLimits.tableColumns &&
    table.rows.every((row) => row.length <= width) &&
    [header, ...rows].every((row) => bytesOf(row) <= teamsLimits.rowBytes);
  if (!fits) {
    const lines = table.rows.length > 0 ? table.rows : [[]];
    return bullets(
      lines.map((row) => asLine(table, row)),
      linkTo,
    );
  }
  const columns = widthsOf(table).map((part) => ({ width: part }));
  const room = teamsLimits.messageBytes / 2 - bytesOf([header, columns]);
  const groups = rows.length === 0 ? [[]] : groupsOf(rows, [{ of: bytesOf, max: room }]);
  return groups.map((group) => ({
    type: 'Table',
    columns,
    firstRowAsHeaders: true,
    showGridLines: true,
    rows: [header, ...group],
  }));
}

/** Names at the left, what they are at the right. */
export function renderFacts({ facts }: Facts, linkTo: LinkTo): CardElement[] {
  const rows = facts.map(({ label, value }) =>
    rowOf([[{ text: label, strong: true }], value], ['left', 'left'], linkTo),
  );
  if (rows.some((row) => bytesOf(row) > teamsLimits.rowBytes)) {
    return facts.flatMap(({ label, value }) =>
      textBlocks([{ text: `${label}  `, strong: true }, ...value], linkTo),
    );
  }
  const longest = Math.max(1, ...facts.map(({ label }) => label.length));
  const right = longest > 24 ? 2 : 3;
  return groupsOf(rows, [{ of: bytesOf, max: teamsLimits.messageBytes / 2 }]).map((group) => ({
    type: 'Table',
    columns: [{ width: 1 }, { width: right }],
    firstRowAsHeaders: false,
    showGridLines: false,
    rows: group,
  }));
}

/** A dash says that there is nothing. */
const nothing: readonly Span[] = [{ text: '–' }];

function rowOf(
  row: readonly (readonly Span[])[],
  align: readonly ('left' | 'right')[],
  linkTo: LinkTo,
): CardElement {
  return {
    type: 'TableRow',
    cells: row.map((spans, index) => {
      // Judged as it is shown: a character that nobody sees is spelled out, and is not nothing.
      const isEmpty = inertText(textOf(spans)).trim() === '';
      const right = align[index] === 'right' ? { horizontalAlignment: 'Right' } : {};
      const items = textBlocks(isEmpty ? nothing : spans, linkTo).map((item) => ({ ...item, ...right }));
      return { type: 'TableCell', items };
    }),
  };
}

function padded(row: readonly (readonly Span[])[], width: number): (readonly Span[])[] {
  return Array.from({ length: Math.max(width, row.length) }, (_, index) => row[index] ?? []);
}

/**
 * Columns as wide as what stands in them, within bounds. Where there is room the longest word of one is not broken, and
 * neither is a figure of several words, such as "35 % × 98.23".
 */
function widthsOf({ columns, rows }: Table): number[] {
  return columns.map(({ label, align }, index) => {
    const texts = [label, ...rows.map((row) => textOf(row[index] ?? []))];
    const longest = Math.max(...texts.map((text) => text.length));
    const parts = align === 'right' ? texts : texts.flatMap((text) => text.split(/\s/));
    const word = Math.max(...parts.map((part) => part.length));
    return Math.round(Math.max(Math.min(word, 20) * 1.6 + 4, Math.min(longest, 40) * 0.7));
  });
}

/** "Label: value · Label: value". */
function asLine(table: Table, row: readonly (readonly Span[])[]): Span[] {
  const width = Math.max(row.length, table.columns.length);
  return Array.from({ length: width }, (_, index) => index).flatMap((index) => {
    const label = table.columns[index]?.label;
    const value = row[index] ?? [];
    const shown = textOf(value).trim() === '' ? nothing : value;
    const separator = index === 0 ? [] : [{ text: ' · ' }];
    return [...separator, ...(label ? [{ text: `${label}: `, strong: true }] : []), ...shown];
  });
}
