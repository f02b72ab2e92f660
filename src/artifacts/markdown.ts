import type { PackBlock, PackSection, PackSpan } from '../domain/account-pack.ts';
import type { PackWriter, PackWriting } from '../domain/artifact.ts';
import { chartRows, momentOf, provenance } from './words.ts';

/** A pack as Markdown. Whatever people wrote stands in it as text: no mark of theirs is one. */
export const writeMarkdown: PackWriter = async (pack, writing) => {
  const lines = [
    ...[`# ${inert(pack.title)}: ${inert(pack.subtitle)}`, ''],
    ...[`*${inert(pack.period.words)}, as of ${momentOf(pack)}*`, ''],
    ...pack.sections.flatMap((section) => sectionLines(section, writing)),
    ...['---', '', inert(provenance(pack, writing)), ''],
  ];
  return new TextEncoder().encode(lines.join('\n'));
};

function sectionLines(section: PackSection, writing: PackWriting): string[] {
  const { title, takeaway, intro, blocks, missing } = section;
  return [
    ...[`## ${inert(title)}`, ''],
    ...(missing === null ? [`**${inert(takeaway)}**`, ''] : [`*Nothing to tell: ${inert(missing)}.*`, '']),
    ...(intro === null ? [] : [inert(intro), '']),
    ...blocks.flatMap((block) => blockLines(block, writing)),
  ];
}

function blockLines(block: PackBlock, writing: PackWriting): string[] {
  switch (block.kind) {
    case 'paragraph':
      return [spanText(block.spans, writing), ''];
    case 'list':
      return [
        `**${inert(block.title)}**`,
        '',
        ...block.items.map((item) => `- ${spanText(item, writing)}`),
        '',
      ];
    case 'facts': {
      const rows = block.facts.map(({ label, value, detail, path }) => [
        inert(label),
        spanText([path === null ? { text: value } : { text: value, path }], writing),
        inert(detail ?? ''),
      ]);
      return [...table([{ label: 'Figure' }, { label: 'Value' }, { label: '' }], rows), ''];
    }
    case 'table': {
      const rows = block.rows.map((row) => row.map((cell) => spanText(cell, writing)));
      return [`**${inert(block.title)}**`, '', ...table(block.columns, rows), ''];
    }
    case 'chart': {
      const { columns, rows } = chartRows(block.chart);
      const title = spanText(
        [block.path === null ? { text: block.chart.title } : { text: block.chart.title, path: block.path }],
        writing,
      );
      const [first, second] = columns;
      const shown = table(
        [{ label: first }, { label: second, align: 'right' }],
        rows.map((row) => row.map(inert)),
      );
      return [`**${title}**`, '', ...shown, ''];
    }
  }
}

function table(
  columns: readonly { label: string; align?: 'left' | 'right' }[],
  rows: readonly string[][],
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ label }) => inert(label))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map(line),
  ];
}

function spanText(spans: readonly PackSpan[], { linkTo }: PackWriting): string {
  return spans
    .map(({ text, path }) =>
      path === undefined || linkTo === null ? inert(text) : `[${inert(text)}](<${linkTo(path)}>)`,
    )
    .join('');
}

/** Every sign that Markdown or HTML could take for its own is escaped; a line stays one line. */
function inert(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+\-.!|~:@]/g, (sign, at: number, whole: string) =>
      isPlain(sign, at, whole) ? sign : `\\${sign}`,
    );
}

/** Signs that mean something at the beginning alone, or beside a word, and are read more easily bare elsewhere. */
function isPlain(sign: string, at: number, whole: string): boolean {
  if ('.-()!+:'.includes(sign)) {
    if (at === 0) return false;
    const before = whole.slice(0, at);
    // A numbered list, a rule, an address that a reader would make a link of by itself.
    if (sign === '.' && /^\s*\d+$/.test(before) && !/^\d/.test(whole.slice(at + 1))) return false;
    if (sign === ':' && /https?$|ftp$|mailto$|www$/i.test(before)) return false;
    if (sign === '.' && /www$/i.test(before)) return false;
    if ((sign === '(' && whole[at - 1] === ']') || (sign === '!' && whole[at + 1] === '[')) return false;
    return true;
  }
  return false;
}
