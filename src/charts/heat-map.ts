import { type Canvas, type Chart, labelText, palettes } from './chart.ts';
import { figureText } from './day-text.ts';
import { drawSvg } from './draw.ts';

/** Groups against time, a value in each cell. */
export interface HeatMap {
  title: string;
  columns: readonly string[];
  rows: readonly {
    label: string;
    /** One for each column; null = not known, or not yet. */
    values: readonly (number | null)[];
  }[];
  /** What a value is counted in, such as `%`. */
  unit: string;
}

const cellHeight = 30;

/** Draws a table whose cells are the darker the more is in them; each has its number in it. */
export async function drawHeatMap(
  { title, columns, rows, unit }: HeatMap,
  { theme, width = 640 }: Canvas,
): Promise<Chart> {
  const { quiet, ink, ground, accent } = palettes[theme];
  const height = rows.length * cellHeight + 40;
  const values = rows.flatMap((row) => row.values.filter((value) => value !== null));
  const [low, high] = [Math.min(...values, 0), Math.max(...values, 1)];
  const cells = rows.flatMap((row, y) =>
    row.values.slice(0, columns.length).map((value, x) => [x, y, value ?? '-']),
  );
  const axis = { axisTick: { show: false }, axisLine: { show: false }, splitArea: { show: false } };
  const svg = await drawSvg(
    {
      grid: { left: 116, right: 8, top: 28, bottom: 8 },
      xAxis: {
        ...axis,
        type: 'category',
        position: 'top',
        data: columns.map(labelText),
        axisLabel: { color: quiet, hideOverlap: true },
      },
      yAxis: {
        ...axis,
        type: 'category',
        inverse: true,
        data: rows.map(({ label }) => labelText(label)),
        axisLabel: { color: ink, width: 104, overflow: 'truncate' },
      },
      visualMap: { show: false, min: low, max: high, inRange: { color: [ground, accent], opacity: [1, 1] } },
      series: [
        {
          type: 'heatmap',
          data: cells,
          itemStyle: { borderColor: ground, borderWidth: 2 },
          label: {
            show: true,
            fontSize: width < 480 ? 10 : 12,
            formatter: ({ value }: { value: [number, number, number | '-'] }) =>
              value[2] === '-'
                ? ''
                : `{${(value[2] - low) / (high - low) > 0.55 ? 'over' : 'under'}|${figureText(value[2])}}`,
            rich: { over: { color: theme === 'dark' ? '#1d1c1d' : '#ffffff' }, under: { color: ink } },
          },
        },
      ],
    },
    { width, height, theme },
  );
  return { svg, title, alt: altOf({ title, columns, rows, unit }), width, height };
}

function altOf({ title, columns, rows, unit }: HeatMap): string {
  const told = rows.slice(0, 4).map(({ label, values }) => {
    const last = values.findLastIndex((value) => value !== null);
    return last < 0
      ? `${labelText(label)} not known`
      : `${labelText(label)} ${figureText(values[last] ?? null)} ${unit} in ${columns[last] ?? 'the last column'}`;
  });
  const left = rows.length - told.length;
  return rows.length === 0
    ? `${title}: nothing to show.`
    : `${title}: ${told.join('; ')}${left > 0 ? `; and ${left} more` : ''}.`;
}
