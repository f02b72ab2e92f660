import type Module from 'pptxgenjs';
import type { Pack, PackBlock, PackSpan } from '../../domain/account-pack.ts';
import type { PackWriter, PackWriting } from '../../domain/artifact.ts';
import { counted } from '../../domain/counted.ts';
import { readsFromRight } from '../../domain/reading-direction.ts';
import { palette, tones } from '../palette.ts';
import { type ChartPicture, type DrawChart, drawAll } from '../picture.ts';
import { momentOf, provenance } from '../words.ts';
import { type Placed, page, planSlides, type Slide } from './plan-slides.ts';
import { settleArchive } from './settle-archive.ts';

/** A face that every office has: slides carry no letters of their own, and another one would break the lines anew. */
const face = 'Arial';

/** What every slide is drawn with. */
interface Drawing {
  slide: Module.default.Slide;
  writing: PackWriting;
  pictures: ReadonlyMap<unknown, ChartPicture>;
}

/** Its types describe the package as another kind of module than the one that is loaded. */
async function load(): Promise<typeof Module.default> {
  const { default: loaded } = await import('pptxgenjs');
  return loaded as unknown as typeof Module.default;
}

/** A writer of packs as PowerPoint: the same pack gives the same bytes. */
export function createPptxWriter(draw: DrawChart): PackWriter {
  return async (pack, writing) => {
    const Pptx = await load();
    const charts = pack.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : [])),
    );
    const pictures = await drawAll(charts, draw);
    const ratioOf = (block: PackBlock): number | null => {
      const picture = block.kind === 'chart' ? pictures.get(block.chart) : undefined;
      return picture ? picture.height / picture.width : null;
    };
    const deck = new Pptx();
    deck.layout = 'LAYOUT_WIDE';
    deck.title = clean(`${pack.title}: ${pack.subtitle}`);
    deck.author = 'Holdfast';
    deck.company = 'Holdfast';
    deck.subject = clean(pack.period.words);
    deck.theme = { headFontFace: face, bodyFontFace: face };
    cover(deck.addSlide(), pack, writing);
    const slides = planSlides(pack, ratioOf);
    slides.forEach((planned, at) => {
      const slide = deck.addSlide();
      frame(slide, pack, planned, { number: at + 2, of: slides.length + 1 });
      for (const placed of planned.placed) put(placed, { slide, writing, pictures });
    });
    const bytes = (await deck.write({ outputType: 'uint8array' })) as Uint8Array;
    return await settleArchive(bytes, pack.asOf);
  };
}

function cover(slide: Module.default.Slide, pack: Pack, writing: PackWriting): void {
  slide.background = { color: palette.cover };
  const missing = pack.sections.filter((section) => section.missing !== null).length;
  const told = pack.sections.length - missing;
  const count =
    missing === 0 ? counted(told, 'section') : `${counted(told, 'section')} with data, ${missing} without`;
  const line = { fontFace: face, x: page.left, w: page.right - page.left, margin: 0 } as const;
  slide.addText(clean(pack.title), { ...line, y: 2.1, h: 0.45, fontSize: 20, color: palette.coverQuiet });
  slide.addText(clean(pack.subtitle), {
    ...line,
    y: 2.6,
    h: 1.5,
    fontSize: pack.subtitle.length > 40 ? 32 : 44,
    bold: true,
    color: palette.paper,
    valign: 'top',
    ...direction(pack.subtitle),
  });
  slide.addText(
    `${pack.period.words}  ·  as of ${momentOf(pack)}  ·  version ${writing.version}  ·  ${count}`,
    {
      ...line,
      y: 4.2,
      h: 0.4,
      fontSize: 14,
      color: palette.coverQuiet,
    },
  );
  slide.addText(provenance(pack, writing), {
    ...line,
    y: 6.4,
    h: 0.6,
    fontSize: 10.5,
    color: palette.coverQuiet,
    valign: 'bottom',
  });
}

