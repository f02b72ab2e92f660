import { type Canvas, type Chart, labelText, palettes } from './chart.ts';
import { dayText, figureText, pointsText } from './day-text.ts';
import { drawSvg } from './draw.ts';
import { type ChartEvent, type Mark, markLines, placeMarks } from './marks.ts';

/** A line over days, 0–100, with the bands that it runs through. */
export interface Trend {
  title: string;
  /** In order; null = not known on that day. */
  points: readonly { day: string; value: number | null }[];
  /** Whether the values are scores, which are told to two decimals. */
  isScore?: boolean;
  /** From which value on each band begins; absent = none are shown. */
  bands?: { amber: number; green: number };
  target?: { value: number; label: string };
  /** What happened; each stands over the first point whose day is not before it. */
  events?: readonly ChartEvent[];
}

const height = 240;

/** Draws how something went. */
export async function drawTrend(trend: Trend, { theme, width = 640 }: Canvas): Promise<Chart> {
  const { ink, quiet, line, accent, shade } = palettes[theme];
  const { points, events = [] } = trend;
  const step = Math.max(1, Math.ceil(points.length / (width < 480 ? 4 : 7)));
  const marks = placeMarks(points, events);
  const last = points.findLastIndex(({ value }) => value !== null);
  const textOf = trend.isScore ? pointsText : figureText;
  const lastValue = points[last]?.value ?? null;
  const svg = await drawSvg(
    {
      grid: { left: 36, right: 52, top: marks.length > 0 ? 46 : 20, bottom: 30 },
      xAxis: {
        // By their place: a day of the year comes again within two.
        type: 'category',
        data: points.map((_, at) => String(at)),
        boundaryGap: false,
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
        max: 100,
        interval: 25,
        axisLabel: { color: quiet },
        splitLine: { lineStyle: { color: line } },
      },
      series: [
        {
          type: 'line',
          data: points.map(({ value }) => value),
          connectNulls: false,
          symbol: 'circle',
          symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) => (dataIndex === last ? 9 : 4),
          lineStyle: { color: accent, width: 2.5 },
          itemStyle: { color: accent },
          markPoint: {
            symbol: 'circle',
            symbolSize: 1,
            label: { color: ink, fontWeight: 'bold', position: 'right', formatter: '{c}' },
            data:
              lastValue === null
                ? []
                : [{ coord: [last, lastValue], value: textOf(lastValue), itemStyle: { color: accent } }],
          },
          markArea: {
            silent: true,
            data: trend.bands
              ? [
                  area('red', shade.red, [0, trend.bands.amber], quiet),
                  area('amber', shade.amber, [trend.bands.amber, trend.bands.green], quiet),
                  area('green', shade.green, [trend.bands.green, 100], quiet),
                ]
              : [],
          },
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: quiet, type: 'dashed' },
            data: [
              ...markLines(marks, palettes[theme]),
              ...(trend.target
                ? [
                    {
                      yAxis: trend.target.value,
                      label: {
                        formatter: labelText(trend.target.label),
                        color: quiet,
                        position: 'insideEndTop',
                      },
                    },
                  ]
                : []),
            ],
          },
        },
      ],
    },
    { width, height, theme },
  );
  return { svg, title: trend.title, alt: altOf(trend, marks), width, height };
}

/** The ground of a band, with its name in the corner. */
function area(name: string, color: string, [from, to]: readonly [number, number], ink: string): object[] {
  const label = { position: 'insideTopLeft', color: ink, fontSize: 10, distance: 4 };
  return [{ name, yAxis: from, itemStyle: { color }, label }, { yAxis: to }];
}

function altOf({ title, points, isScore }: Trend, marks: readonly Mark[]): string {
  const textOf = isScore ? pointsText : figureText;
  const known = points.filter((point) => point.value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return `${title}: not known on any day.`;
  const change = (last.value ?? 0) - (first.value ?? 0);
  const went =
    known.length === 1
      ? ''
      : change === 0
        ? ', unchanged'
        : `, ${change > 0 ? 'up' : 'down'} ${textOf(Math.abs(change))} since ${dayText(first.day)}`;
  const what =
    marks.length === 0
      ? ''
      : ` Marked: ${marks.map(({ at, label }) => `${labelText(label)} on ${dayText(points[at]?.day ?? '')}`).join(', ')}.`;
  return `${title}: ${textOf(last.value)} on ${dayText(last.day)}${went}.${what}`;
}
