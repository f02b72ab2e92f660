import { expect, it } from 'vitest';
import { hostilePack } from '../../../test/support/packs.ts';
import { pdfPages } from '../../../test/support/pdf-text.ts';
import type { Pack, PackBlock, PackSection } from '../../domain/account-pack.ts';
import { createPdfWriter } from './write-pdf.ts';

const write = createPdfWriter(async () => null);
const writing = { version: 1, linkTo: (path: string) => `https://h${path}`, linksUntil: null };
const base = hostilePack('Acme', ['x']);

const sectionOf = (title: string, ...blocks: PackBlock[]): PackSection => ({
  id: title,
  title,
  takeaway: `${title} in a sentence`,
  intro: null,
  blocks,
  missing: null,
});
const table = (rows: number): PackBlock => ({
  kind: 'table',
  title: 'Rows',
  columns: [{ label: 'Columnone' }, { label: 'Columntwo' }],
  rows: Array.from({ length: rows }, (_, at) => [
    [{ text: `row${at}` }],
    [{ text: 'x', path: `/evidence/${at}` }],
  ]),
});
const list = (items: number): PackBlock => ({
  kind: 'list',
  title: 'Items',
  items: Array.from({ length: items }, (_, at) => [{ text: `item${at}` }]),
});
const pagesOf = async (pack: Pack): Promise<string[]> => pdfPages(await write(pack, writing));

it('a table says its columns on every page that it is on, and on no other', async () => {
  const pages = await pagesOf({
    ...base,
    sections: [sectionOf('Long', table(80)), sectionOf('After', list(30))],
  });
  const withRows = pages.filter((page) => /row\d/.test(page));
  expect(withRows.length).toBeGreaterThanOrEqual(3);
  for (const page of pages)
    expect(page.split('ColumnoneColumntwo').length - 1).toBe(/row\d/.test(page) ? 1 : 0);
  expect(pages.join('').match(/row\d+/g)).toHaveLength(80);
});

it.each([20, 24, 28, 31, 34])(
  'a heading stands on the page of its first lines, below %i others',
  async (items) => {
    const pages = await pagesOf({
      ...base,
      sections: [sectionOf('First', list(items)), sectionOf('Second', table(3))],
    });
    const page = pages.find((one) => one.includes('Secondinasentence'));
    expect(page).toContain('ColumnoneColumntworow0xrow1x');
  },
);

it('a section that fits stays where it is, whatever margin would follow it', async () => {
  for (const items of [12, 14, 16, 18]) {
    const sections = [
      sectionOf('First', list(items)),
      sectionOf('Second', table(8)),
      sectionOf('Third', list(1)),
    ];
    const [first = '', second = ''] = await pagesOf({ ...base, sections });
    // What goes on goes on below what is full: nothing else was moved with it.
    expect(`${items}: ${/row0/.test(first)}`).toBe(`${items}: true`);
    expect(/row7/.test(first) || /row7/.test(second)).toBe(true);
  }
});

it('letters of Chinese, Japanese and Korean are drawn; for what is not there is a box, and it is said', async () => {
  const name = '株式会社あおい 北京华为 주식회사한빛 🚀 ไทย';
  const pages = await pagesOf({ ...base, subtitle: name, sections: [sectionOf('Name', table(1))] });
  expect(pages[0]).toContain('株式会社あおい北京华为주식회사한빛□□□□');
  expect(pages.join('')).toContain('nolettersforThaiandemoji');
  const again = await write({ ...base, subtitle: name }, writing);
  expect(Buffer.from(await write({ ...base, subtitle: name }, writing)).equals(Buffer.from(again))).toBe(
    true,
  );
});