function frame(
  slide: Module.default.Slide,
  pack: Pack,
  { kicker, title, intro }: Slide,
  place: { number: number; of: number },
): void {
  const line = { fontFace: face, x: page.left, w: page.right - page.left, margin: 0 } as const;
  slide.background = { color: palette.paper };
  slide.addShape('rect', { x: 0, y: 0, w: 0.14, h: page.h, fill: { color: palette.accent } });
  slide.addText(clean(kicker), {
    ...line,
    y: 0.42,
    h: 0.28,
    fontSize: 12,
    bold: true,
    color: palette.accent,
  });
  slide.addText(clean(title), {
    ...line,
    y: 0.72,
    h: 0.95,
    bold: true,
    color: palette.ink,
    valign: 'top',
    fontSize: title.length > 150 ? 15 : title.length > 90 ? 19 : 24,
    ...direction(title),
  });
  if (intro !== null)
    slide.addText(clean(intro), {
      ...line,
      y: page.top - 0.08,
      h: 0.36,
      fontSize: 13,
      color: palette.quiet,
      valign: 'top',
    });
  const foot = { fontFace: face, y: 7.02, h: 0.25, margin: 0, fontSize: 9, color: palette.quiet } as const;
  const whose = pack.audience === 'internal' ? 'Internal' : 'Holdfast';
  slide.addText(clean(`${pack.title} · ${pack.subtitle} · as of ${momentOf(pack)} · ${whose}`), {
    ...foot,
    x: page.left,
    w: 10.5,
  });
  slide.addText(`${place.number} of ${place.of}`, { ...foot, x: 11.2, w: page.right - 11.2, align: 'right' });
}

function put(placed: Placed, drawing: Drawing): void {
  switch (placed.kind) {
    case 'tile':
      putTile(placed, drawing);
      break;
    case 'caption':
      drawing.slide.addText(clean(placed.text), {
        ...placed.box,
        fontFace: face,
        fontSize: 12,
        bold: true,
        color: palette.ink,
        margin: 0,
        valign: 'top',
      });
      break;
    case 'chart':
      putChart(placed, drawing);
      break;
    case 'table':
      putTable(placed, drawing);
      break;
    case 'list':
      putList(placed, drawing);
  }
}

function putTile({ box, fact }: Extract<Placed, { kind: 'tile' }>, { slide, writing }: Drawing): void {
  const { label, value, detail, tone, path } = fact;
  slide.addShape('roundRect', {
    ...box,
    fill: { color: palette.wash },
    line: { color: palette.wash },
    rectRadius: 0.06,
  });
  const inside = { x: box.x + 0.16, w: box.w - 0.3, margin: 0, fontFace: face } as const;
  slide.addText(clean(label), { ...inside, y: box.y + 0.1, h: 0.24, fontSize: 11, color: palette.quiet });
  if (path !== null && writing.linkTo)
    slide.addText([{ text: 'record', options: linked(path, writing) }], {
      fontFace: face,
      x: box.x + box.w - 0.95,
      y: box.y + 0.1,
      w: 0.82,
      h: 0.24,
      margin: 0,
      align: 'right',
      fontSize: 9,
      color: palette.accent,
    });
  slide.addText(clean(value), {
    ...inside,
    y: box.y + 0.34,
    h: 0.44,
    bold: true,
    color: tones[tone].color,
    fit: 'shrink',
    fontSize: value.length > 40 ? 10.5 : value.length > 22 ? 12 : value.length > 14 ? 17 : 23,
  });
  if (detail !== null)
    slide.addText(clean(detail), {
      ...inside,
      y: box.y + 0.79,
      h: 0.24,
      fontSize: 10.5,
      color: palette.quiet,
    });
}

function putChart(
  { box, block }: Extract<Placed, { kind: 'chart' }>,
  { slide, writing, pictures }: Drawing,
): void {
  const picture = pictures.get(block.chart);
  if (!picture) return;
  const scale = Math.min(box.w / picture.width, box.h / picture.height);
  const [w, h] = [picture.width * scale, picture.height * scale];
  slide.addImage({
    data: `image/png;base64,${Buffer.from(picture.png).toString('base64')}`,
    x: box.x + (box.w - w) / 2,
    y: box.y,
    w,
    h,
    altText: clean(picture.alt),
    ...linkedPicture(block.path, writing),
  });
}

