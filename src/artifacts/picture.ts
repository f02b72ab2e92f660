import type { PackChart } from '../domain/account-pack.ts';

/** A drawn chart. */
export interface ChartPicture {
  png: Uint8Array;
  alt: string;
  /** Of the drawing, in its own units: only their ratio counts. */
  width: number;
  height: number;
}

/** Draws a chart; null = this process draws none, and its numbers are written down. */
export type DrawChart = (chart: PackChart) => Promise<ChartPicture | null>;

/** Draws every chart once; a pack's writers place what they get. */
export async function drawAll(
  charts: readonly PackChart[],
  draw: DrawChart,
): Promise<Map<PackChart, ChartPicture>> {
  const drawn = new Map<PackChart, ChartPicture>();
  for (const chart of charts) {
    const picture = await draw(chart);
    if (picture) drawn.set(chart, picture);
  }
  return drawn;
}

/** Draws each chart once, however many formats show it; forgotten with its pack. */
export function drawOnce(draw: DrawChart): DrawChart {
  const drawn = new WeakMap<PackChart, Promise<ChartPicture | null>>();
  return (chart) => {
    const known = drawn.get(chart) ?? draw(chart);
    drawn.set(chart, known);
    return known;
  };
}
