import type * as ReactPdf from '@react-pdf/renderer';
import { createElement, type ReactElement, type ReactNode } from 'react';
import type {
  Pack,
  PackBlock,
  PackChart,
  PackFact,
  PackSection,
  PackSpan,
} from '../../domain/account-pack.ts';
import type { PackWriter, PackWriting } from '../../domain/artifact.ts';
import { counted } from '../../domain/counted.ts';
import { readsFromRight } from '../../domain/reading-direction.ts';
import { boxed, undrawnWords } from '../../domain/undrawn-scripts.ts';
import { cutFonts } from '../../fonts/east-asian.ts';
import { columnShares } from '../column-shares.ts';
import { tones } from '../palette.ts';
import { type ChartPicture, type DrawChart, drawAll } from '../picture.ts';
import { chartRows, momentOf, plainText, provenance } from '../words.ts';
import { lendFonts, registerFonts } from './fonts.ts';
import { styles } from './styles.ts';

type Kit = typeof ReactPdf;
type Pictures = ReadonlyMap<PackChart, ChartPicture>;

/** What every part of a page is drawn with. */
interface Drawing {
  kit: Kit;
  writing: PackWriting;
  pictures: Pictures;
  /** Where letters are looked for, in this order. */
  families: readonly string[];
  /** For what there are no letters, in a sentence; '' = nothing. */
  undrawn: string;
}

let loading: Promise<Kit> | null = null;

/** Loaded with the first pack: it takes most of a second. */
function load(): Promise<Kit> {
  loading ??= import('@react-pdf/renderer').then(async (kit) => {
    await registerFonts(kit.Font);
    return kit;
  });
  return loading;
}

/** A writer of packs as PDF on A4: the same pack gives the same bytes, since its date is the pack's. */
export function createPdfWriter(draw: DrawChart): PackWriter {
  return async (given, writing) => {
    const kit = await load();
    const fonts = await cutFonts(JSON.stringify(given));
    const letters = new Set(fonts.flatMap((font) => [...font.letters]));
    const pack = drawable(given, letters);
    const charts = pack.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : [])),
    );
    const pictures = await drawAll(charts, draw);
    const { families, takeBack } = lendFonts(kit.Font, fonts);
    const undrawn = undrawnWords(JSON.stringify(given), letters);
    try {
      return new Uint8Array(
        await kit.renderToBuffer(document(pack, { kit, writing, pictures, families, undrawn })),
      );
    } finally {
      takeBack();
    }
  };
}

/** A pack with a box for each letter that no font has; the same one where there is none. */
function drawable(pack: Pack, letters: ReadonlySet<string>): Pack {
  const texts = JSON.stringify(pack);
  const change = (value: unknown, key: string): unknown =>
    typeof value === 'string' ? (key === 'path' ? value : boxed(value, letters)) : value;
  return boxed(texts, letters) === texts
    ? pack
    : (JSON.parse(texts, (key, value: unknown) => change(value, key)) as Pack);
}

function document(pack: Pack, drawing: Drawing): ReactElement<ReactPdf.DocumentProps> {
  const { kit, writing, families, undrawn } = drawing;
  const at = new Date(pack.asOf);
  const title = `${pack.title}: ${pack.subtitle}`;
  return createElement(
    kit.Document,
    {
      title,
      author: 'Holdfast',
      subject: pack.period.words,
      creator: 'Holdfast',
      producer: 'Holdfast',
      creationDate: at,
      modificationDate: at,
      language: 'en',
    },
    createElement(
      kit.Page,
      { size: 'A4', style: { ...styles.page, fontFamily: families } as never },
      cover(pack, drawing),
      ...pack.sections.flatMap((section) => sectionOf(section, drawing)),
      createElement(kit.Text, { key: 'source', style: styles.source }, [
        provenance(pack, writing),
        undrawn === '' ? '' : ` ${undrawn}`,
      ]),
      footer(pack, kit),
    ),
  );
}

function cover(pack: Pack, { kit, writing }: Drawing): ReactNode {
  const missing = pack.sections.filter((section) => section.missing !== null).length;
  const told = pack.sections.length - missing;
  const count =
    missing === 0 ? counted(told, 'section') : `${counted(told, 'section')} with data, ${missing} without`;
  return createElement(
    kit.View,
    { key: 'cover', style: styles.cover },
    createElement(kit.Text, { style: styles.coverKind }, pack.title),
    createElement(
      kit.Text,
      { style: { ...styles.coverName, ...direction(pack.subtitle) } },
      whole(pack.subtitle),
    ),
    createElement(kit.Text, { style: styles.coverLine }, pack.period.words),
    createElement(
      kit.Text,
      { style: styles.coverLine },
      `As of ${momentOf(pack)} · version ${writing.version} · ${count}`,
    ),
  );
}