function putTable(
  { box, columns, widths, rows, heights, scale }: Extract<Placed, { kind: 'table' }>,
  { slide, writing }: Drawing,
): void {
  const border = (color: string, pt: number): Module.default.BorderProps[] => [
    { type: 'none' },
    { type: 'none' },
    { type: 'solid', color, pt },
    { type: 'none' },
  ];
  const head = columns.map(({ label, align = 'left' }) => ({
    text: clean(label),
    options: {
      align,
      bold: true,
      color: palette.quiet,
      border: border(palette.ink, 1),
      fontSize: points(10.5, scale),
    },
  }));
  const body = rows.map((row) =>
    row.map((cell, at) => ({
      text: runs(cell, writing),
      options: {
        align: columns[at]?.align ?? ('left' as const),
        ...direction(cell.map(({ text }) => text).join('')),
        color: palette.ink,
        border: border(palette.line, 0.75),
      },
    })),
  );
  slide.addTable([head, ...body] as Module.default.TableRow[], {
    x: box.x,
    y: box.y,
    w: box.w,
    colW: widths,
    rowH: heights,
    fontFace: face,
    fontSize: points(11.5, scale),
    valign: 'middle',
    margin: [0.03, 0.12, 0.03, 0.02],
  });
}

function putList(
  { box, items, scale }: Extract<Placed, { kind: 'list' }>,
  { slide, writing }: Drawing,
): void {
  const all = items.flatMap((item) => {
    const parts = runs(item, writing);
    return parts.map((run, at) => ({
      ...run,
      options: {
        ...run.options,
        ...(at === 0 ? { bullet: { indent: 14 }, ...direction(item.map(({ text }) => text).join('')) } : {}),
        ...(at === parts.length - 1 ? { breakLine: true } : {}),
      },
    }));
  });
  slide.addText(all, {
    ...box,
    fontFace: face,
    fontSize: points(14, scale),
    color: palette.ink,
    margin: 0,
    valign: 'top',
    paraSpaceAfter: points(5, scale),
  });
}

/** A size in points, to the half of one. */
function points(size: number, scale: number): number {
  return Math.floor(size * scale * 2) / 2;
}

function runs(spans: readonly PackSpan[], writing: PackWriting): Module.default.TextProps[] {
  const shown = spans.length > 0 ? spans : [{ text: '' }];
  return shown.map(({ text, strong, path }: PackSpan) => ({
    text: clean(text),
    options: {
      ...(strong ? { bold: true } : {}),
      ...linked(path, writing),
      ...(path ? { color: palette.accent } : {}),
    },
  }));
}

function linked(
  path: string | undefined,
  { linkTo }: PackWriting,
): { hyperlink?: Module.default.HyperlinkProps } {
  if (path === undefined || linkTo === null) return {};
  return { hyperlink: { url: linkTo(path), tooltip: 'Opens the record behind it' } };
}

/** Of pictures the library escapes neither address nor hint, and a bare & would make the whole file unreadable. */
function linkedPicture(
  path: string | null,
  { linkTo }: PackWriting,
): { hyperlink?: Module.default.HyperlinkProps } {
  if (path === null || linkTo === null) return {};
  const url = linkTo(path).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
  return { hyperlink: { url, tooltip: 'Opens the figures behind it' } };
}

function direction(text: string): { align?: 'right'; rtlMode?: true } {
  return readsFromRight(text) ? { align: 'right', rtlMode: true } : {};
}

/** What no XML may hold is left out; the writer escapes the rest. */
function clean(text: string): string {
  return text.toWellFormed().replace(/[^\P{Cc}\t\n]|[\uFFFE\uFFFF]/gu, '');
}
