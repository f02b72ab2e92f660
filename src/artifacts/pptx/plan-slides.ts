import type {
  Pack,
  PackBlock,
  PackColumn,
  PackFact,
  PackSection,
  PackSpan,
} from '../../domain/account-pack.ts';
import { missingSections } from '../../domain/account-pack.ts';
import { columnShares } from '../column-shares.ts';
import { chartRows, plainText } from '../words.ts';

/** A place for content, in inches. */
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export type Placed =
  | { kind: 'tile'; box: Box; fact: PackFact }
  | { kind: 'caption'; box: Box; text: string }
  | { kind: 'chart'; box: Box; block: Extract<PackBlock, { kind: 'chart' }> }
  | {
      kind: 'table';
      box: Box;
      columns: PackColumn[];
      widths: number[];
      rows: PackSpan[][][];
      heights: number[];
      scale: number;
    }
  | { kind: 'list'; box: Box; items: PackSpan[][]; scale: number };

/** One slide: one idea, and what it stands on. */
export interface Slide {
  kicker: string;
  title: string;
  intro: string | null;
  placed: Placed[];
}

/** The page: 13.33 × 7.5 inches, as wide as a screen. */
export const page = { w: 13.333, h: 7.5, left: 0.6, right: 12.733, top: 1.85, bottom: 6.85 } as const;
const width = page.right - page.left;
const tile = { perRow: 4, h: 1.12, gap: 0.18 } as const;
/** A chart that would be drawn smaller than this share of its size goes onto the next slide. */
const chart = { leastShare: 0.8, gap: 0.15 } as const;
const table = { head: 0.34, line: 0.215, padding: 0.13, caption: 0.34, linesPerCell: 2 } as const;
const list = { line: 0.27, gap: 0.07 } as const;
/** Text is written larger where all of it still fits: a slide is read from the back of a room. */
const scales = [1.3, 1.15, 1] as const;
/** Less room than this is not begun with. */
const least = 1.6;
/** Letters in an inch of a table's and of a list's text, a little fewer than there are on average. */
const lettersPerInch = { table: 11.5, list: 10 } as const;

/**
 * Lays a pack out on slides. Nothing runs over an edge: what does not fit goes on on the next slide, and a cell has at
 * most two lines. Charts that nobody draws are tables.
 * @param ratioOf - a chart's height by its width; null = there is no picture of it
 */
export function planSlides(pack: Pack, ratioOf: RatioOf): Slide[] {
  const told = pack.sections.filter(({ missing }) => missing === null);
  const missing = missingSections(pack);
  const slides = told.flatMap((section) => sectionSlides(section, ratioOf));
  if (missing.length === 0) return slides;
  const items = missing.map(({ title, reason }): PackSpan[] => [
    { text: `${title}: `, strong: true },
    { text: `${reason}.` },
  ]);
  const plan = new Plan(
    {
      kicker: 'Without data',
      title: 'What this pack cannot tell, and why',
      intro: null,
    },
    scales[0],
  );
  plan.add({ kind: 'list', title: 'Sections without data', items });
  return [...slides, ...plan.slides];
}

/** In the largest text that needs no more slides and cuts no more cells than the smallest. */
function sectionSlides(section: PackSection, ratioOf: RatioOf): Slide[] {
  const plans = scales.map((scale) => planSection(section, ratioOf, scale));
  const least = plans.at(-1) as Plan;
  const found = plans.find(({ slides, cut }) => slides.length <= least.slides.length && cut <= least.cut);
  return (found ?? least).slides;
}

function planSection({ title, takeaway, intro, blocks }: PackSection, ratioOf: RatioOf, scale: number): Plan {
  const plan = new Plan({ kicker: title, title: takeaway, intro }, scale);
  for (const block of blocks) {
    const ratio = ratioOf(block);
    if (block.kind !== 'chart') plan.add(block);
    else if (ratio === null) plan.add(toTable(block));
    else plan.addChart(block, ratio);
  }
  return plan;
}

