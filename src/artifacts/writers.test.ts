import { createRequire } from 'node:module';
import { parse } from 'csv-parse/sync';
import JsZip from 'jszip';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { hostilePack } from '../../test/support/packs.ts';
import type { PackWriting } from '../domain/artifact.ts';
import { createPackWriters } from './index.ts';

const { validate } = createRequire(import.meta.url)('fast-xml-parser') as {
  validate(xml: string): true | object;
};
/** The validator looks at no attributes: an office refuses a bare ampersand there, too. */
const bareAmpersand = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i;

const writers = createPackWriters();
const writing: PackWriting = {
  version: 3,
  linkTo: (path) => `https://holdfast.example${path}&exp=2027-02-25&sig=abc`,
  linksUntil: '2027-02-25',
};
const hostile = [
  '<script>alert(1)</script> & <b>bold</b>',
  '=cmd|calc!A1',
  '[click](javascript:alert(1)) `code` | cell',
  'שלום עולם, חברה בעברית',
  'شركة الأمثلة للتجارة',
  'x'.repeat(160),
  '# heading\n\n- list\r\n---',
  '\uD800 half \uFFFF none \u0007 bell',
];
const pack = hostilePack('<img src=x onerror=alert(1)> & שלום', hostile);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function partsOf(bytes: Uint8Array): Promise<Map<string, string>> {
  const zip = await JsZip.loadAsync(bytes);
  const names = Object.keys(zip.files).filter((name) => /\.(?:xml|rels)$/.test(name));
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await zip.file(name)?.async('string')] as [string, string]),
    ),
  );
}

describe('a deck', () => {
  it('is an archive whose every part is well-formed, with every section and its evidence', async () => {
    const parts = await partsOf(await writers.pptx(pack, writing));
    for (const [name, xml] of parts) {
      expect([name, validate(xml)]).toEqual([name, true]);
      expect([name, bareAmpersand.exec(xml)?.[0]]).toEqual([name, undefined]);
    }
    const slides = [...parts].filter(([name]) => /^ppt\/slides\/slide\d+\.xml$/.test(name));
    expect(slides.length).toBeGreaterThan(4);
    const all = slides.map(([, xml]) => xml).join('');
    expect(all).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(all).not.toContain('<script>');
    expect(all).toContain('What this pack cannot tell, and why');
    for (const [name, xml] of slides) {
      const ids = [...xml.matchAll(/<p:cNvPr id="(\d+)"/g)].map(([, id]) => id);
      expect([name, new Set(ids).size]).toEqual([name, ids.length]);
    }
    expect(all).toContain('No incident is recorded');
    expect(all).toContain('rtl="1"');
    const targets = [...parts]
      .filter(([name]) => name.includes('slides/_rels'))
      .map(([, xml]) => xml)
      .join('');
    expect(targets).toContain('https://holdfast.example/evidence/events/9&amp;exp=2027-02-25');
  });

  it('puts nothing over the edge of a slide', async () => {
    const parts = await partsOf(await writers.pptx(pack, writing));
    const slides = [...parts].filter(([name]) => name.startsWith('ppt/slides/slide'));
    const boxes = slides.flatMap(([, xml]) => [
      ...xml.matchAll(/<a:off x="(\d+)" y="(\d+)"\/><a:ext cx="(\d+)" cy="(\d+)"\/>/g),
    ]);
    expect(boxes.length).toBeGreaterThan(20);
    for (const [, x, y, w, h] of boxes) {
      expect(Number(x) + Number(w)).toBeLessThanOrEqual(12_192_000 + 1);
      expect(Number(y) + Number(h)).toBeLessThanOrEqual(6_858_000 + 1);
    }
  });
});

describe('a PDF', () => {
  it('has pages, a title, the date of the pack, and addresses that open', async () => {
    const raw = Buffer.from(await writers.pdf(pack, writing)).toString('latin1');
    expect(raw.startsWith('%PDF-')).toBe(true);
    expect(raw.match(/\/Type \/Page\b/g)?.length).toBeGreaterThanOrEqual(2);
    expect(raw).toMatch(/\(D:20261127120000Z\)/);
    expect(raw.match(/\/URI \(https:\/\/holdfast\.example/g)?.length).toBeGreaterThan(10);
  });
});

describe('Markdown', () => {
  it('shows what people wrote as text: no mark of theirs is one', async () => {
    const html = new MarkdownIt({ html: true, linkify: true }).render(text(await writers.md(pack, writing)));
    expect(html).not.toMatch(/<(?:script|img|b)\b/);
    expect(html).not.toContain('href="javascript');
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html.match(/<h2>/g)).toHaveLength(2);
    expect(html).not.toMatch(/<code>code/);
    expect(html).toContain('Nothing to tell: No incident is recorded');
    // Every row of the table has its two cells, whatever stands in them.
    expect([...html.matchAll(/<tr>\s*((?:<td[^>]*>.*?<\/td>\s*)+)<\/tr>/gs)].length).toBeGreaterThan(30);
  });
});

describe('CSV', () => {
  it('is read with the columns that it names, and runs nothing', async () => {
    const bytes = await writers.csv(pack, writing);
    const rows: Record<string, string>[] = parse(text(bytes).replace(/^\uFEFF/, ''), { columns: true });
    expect(Object.keys(rows[0] ?? {})).toEqual(['section', 'what', 'name', 'value', 'detail', 'evidence']);
    const cells = rows.flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    expect(cells).toContain("'=cmd|calc!A1");
    expect(rows).toContainEqual(
      expect.objectContaining({ section: 'Incidents', what: 'missing', detail: 'No incident is recorded' }),
    );
    expect(rows.find(({ name }) => name === 'Figure 0')?.evidence).toMatch(/^https:\/\/holdfast\.example\//);
  });
});

describe('every format', () => {
  it.each(['pptx', 'pdf', 'md', 'csv'] as const)('%s: the same pack gives the same bytes', async (format) => {
    const [once, again] = [await writers[format](pack, writing), await writers[format](pack, writing)];
    expect(Buffer.from(once).equals(Buffer.from(again))).toBe(true);
  });

  it.each(['pptx', 'pdf', 'md', 'csv'] as const)(
    '%s: a pack for a customer has no address of ours',
    async (format) => {
      const bytes = await writers[format](
        { ...pack, audience: 'customer' },
        { ...writing, linkTo: null, linksUntil: null },
      );
      const zipped =
        format === 'pptx'
          ? [...(await partsOf(bytes)).values()].join('')
          : Buffer.from(bytes).toString('latin1');
      expect(zipped).not.toContain('holdfast.example');
    },
  );

  it.each(['pptx', 'pdf', 'md', 'csv'] as const)(
    '%s: an account of which nothing is known is written too',
    async (format) => {
      const nothing = {
        ...pack,
        subtitle: 'Acme',
        sections: pack.sections.filter(({ missing }) => missing !== null),
      };
      expect((await writers[format](nothing, writing)).byteLength).toBeGreaterThan(100);
    },
  );
});