function footer(pack: Pack, kit: Kit): ReactNode {
  return createElement(
    kit.View,
    { key: 'footer', style: styles.footer as never, fixed: true },
    createElement(kit.Text, null, whole(`${pack.title} · ${pack.subtitle}`)),
    createElement(kit.Text, {
      render: ({ pageNumber, totalPages }: { pageNumber: number; totalPages: number }) =>
        `${pageNumber} of ${totalPages}`,
    } as never),
  );
}

/** Height that has to be left below a heading, or its block begins on the next page. Points. */
const presence = { section: 104, block: 72 };

/**
 * The parts of a section, one after another on the page: the layout engine moves a part to the next page alone, and
 * keeps a heading with what follows it only among neighbours.
 */
function sectionOf(
  { id, title, takeaway, intro, blocks, missing }: PackSection,
  drawing: Drawing,
): ReactNode[] {
  const { kit } = drawing;
  if (missing !== null)
    return [
      createElement(
        kit.View,
        { key: id, style: styles.section, wrap: false },
        createElement(kit.Text, { style: styles.kicker }, title),
        createElement(kit.Text, { style: styles.missing as never }, `Nothing to tell: ${missing}.`),
      ),
    ];
  const [first = [], ...rest] = blocks.map((block, at) => blockOf(block, `${id}-${at}`, drawing));
  // What may be broken stays below its heading by the height that it needs; what may not, in one part with it.
  const isWhole = blocks[0]?.kind !== 'table' && blocks[0]?.kind !== 'list';
  return [
    createElement(
      kit.View,
      { key: id, style: styles.section, wrap: false, minPresenceAhead: isWhole ? 0 : presence.section },
      createElement(kit.Text, { style: styles.kicker }, title),
      createElement(kit.Text, { style: { ...styles.takeaway, ...direction(takeaway) } }, whole(takeaway)),
      intro === null ? null : createElement(kit.Text, { style: styles.intro }, intro),
      isWhole ? first[0] : null,
    ),
    ...(isWhole ? first.slice(1) : first),
    ...rest.flat(),
  ];
}

/** A block in parts, none of which is broken over two pages but a table, between its rows. */
function blockOf(block: PackBlock, key: string, drawing: Drawing): ReactNode[] {
  const { kit } = drawing;
  switch (block.kind) {
    case 'paragraph':
      return [createElement(kit.Text, { key }, ...spansOf(block.spans, drawing))];
    case 'facts':
      return [
        createElement(
          kit.View,
          { key, style: styles.tiles as never },
          ...block.facts.map((fact) => tile(fact, drawing)),
        ),
      ];
    case 'list':
      return listOf(block, key, drawing);
    case 'table':
      return tableOf(block, key, drawing);
    case 'chart':
      return chartOf(block, key, drawing);
  }
}

function listOf(
  { title, items }: Extract<PackBlock, { kind: 'list' }>,
  key: string,
  drawing: Drawing,
): ReactNode[] {
  const { kit } = drawing;
  const lines = items.map((item, at) =>
    createElement(
      kit.View,
      { key: `${key}-${at}`, style: styles.item as never, wrap: false },
      createElement(kit.Text, { style: styles.bullet }, '•'),
      createElement(kit.Text, { style: { flex: 1 } }, ...spansOf(item, drawing)),
    ),
  );
  return titled(title, lines, key, drawing);
}

/** A heading that stays with what stands below it, the parts, and the room below them. */
function titled(title: string, parts: readonly ReactNode[], key: string, { kit }: Drawing): ReactNode[] {
  return [
    createElement(kit.Text, { key, style: styles.blockTitle, minPresenceAhead: presence.block }, title),
    ...parts,
    createElement(kit.View, { key: `${key}-end`, style: styles.blockEnd }),
  ];
}

