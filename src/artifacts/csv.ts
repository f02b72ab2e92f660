import type { PackBlock, PackSection, PackSpan } from '../domain/account-pack.ts';
import type { PackWriter, PackWriting } from '../domain/artifact.ts';
import { csvRow } from '../rules/csv-cell.ts';
import { chartRows, plainText } from './words.ts';

const columns = ['section', 'what', 'name', 'value', 'detail', 'evidence'] as const;
/** So that spreadsheets read the bytes as UTF-8. */
const byteOrderMark = '\uFEFF';

/** A pack as CSV: one figure a row, with the address of its record. Cells that a spreadsheet would run are text. */
export const writeCsv: PackWriter = async (pack, writing) => {
  const { account, asOf, knownAt, period, template } = pack;
  const about = (name: string, value: string): string[] => ['', 'pack', name, value, '', ''];
  const rows: string[][] = [
    [...columns],
    about('kind', pack.kind),
    about('title', account === null ? `${pack.title}: ${pack.subtitle}` : pack.title),
    ...(account === null
      ? [about('account', 'all customers')]
      : [about('account', account.name), about('account id', account.id)]),
    about('as of', asOf),
    about('known at', String(knownAt)),
    about('period', period.words),
    about('version', String(writing.version)),
    about('template', template),
    ...pack.sections.flatMap((section) => sectionRows(section, writing)),
  ];
  return new TextEncoder().encode(
    byteOrderMark + rows.map((row) => csvRow(row.map(withPlainBlanks))).join(''),
  );
};

/** What holds a date together on a line would keep a spreadsheet from reading it. */
function withPlainBlanks(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

function sectionRows({ title, takeaway, missing, blocks }: PackSection, writing: PackWriting): string[][] {
  const head =
    missing === null ? [title, 'summary', '', takeaway, '', ''] : [title, 'missing', '', '', missing, ''];
  return [head, ...blocks.flatMap((block) => blockRows(title, block, writing))];
}

function blockRows(section: string, block: PackBlock, { linkTo }: PackWriting): string[][] {
  const address = (path: string | null | undefined): string => (path && linkTo ? linkTo(path) : '');
  const pathIn = (spans: readonly PackSpan[]): string =>
    address(spans.find(({ path }) => path !== undefined)?.path);
  switch (block.kind) {
    case 'paragraph':
      return [[section, 'text', '', plainText(block.spans), '', pathIn(block.spans)]];
    case 'list':
      return block.items.map((item) => [section, block.title, '', plainText(item), '', pathIn(item)]);
    case 'facts':
      return block.facts.map(({ label, value, detail, path }) => [
        ...[section, 'figure', label, value, detail ?? '', address(path)],
      ]);
    case 'table':
      return block.rows.flatMap((row) => {
        const [first = [], ...rest] = row;
        const evidence = address(row.flat().find(({ path }) => path !== undefined)?.path);
        return rest.map((one, at) => [
          ...[
            section,
            block.title,
            plainText(first),
            plainText(one),
            block.columns[at + 1]?.label ?? '',
            evidence,
          ],
        ]);
      });
    case 'chart': {
      const { rows, columns: labels } = chartRows(block.chart);
      return rows.map(([name, value]) => [
        section,
        block.chart.title,
        name,
        value,
        labels[1],
        address(block.path),
      ]);
    }
  }
}
