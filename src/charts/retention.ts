import { type Canvas, type Chart, labelText, palettes } from './chart.ts';
import { figureText } from './day-text.ts';
import { drawSvg } from './draw.ts';

/** What is left of groups, period by period, in percent. */
export interface Retention {
  title: string;
  /** Names of the periods, such as `month 3`. */
  periods: readonly string[];
  groups: readonly { label: string; percents: readonly (number | null)[] }[];
}

const height = 260;
const groupsAtMost = 6;
/** Okabe and Ito's, which everybody tells apart; each line has its own dashes too. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];
const dashes = ['solid', [6, 3], [2, 2], [8, 3, 2, 3], [10, 4], [1, 3]];

/** Draws a curve for each group, from all of it down to what stayed. */
export async function drawRetention(
  { title, periods, groups }: Retention,
  { theme, width = 640 }: Canvas,
): Promise<Chart> {
  const { ink, quiet, line } = palettes[theme];
  const shown = groups.slice(0, groupsAtMost);
  const svg = await drawSvg(
    {
      legend: {
        top: 0,
        left: 8,
        textStyle: { color: ink },
        data: shown.map(({ label }) => ({ name: labelText(label) })),
      },
      grid: { left: 44, right: 20, top: width < 480 ? 58 : 38, bottom: 28 },
      xAxis: {
        type: 'category',
        data: periods.map(labelText),
        boundaryGap: false,
        axisTick: { show: false },
        axisLabel: { color: quiet, hideOverlap: true },
        axisLine: { lineStyle: { color: line } },
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: 100,
        interval: 25,
        splitLine: { lineStyle: { color: line } },
        axisLabel: { color: quiet, formatter: '{value} %' },
      },
      series: shown.map(({ label, percents }, index) => ({
        type: 'line',
        name: labelText(label),
        data: [...percents],
        symbol: 'circle',
        symbolSize: 5,
        lineStyle: { color: colours[index], width: 2.5, type: dashes[index] },
        itemStyle: { color: colours[index] },
      })),
    },
    { width, height, theme },
  );
  const told = shown.map(({ label, percents }) => {
    const last = percents.findLastIndex((percent) => percent !== null);
    return last < 0
      ? `${labelText(label)} not known`
      : `${labelText(label)} ${figureText(percents[last] ?? null)} % in ${periods[last] ?? 'the last period'}`;
  });
  return {
    svg,
    title,
    alt: told.length === 0 ? `${title}: nothing to show.` : `${title}: ${told.join(', ')}.`,
    width,
    height,
  };
}
