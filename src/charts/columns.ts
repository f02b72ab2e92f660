import { type Canvas, type Chart, labelText, palettes } from './chart.ts';
import { dayText, figureText } from './day-text.ts';
import { drawSvg } from './draw.ts';

/** Counts of stretches of time, side by side. */
export interface Columns {
  title: string;
  /** In order, each named by its last day; null = not known. */
  points: readonly { day: string; value: number | null }[];
  /** What happened; it stands over the first column whose last day is not before it. */
  events?: readonly { day: string; label: string }[];
}

const height = 240;
const labelledAtMost = 6;

/** Draws how many there were of something, week by week; the last one bears its figure. */
export async function drawColumns(columns: Columns, { theme, width = 640 }: Canvas): Promise<Chart> {
  const { ink, quiet, line, accent, ground } = palettes[theme];
  const { points } = columns;
  const step = Math.max(1, Math.ceil(points.length / (width < 480 ? 4 : 8)));
  const marked = placedEvents(columns);
  const last = points.length - 1;
  const svg = await drawSvg(
    {
      grid: { left: 52, right: 20, top: marked.length > 0 ? 46 : 22, bottom: 30 },
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
            data: marked.map(({ day, label }, index) => ({
              xAxis: points.findIndex((point) => point.day === day),
              label: {
                formatter: labelText(label),
                color: ink,
                fontSize: 11,
                position: 'end',
                // Neighbours stand on two lines.
                offset: [0, index % 2 === 0 ? 0 : -15],
                backgroundColor: ground,
                padding: [0, 3],
              },
            })),
          },
        },
      ],
    },
    { width, height, theme },
  );
  return { svg, alt: altOf(columns, marked), width, height };
}

function placedEvents({ points, events = [] }: Columns): { day: string; label: string }[] {
  const placed = events.flatMap(({ day, label }) => {
    const at = points.find((point) => point.day >= day);
    return at ? [{ day: at.day, label }] : [];
  });
  return placed.slice(-labelledAtMost);
}

function altOf({ title, points }: Columns, marked: readonly { day: string; label: string }[]): string {
  const known = points.filter((point) => point.value !== null);
  const last = known.at(-1);
  if (!last) return `${title}: not known for any week.`;
  const values = known.map(({ value }) => value ?? 0);
  const range = `between ${figureText(Math.min(...values))} and ${figureText(Math.max(...values))}`;
  const what =
    marked.length === 0
      ? ''
      : ` Marked: ${marked.map(({ day, label }) => `${labelText(label)} by ${dayText(day)}`).join(', ')}.`;
  return `${title}: ${figureText(last.value)} by ${dayText(last.day)}, ${range} over ${known.length} weeks.${what}`;
}
