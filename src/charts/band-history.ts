import { type Canvas, type Chart, palettes } from './chart.ts';
import { dayText } from './day-text.ts';
import { drawSvg } from './draw.ts';

/** How many customers were in each band, week by week. */
export interface BandHistory {
  title: string;
  /** In order. */
  weeks: readonly { day: string; green: number; amber: number; red: number }[];
}

const height = 220;
const bands = ['green', 'amber', 'red'] as const;

/** Draws the health of a base: a column a week, with its numbers on it and the words for its colours above. */
export async function drawBandHistory(
  { title, weeks }: BandHistory,
  { theme, width = 640 }: Canvas,
): Promise<Chart> {
  const { quiet, line, ink, band } = palettes[theme];
  const svg = await drawSvg(
    {
      legend: {
        top: 0,
        left: 8,
        itemWidth: 12,
        itemHeight: 12,
        textStyle: { color: ink },
        data: bands.map((name) => ({ name })),
      },
      grid: { left: 40, right: 12, top: 34, bottom: 28 },
      xAxis: {
        type: 'category',
        data: weeks.map(({ day }) => dayText(day)),
        axisTick: { show: false },
        axisLabel: { color: quiet, hideOverlap: true },
        axisLine: { lineStyle: { color: line } },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: quiet },
        splitLine: { lineStyle: { color: line } },
      },
      series: bands.map((name) => ({
        type: 'bar',
        name,
        stack: 'base',
        data: weeks.map((week) => week[name]),
        barMaxWidth: 44,
        itemStyle: { color: band[name] },
        label: {
          show: weeks.length <= 13,
          color: name === 'amber' ? '#1d1c1d' : '#ffffff',
          fontSize: 11,
          // A sliver has no room for its number.
          formatter: ({ value, dataIndex }: { value: number; dataIndex: number }) =>
            isSliver(value, weeks[dataIndex]) ? '' : String(value),
        },
      })),
    },
    { width, height, theme },
  );
  return { svg, title, alt: altOf(title, weeks), width, height };
}

function isSliver(value: number, week: BandHistory['weeks'][number] | undefined): boolean {
  const all = week ? week.green + week.amber + week.red : 0;
  return value === 0 || value / all < 0.08;
}

function altOf(title: string, weeks: BandHistory['weeks']): string {
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (!first || !last) return `${title}: nobody is scored.`;
  const words = ({ green, amber, red }: typeof first): string => `${green} green, ${amber} amber, ${red} red`;
  const then = weeks.length > 1 ? ` On ${dayText(first.day)}: ${words(first)}.` : '';
  return `${title}: on ${dayText(last.day)} ${words(last)}.${then}`;
}
