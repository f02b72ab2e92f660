import { type Html, html, type Piece } from './escape.ts';
import { scrolling } from './layout.ts';

/** Of numbers the digits stand below each other; a date stays on one line. */
export interface Column {
  label: string;
  kind?: 'number' | 'date';
}

/**
 * A table with words in it: where the page is narrow, each row becomes its own list of labels and values, and otherwise
 * it scrolls by itself where it is wider than the page.
 * @param rows - the first cell of a row is its heading
 */
export function stackingTable(
  label: string,
  columns: readonly Column[],
  rows: readonly (readonly Piece[])[],
): Html {
  const classOf = ({ kind }: Column): Piece => kind && html` class="${kind}"`;
  const cell = (piece: Piece, index: number): Piece => {
    const column = columns[index];
    if (column === undefined) return null;
    if (index === 0) return html`<th scope="row"${classOf(column)}>${piece}</th>`;
    // What is beside the label in a narrow row is one thing, however many parts it has.
    return html`<td data-label="${column.label}"${classOf(column)}><div>${piece}</div></td>`;
  };
  return scrolling(
    label,
    html`<table><thead><tr>${columns.map((column) => html`<th scope="col"${classOf(column)}>${column.label}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table>`,
    'stacks',
  );
}
