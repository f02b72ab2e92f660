import { type Canvas, type Chart, palettes } from './chart.ts';
import { figureText } from './day-text.ts';
import { drawSvg } from './draw.ts';

/** A few values in a row, to stand beside a figure. */
export interface Sparkline {
  title: string;
  /** In order; null = not known. */
  values: readonly (number | null)[];
}

const height = 36;

/** Draws a line without axes: its shape alone says something, its ends are in the words for it. */
export async function drawSparkline(
  { title, values }: Sparkline,
  { theme, width = 140 }: Canvas,
): Promise<Chart> {
  const { accent } = palettes[theme];
  const last = values.findLastIndex((value) => value !== null);
  const svg = await drawSvg(
    {
      grid: { left: 4, right: 6, top: 6, bottom: 6 },
      xAxis: { type: 'category', show: false, data: values.map((_, index) => index), boundaryGap: false },
      yAxis: { type: 'value', show: false, min: 'dataMin', max: 'dataMax' },
      series: [
        {
          type: 'line',
          data: [...values],
          symbol: 'circle',
          lineStyle: { color: accent, width: 2 },
          symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) => (dataIndex === last ? 6 : 0),
          itemStyle: { color: accent },
        },
      ],
    },
    { width, height, theme },
  );
  const known = values.filter((value) => value !== null);
  const [from, to] = [known[0] ?? null, known.at(-1) ?? null];
  return {
    svg,
    title,
    alt:
      known.length === 0
        ? `${title}: not known.`
        : `${title}: from ${figureText(from)} to ${figureText(to)}.`,
    width,
    height,
  };
}