function toTable({
  chart: drawn,
  path,
}: Extract<PackBlock, { kind: 'chart' }>): Extract<PackBlock, { kind: 'table' }> {
  const { columns, rows } = chartRows(drawn);
  return {
    kind: 'table',
    title: drawn.title,
    columns: [{ label: columns[0] }, { label: columns[1], align: 'right' }],
    rows: rows.map(([name, value]) => [
      [path === null ? { text: name } : { text: name, path }],
      [{ text: value }],
    ]),
  };
}

type RatioOf = (block: PackBlock) => number | null;

/** Slides as they fill up from the top. */
class Plan {
  readonly slides: Slide[];
  /** Cells of which only the beginning is there. */
  cut = 0;
  private y: number = page.top;
  private readonly scale: number;

  constructor(first: Omit<Slide, 'placed'>, scale: number) {
    this.slides = [{ ...first, placed: [] }];
    this.scale = scale;
    if (first.intro !== null) this.y += 0.4;
  }

  add(block: Exclude<PackBlock, { kind: 'chart' }>): void {
    switch (block.kind) {
      case 'facts':
        this.addFacts(block.facts);
        break;
      case 'table':
        this.addTable(block);
        break;
      case 'list':
        this.addList(block.title, block.items);
        break;
      case 'paragraph':
        this.addList('', [block.spans]);
    }
  }

  addChart(block: Extract<PackBlock, { kind: 'chart' }>, ratio: number): void {
    const wanted = width * ratio;
    if (!this.isEmpty && this.left < wanted * chart.leastShare) this.turn(block.chart.title);
    const h = Math.min(wanted, this.left);
    this.place({ kind: 'chart', block, box: { x: page.left, y: this.y, w: width, h } }, h + chart.gap);
  }

  private get left(): number {
    return page.bottom - this.y;
  }

  private get slide(): Slide {
    return this.slides.at(-1) as Slide;
  }

  private get isEmpty(): boolean {
    return this.slide.placed.length === 0;
  }

  /** The next slide says in its heading what it goes on with. */
  private turn(title: string): void {
    this.slides.push({ kicker: this.slide.kicker, title, intro: null, placed: [] });
    this.y = page.top;
  }

  private place(placed: Placed, height: number): void {
    this.slide.placed.push(placed);
    this.y += height;
  }

  private addFacts(facts: readonly PackFact[]): void {
    const perRow = facts.length <= 5 ? Math.max(facts.length, 3) : facts.length <= 6 ? 3 : tile.perRow;
    const w = (width - tile.gap * (perRow - 1)) / perRow;
    const rows = Math.ceil(facts.length / perRow);
    facts.forEach((fact, at) => {
      const x = page.left + (at % perRow) * (w + tile.gap);
      const y = this.y + Math.floor(at / perRow) * (tile.h + tile.gap);
      this.slide.placed.push({ kind: 'tile', fact, box: { x, y, w, h: tile.h } });
    });
    this.y += rows * (tile.h + tile.gap) + 0.08;
  }

  private addTable(block: Extract<PackBlock, { kind: 'table' }>): void {
    const { title, columns } = block;
    const scale = this.scale;
    const { widths, fitted, heights, head, h: whole, cut } = layTable(block, scale);
    this.cut += cut;
    if (this.isBetterOnTheNext(whole)) this.turn(title);
    else if (!this.isEmpty || this.slides.length === 1) this.caption(title);
    let from = 0;
    while (from < fitted.length) {
      const count = this.fitting(heights, from, head);
      const part = heights.slice(from, from + count);
      const h = head + part.reduce((sum, each) => sum + each, 0);
      const box = { x: page.left, y: this.y, w: width, h };
      const rows = fitted.slice(from, from + count);
      this.place(
        { kind: 'table', box, columns: [...columns], widths, rows, heights: [head, ...part], scale },
        h + 0.2,
      );
      from += count;
      if (from < fitted.length) this.turn(`${title}, continued`);
    }
  }

  /** What does not fit here and does on a slide of its own is not torn apart. */
  private isBetterOnTheNext(h: number): boolean {
    const fitsAlone = h <= page.bottom - page.top;
    return !this.isEmpty && h > this.left && (fitsAlone || this.left < least);
  }

