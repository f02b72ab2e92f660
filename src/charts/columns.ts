import { type Canvas, type Chart, labelText, palettes } from './chart.ts';
import { dayText, figureText } from './day-text.ts';
import { drawSvg } from './draw.ts';
import { type ChartEvent, type Mark, markLines, placeMarks } from './marks.ts';

/** Counts of stretches of time, side by side. */
export interface Columns {
  title: string;
  /** In order, each named by its last day; null = not known. */
  points: readonly { day: string; value: number | null }[];
  /** What happened; it stands over the first column whose last day is not before it. */
  events?: readonly ChartEvent[];
}

const height = 240;

/** Draws how many there were of something, week by week; the last one bears its figure. */
export async function drawColumns(columns: Columns, { theme, width = 640 }: Canvas): Promise<Chart> {
  const { ink, quiet, line, accent } = palettes[theme];
  const { points, events = [] } = columns;
  const step = Math.max(1, Math.ceil(points.length / (width < 480 ? 4 : 8)));
  const marks = placeMarks(points, events);
  const last = points.length - 1;
  const svg = await drawSvg(
    {
      grid: { left: 52, right: 20, top: marks.length > 0 ? 46 : 22, bottom: 30 },
      xAxis: {
        // By their place: a day of the year comes again within two.
        type: 'category',
        data: points.map((_, at) => String(at)),
        axisLabel: {
          color: quiet,
          interval: step - 1,
          hideOverlap: true,
          formatter: (at: string) => dayText(points[Number(at)]?.day ?? ''),
        },
        axisLine: { lineStyle: { color: line } },
        axisTick: { show: false },
      },
      yAxis: {
        type: 'value',
        min: 0,
        minInterval: 1,
        splitNumber: 4,
        axisLabel: { color: quiet },
        splitLine: { lineStyle: { color: line } },
      },
      series: [
        {
          type: 'bar',
          silent: true,
          barMaxWidth: 26,
          barCategoryGap: '30%',
          itemStyle: { color: accent, borderRadius: [2, 2, 0, 0] },
          data: points.map(({ value }, at) => ({
            value,
            label: {
              show: at === last && value !== null,
              position: 'top',
              color: ink,
              fontWeight: 'bold',
              formatter: figureText(value),
            },
          })),
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: quiet, type: 'dashed' },
            data: markLines(marks, palettes[theme]),
          },
        },
      ],
    },
    { width, height, theme },
  );
  return { svg, title: columns.title, alt: altOf(columns, marks), width, height };
}

function altOf({ title, points }: Columns, marks: readonly Mark[]): string {
  const known = points.filter((point) => point.value !== null);
  const last = known.at(-1);
  if (!last) return `${title}: not known for any week.`;
  const values = known.map(({ value }) => value ?? 0);
  const range = `between ${figureText(Math.min(...values))} and ${figureText(Math.max(...values))}`;
  const what =
    marks.length === 0
      ? ''
      : ` Marked: ${marks.map(({ at, label }) => `${labelText(label)} by ${dayText(points[at]?.day ?? '')}`).join(', ')}.`;
  return `${title}: ${figureText(last.value)} by ${dayText(last.day)}, ${range} over ${known.length} weeks.${what}`;
}
