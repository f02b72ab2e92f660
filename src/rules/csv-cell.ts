/** What a spreadsheet takes for a formula, also behind blanks or quotes, and in the full-width and small forms. */
const formula =
  /^[\s"']*[=+\-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}\u{FE66}\u{FE62}\u{FE63}\u{FE6B}\u{2212}]|^[\t\r\n]/u;

/**
 * A cell of a CSV file, always quoted. One that a spreadsheet would run as a formula begins with an apostrophe, so
 * that it opens as the text that it is.
 */
export function csvCell(text: string): string {
  const inert = formula.test(text) ? `'${text}` : text;
  return `"${inert.replaceAll('"', '""')}"`;
}

/** A row with its end, as RFC 4180 wants it. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
