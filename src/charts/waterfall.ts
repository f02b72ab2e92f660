import { type Canvas, type Chart, labelText, palettes } from './chart.ts';
import { pointsText } from './day-text.ts';
import { drawSvg } from './draw.ts';

/** Parts that add up to a whole, each with what it could have been worth. */
export interface Waterfall {
  title: string;
  parts: readonly {
    label: string;
    /** What it adds; null = not known, so it adds nothing. */
    value: number | null;
    /** What it adds at most. */
    most: number;
  }[];
  total: number | null;
}

const rowHeight = 30;

/** Draws how a whole comes about: each part begins where the one above ends; what it lacks is hatched. */
export async function drawWaterfall(waterfall: Waterfall, { theme, width = 640 }: Canvas): Promise<Chart> {
  const { ink, quiet, line, accent, ground } = palettes[theme];
  const steps = stepsOf(waterfall.parts);
  const labels = [...waterfall.parts.map(({ label }) => labelText(label)), 'Score'];
  const height = labels.length * rowHeight + 36;
  const lack = { color: ground, borderColor: quiet, borderWidth: 1, borderType: 'dashed', opacity: 0.9 };
  const end = waterfall.total ?? 0;
  const words = [
    ...waterfall.parts.map((part) =>
      part.value === null ? 'not known' : `${pointsText(part.value)} of ${pointsText(part.most)}`,
    ),
    pointsText(waterfall.total),
  ];
  const svg = await drawSvg(
    {
      grid: { left: 108, right: 84, top: 8, bottom: 26 },
      xAxis: {
        type: 'value',
        min: 0,
        max: 100,
        interval: 25,
        axisLabel: { color: quiet },
        splitLine: { lineStyle: { color: line } },
      },
      yAxis: {
        type: 'category',
        data: labels,
        inverse: true,
        axisTick: { show: false },
        axisLabel: { color: ink },
        axisLine: { lineStyle: { color: line } },
      },
      series: [
        bar('start', [...steps.map(({ from }) => from), 0], { color: 'transparent' }),
        bar('value', [...steps.map(({ value }) => value), end], { color: accent }),
        {
          ...bar('lack', [...steps.map(({ lack: missing }) => missing), 0], lack),
          label: {
            show: true,
            position: 'right',
            color: ink,
            formatter: ({ dataIndex }: { dataIndex: number }) => words[dataIndex] ?? '',
          },
        },
      ],
    },
    { width, height, theme },
  );
  return { svg, title: waterfall.title, alt: altOf(waterfall), width, height };
}

function bar(name: string, data: readonly number[], itemStyle: object): Record<string, unknown> {
  return { type: 'bar', name, stack: 'parts', data, itemStyle, barWidth: 16, silent: true };
}

function stepsOf(parts: Waterfall['parts']): { from: number; value: number; lack: number }[] {
  let from = 0;
  return parts.map(({ value, most }) => {
    const step = { from, value: value ?? 0, lack: Math.max(0, most - (value ?? 0)) };
    from += value ?? 0;
    return step;
  });
}

function altOf({ title, parts, total }: Waterfall): string {
  const told = parts.map(({ label, value, most }) =>
    value === null
      ? `${labelText(label)} not known`
      : `${labelText(label)} ${pointsText(value)} of ${pointsText(most)}`,
  );
  return `${title}: ${total === null ? 'no score' : pointsText(total)}, made of ${told.join(', ')}.`;
}
