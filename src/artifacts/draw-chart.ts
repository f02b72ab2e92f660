import { drawBars } from '../charts/bars.ts';
import type { Chart } from '../charts/chart.ts';
import { drawColumns } from '../charts/columns.ts';
import { toPng } from '../charts/png.ts';
import { drawTrend } from '../charts/trend.ts';
import { drawWaterfall } from '../charts/waterfall.ts';
import type { PackChart } from '../domain/account-pack.ts';
import type { DrawChart } from './picture.ts';

/** As wide as a page; on a slide its text has the size of a table's. */
const canvas = { theme: 'light', width: 860 } as const;

/** Draws a chart of a pack for paper: dark on white. */
export const drawChart: DrawChart = async (chart) => {
  const drawn = await draw(chart);
  const { alt, width, height } = drawn;
  return { png: await toPng(drawn), alt, width, height };
};

async function draw(chart: PackChart): Promise<Chart> {
  switch (chart.kind) {
    case 'trend': {
      const points = chart.points.map(({ on: day, value }) => ({ day, value }));
      const events = chart.events.map(({ on: day, label }) => ({ day, label }));
      const of = { title: chart.title, points, events };
      return chart.most === null
        ? await drawColumns(of, canvas)
        : await drawTrend({ isScore: chart.unit === 'points', ...of }, canvas);
    }
    case 'bars':
      return await drawBars(chart, canvas);
    case 'waterfall':
      return await drawWaterfall(
        { title: chart.title, parts: chart.parts, total: chart.total.value },
        canvas,
      );
  }
}
