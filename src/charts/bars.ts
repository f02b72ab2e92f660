import { type Canvas, type Chart, labelText, palettes } from './chart.ts';
import { figureText } from './day-text.ts';
import { drawSvg } from './draw.ts';

/** Counts of several things, one below the other. */
export interface Bars {
  title: string;
  bars: readonly { label: string; value: number }[];
}

const rowHeight = 34;

/** Draws how many there are of each of several things. */
export async function drawBars({ title, bars }: Bars, { theme, width = 640 }: Canvas): Promise<Chart> {
  const { ink, quiet, line, accent } = palettes[theme];
  const labels = bars.map(({ label }) => labelText(label));
  const height = Math.max(bars.length, 1) * rowHeight + 40;
  const svg = await drawSvg(
    {
      grid: { left: 190, right: 64, top: 8, bottom: 28 },
      xAxis: {
        type: 'value',
        min: 0,
        minInterval: 1,
        axisLabel: { color: quiet },
        splitLine: { lineStyle: { color: line } },
      },
      yAxis: {
        // By their place: two things may bear one name.
        type: 'category',
        data: bars.map((_, at) => String(at)),
        inverse: true,
        axisTick: { show: false },
        axisLabel: { color: ink, formatter: (at: string) => labels[Number(at)] ?? '' },
        axisLine: { lineStyle: { color: line } },
      },
      series: [
        {
          type: 'bar',
          silent: true,
          barWidth: 18,
          data: bars.map(({ value }) => value),
          itemStyle: { color: accent, borderRadius: [0, 3, 3, 0] },
          label: {
            show: true,
            position: 'right',
            color: ink,
            fontWeight: 'bold',
            formatter: ({ dataIndex }: { dataIndex: number }) => figureText(bars[dataIndex]?.value ?? 0),
          },
        },
      ],
    },
    { width, height, theme },
  );
  const told = bars.map(({ label, value }) => `${labelText(label)} ${figureText(value)}`);
  return {
    svg,
    title,
    alt: bars.length === 0 ? `${title}: none.` : `${title}: ${told.join(', ')}.`,
    width,
    height,
  };
}
