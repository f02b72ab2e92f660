import { type Canvas, type Chart, labelText, palettes } from './chart.ts';
import { drawSvg } from './draw.ts';

/** How many get how far. */
export interface Funnel {
  title: string;
  /** In order; each is part of the one before. */
  steps: readonly { label: string; count: number }[];
}

const rowHeight = 40;

/** Draws a bar for each step, with its count and its share of the first. */
export async function drawFunnel({ title, steps }: Funnel, { theme, width = 640 }: Canvas): Promise<Chart> {
  const { ink, quiet, line, accent } = palettes[theme];
  const height = Math.max(1, steps.length) * rowHeight + 16;
  const first = steps[0]?.count ?? 0;
  const words = steps.map(({ count }) =>
    first === 0 ? String(count) : `${count} (${Math.round((100 * count) / first)} %)`,
  );
  const svg = await drawSvg(
    {
      grid: { left: 132, right: 84, top: 8, bottom: 8 },
      xAxis: { type: 'value', min: 0, max: Math.max(first, 1), show: false },
      yAxis: {
        type: 'category',
        inverse: true,
        data: steps.map(({ label }) => labelText(label)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: line } },
        axisLabel: { color: ink, width: 120, overflow: 'truncate' },
      },
      series: [
        {
          type: 'bar',
          data: steps.map(({ count }) => count),
          barWidth: 22,
          itemStyle: { color: accent },
          showBackground: true,
          backgroundStyle: { color: line, opacity: 0.35 },
          label: {
            show: true,
            position: 'right',
            color: ink,
            formatter: ({ dataIndex }: { dataIndex: number }) => words[dataIndex] ?? '',
          },
        },
      ],
      textStyle: { color: quiet },
    },
    { width, height, theme },
  );
  const told = steps.map(({ label }, index) => `${labelText(label)} ${words[index]}`);
  return {
    svg,
    title,
    alt: steps.length === 0 ? `${title}: nothing to show.` : `${title}: ${told.join(', ')}.`,
    width,
    height,
  };
}
