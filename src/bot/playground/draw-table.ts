import { createElement as h, type ReactNode } from 'react';
import { isRecord, textOf } from './slack-answers.ts';

type Part = Readonly<Record<string, unknown>>;

/** Text up to here stays on one line: dates, figures, one or two words. */
const wholeLength = 18;

/**
 * Draws a table block. Every cell but the first of its row knows its column's name, so that a narrow page can show
 * a row as a heading with pairs of label and value. The first row is the header, as in Slack.
 * @param drawCell - draws the rich text in a cell
 */
export function drawTable(table: Part, key: number, drawCell: (cell: Part) => ReactNode): ReactNode {
  const settings = listOf(table.column_settings);
  const [header = [], ...rows] = (Array.isArray(table.rows) ? table.rows : []).map(listOf);
  const names = header.map(wordsOf);
  const alignOf = (column: number) => (settings[column]?.align === 'right' ? 'right' : '');
  return h(
    'div',
    { key, className: 'block-table' },
    h(
      'table',
      null,
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          names.map((name, column) =>
            h('th', { key: column, scope: 'col', className: alignOf(column) || undefined }, name),
          ),
        ),
      ),
      h(
        'tbody',
        null,
        rows.map((row, index) =>
          h(
            'tr',
            { key: index },
            row.map((cell, column) => {
              const words = wordsOf(cell);
              const look = [
                alignOf(column),
                words.length <= wholeLength && 'whole',
                words === '–' && 'nothing',
              ];
              const own = {
                key: column,
                'data-label': column === 0 ? undefined : names[column],
                className: look.filter(Boolean).join(' '),
              };
              return h('td', own, drawCell(asRichText(cell)));
            }),
          ),
        ),
      ),
    ),
  );
}

function asRichText(cell: Part): Part {
  if (cell.type === 'rich_text') return cell;
  const text = { type: 'text', text: textOf(cell.text) };
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [text] }] };
}

/** The words of a cell, without how they look. */
function wordsOf(part: Part): string {
  return Array.isArray(part.elements) ? listOf(part.elements).map(wordsOf).join('') : textOf(part.text);
}

function listOf(value: unknown): Part[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