  private fitting(heights: readonly number[], from: number, head: number): number {
    let room = this.left - head;
    let count = 0;
    while (from + count < heights.length && room >= (heights[from + count] ?? 0)) {
      room -= heights[from + count] ?? 0;
      count++;
    }
    return Math.max(count, 1);
  }

  private caption(text: string): void {
    this.place({ kind: 'caption', text, box: { x: page.left, y: this.y, w: width, h: 0.3 } }, table.caption);
  }

  private addList(title: string, items: readonly PackSpan[][]): void {
    const scale = this.scale;
    const heightOf = (item: readonly PackSpan[]): number => itemHeight(item, scale);
    const whole = table.caption + items.reduce((sum, item) => sum + heightOf(item), 0);
    if (this.isBetterOnTheNext(whole)) this.turn(title);
    else if (title !== '' && !this.isEmpty) this.caption(title);
    let from = 0;
    while (from < items.length) {
      let [count, h] = [0, 0];
      while (from + count < items.length && h + heightOf(items[from + count] ?? []) <= this.left) {
        h += heightOf(items[from + count] ?? []);
        count++;
      }
      if (count === 0 && !this.isEmpty) {
        this.turn(title);
        continue;
      }
      const part = items.slice(from, from + Math.max(count, 1)).map((item) => [...item]);
      const box = { x: page.left, y: this.y, w: width, h: Math.max(h, list.line * scale) };
      this.place({ kind: 'list', box, items: part, scale }, box.h + 0.12);
      from += part.length;
      if (from < items.length) this.turn(`${title}, continued`);
    }
  }
}

/** A table at one size of its text. */
interface LaidTable {
  widths: number[];
  /** Its cells, as much of each as has room. */
  fitted: PackSpan[][][];
  heights: number[];
  head: number;
  /** Of all of it, with its caption. */
  h: number;
  /** Cells of which only the beginning is there. */
  cut: number;
}

function layTable({ columns, rows }: Extract<PackBlock, { kind: 'table' }>, scale: number): LaidTable {
  const texts = columns.map(({ label }, at) => [label, ...rows.map((row) => plainText(row[at] ?? []))]);
  const widths = columnShares(texts).map((share) => share * width);
  const fitted = rows.map((row) =>
    row.map((cell, at) => shorten(cell, lettersIn(widths[at] ?? 1, scale) * table.linesPerCell)),
  );
  const heights = fitted.map((row) => rowHeight(row, widths, scale));
  const head = table.head * scale;
  const h = table.caption + head + heights.reduce((sum, each) => sum + each, 0);
  const isCut = (cell: readonly PackSpan[], fit: readonly PackSpan[] = []): boolean =>
    plainText(cell) !== plainText(fit);
  const cut = rows.flatMap((row, at) => row.filter((cell, column) => isCut(cell, fitted[at]?.[column])));
  return { widths, fitted, heights, head, h, cut: cut.length };
}

function lettersIn(inches: number, scale: number): number {
  return Math.max(4, Math.floor(((inches - 0.2) * lettersPerInch.table) / scale));
}

function rowHeight(row: readonly PackSpan[][], widths: readonly number[], scale: number): number {
  const lines = row.map((cell, at) =>
    Math.ceil(Math.max(plainText(cell).length, 1) / lettersIn(widths[at] ?? 1, scale)),
  );
  return (Math.min(Math.max(...lines), table.linesPerCell) * table.line + table.padding) * scale;
}

function itemHeight(item: readonly PackSpan[], scale: number): number {
  const lettersAcross = Math.floor((width * lettersPerInch.list) / scale);
  return (Math.ceil(Math.max(plainText(item).length, 1) / lettersAcross) * list.line + list.gap) * scale;
}

/** The beginning of a cell, no character of it cut in two. */
function shorten(spans: readonly PackSpan[], most: number): PackSpan[] {
  const kept: PackSpan[] = [];
  let room = most;
  for (const span of spans) {
    const letters = Array.from(span.text);
    if (letters.length <= room) kept.push(span);
    else if (room > 0) kept.push({ ...span, text: `${letters.slice(0, room - 1).join('')}…` });
    room -= letters.length;
  }
  return kept;
}