function tile({ label, value, detail, tone, path }: PackFact, { kit, writing }: Drawing): ReactNode {
  const fontSize = value.length > 40 ? 9 : value.length > 22 ? 11 : styles.value.fontSize;
  const style = { ...styles.value, fontSize, color: `#${tones[tone].color}` };
  const shown =
    path !== null && writing.linkTo
      ? createElement(kit.Link, { src: writing.linkTo(path), style: style as never }, whole(value))
      : createElement(kit.Text, { style: style as never }, whole(value));
  return createElement(
    kit.View,
    { key: label, style: styles.tile, wrap: false },
    createElement(
      kit.View,
      { style: styles.tileBox },
      createElement(kit.Text, { style: styles.label }, label),
      shown,
      detail === null ? null : createElement(kit.Text, { style: styles.detail }, detail),
    ),
  );
}

function tableOf(
  { title, columns, rows }: Extract<PackBlock, { kind: 'table' }>,
  key: string,
  drawing: Drawing,
): ReactNode[] {
  const { kit } = drawing;
  const widths = columnShares(
    columns.map(({ label }, at) => [
      label,
      ...rows.map((row) => (row[at] ?? []).map(({ text }) => text).join('')),
    ]),
  );
  const cells = (style: object, texts: readonly ReactNode[][], words: readonly string[]): ReactNode[] =>
    texts.map((children, at) => {
      const align = { ...direction(words[at] ?? ''), textAlign: columns[at]?.align ?? 'left' };
      const width = `${100 * (widths[at] ?? 0.1)}%`;
      return createElement(
        kit.Text,
        { key: String(at), style: { ...style, width, ...align } as never },
        ...children,
      );
    });
  const head = createElement(
    kit.View,
    { key: `${key}-head`, style: styles.head as never, fixed: true },
    ...cells(
      styles.headCell,
      columns.map(({ label }) => [label]),
      [],
    ),
  );
  const lines = rows.map((row, at) =>
    createElement(
      kit.View,
      { key: `${key}-${at}`, style: styles.row as never, wrap: false },
      ...cells(
        styles.cell,
        row.map((cell) => spansOf(cell, drawing)),
        row.map(plainText),
      ),
    ),
  );
  // Of a table that goes on on the next page, what is fixed stands there too.
  return titled(title, [createElement(kit.View, { key: `${key}-rows` }, head, ...lines)], key, drawing);
}

function chartOf(
  { chart, path }: Extract<PackBlock, { kind: 'chart' }>,
  key: string,
  drawing: Drawing,
): ReactNode[] {
  const { kit, pictures, writing } = drawing;
  const picture = pictures.get(chart);
  if (!picture) {
    const { columns, rows } = chartRows(chart);
    const table = {
      kind: 'table' as const,
      title: chart.title,
      columns: [{ label: columns[0] }, { label: columns[1], align: 'right' as const }],
      rows: rows.map(([name, value]) => [
        [path === null ? { text: name } : { text: name, path }],
        [{ text: value }],
      ]),
    };
    return tableOf(table, key, drawing);
  }
  const image = createElement(kit.Image, { src: { data: Buffer.from(picture.png), format: 'png' } });
  return [
    createElement(
      kit.View,
      { key, style: styles.picture, wrap: false },
      createElement(kit.Text, { style: styles.blockTitle }, chart.title),
      path !== null && writing.linkTo ? createElement(kit.Link, { src: writing.linkTo(path) }, image) : image,
    ),
  ];
}

function spansOf(spans: readonly PackSpan[], { kit, writing }: Drawing): ReactNode[] {
  return spans.map(({ text, path, strong }, at) => {
    const style = strong ? { fontWeight: 600 } : {};
    const key = String(at);
    if (path === undefined || !writing.linkTo)
      return createElement(kit.Text, { key, style: style as never }, whole(text));
    return createElement(
      kit.Link,
      { key, src: writing.linkTo(path), style: { ...styles.link, ...style } as never },
      whole(text),
    );
  });
}

/**
 * The layout engine loses the first and last sign of a line where a letter of Arabic is drawn as two, a body and its dots:
 * blanks stand there to be lost. Source: @react-pdf/textkit of 4.9, seen in what it drew
 */
function whole(text: string): string {
  return /\p{Script=Arabic}/u.test(text) ? `\u00a0${text}\u00a0` : text;
}

function direction(text: string): { textAlign?: 'right'; direction?: 'rtl' } {
  return readsFromRight(text) ? { textAlign: 'right', direction: 'rtl' } : {};
}
