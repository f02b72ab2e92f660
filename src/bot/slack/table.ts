import type { types } from '@slack/bolt';
import { inertText } from '../../domain/inert-text.ts';
import { type Span, textOf, type ViewBlock } from '../../views/view.ts';
import { groupsOf } from '../platform/groups.ts';
import { textLength, weightOf } from './groups.ts';
import { slackLimits } from './limits.ts';
import { bullets, elementsOf, type LinkTo, sectionOf } from './rich-text.ts';

type Table = Extract<ViewBlock, { kind: 'table' }>;

/**
 * Draws a table, in several blocks with the header repeated where it has too many rows or too much text for one. A
 * table with more columns or more text in one row than Slack can show becomes a list with the column names in it.
 */
export function renderTable(table: Table, linkTo: LinkTo): types.KnownBlock[] {
  const header = cells(
    table.columns.map((column) => [{ text: column.label, strong: true }]),
    table.columns.length,
    linkTo,
  );
  const rows = table.rows.map((row) => cells(row, table.columns.length, linkTo));
  const width = table.columns.length;
  const budgets = [
    { of: () => 1, max: slackLimits.tableRows - 1 },
    { of: textLength, max: slackLimits.tableText - textLength(header) },
    { of: weightOf, max: slackLimits.messageWeight - weightOf(header) - tableAllowance },
  ];
  const fits =
    width > 0 &&
    width <= slackLimits.tableColumns &&
    table.rows.every((row) => row.length <= width) &&
    [header, ...rows].every((row) => budgets.every((budget) => budget.of(row) <= budget.max));
  if (!fits) {
    const lines = table.rows.length > 0 ? table.rows : [[]];
    return bullets(lines.map((row) => elementsOf(asLine(table, row), linkTo)));
  }
  const chunks = rows.length === 0 ? [[]] : groupsOf(rows, budgets);
  return chunks.map((chunk) => ({
    type: 'table',
    column_settings: table.columns.map((column) => ({ align: column.align ?? 'left', is_wrapped: true })),
    rows: [header, ...chunk],
  }));
}

/** The weight of the table's own object and its column settings. */
const tableAllowance = (slackLimits.tableColumns + 1) * slackLimits.elementWeight;

/** Slack refuses an empty cell; a dash says that there is nothing. */
const nothing: Span[] = [{ text: '–' }];

function cells(row: readonly (readonly Span[])[], width: number, linkTo: LinkTo): types.RichTextBlock[] {
  return Array.from({ length: width }, (_, index) => {
    const spans = row[index] ?? [];
    // Judged as it is shown: a character that nobody sees is spelled out, and is not nothing.
    const isEmpty = inertText(textOf(spans)).trim() === '';
    const elements = elementsOf(isEmpty ? nothing : spans, linkTo);
    return { type: 'rich_text', elements: [sectionOf(elements)] };
  });
}

/** A line of a table that cannot be drawn as one: "Label: value · Label: value". */
function asLine(table: Table, row: readonly (readonly Span[])[]): Span[] {
  const width = Math.max(row.length, table.columns.length);
  return Array.from({ length: width }, (_, index) => index).flatMap((index) => {
    const label = table.columns[index]?.label;
    const value = row[index] ?? [];
    const separator = index === 0 ? [] : [{ text: ' · ' }];
    return [...separator, ...(label ? [{ text: `${label}: `, strong: true }] : []), ...value];
  });
}
