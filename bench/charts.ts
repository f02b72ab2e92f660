import { toPng } from '../src/charts/png.ts';
import { drawTrend } from '../src/charts/trend.ts';
import { drawWaterfall } from '../src/charts/waterfall.ts';
import { type Finding, median, timeMs } from './measure.ts';

const rounds = 40;
const limitMs = 150;

/** A chart as PNG, drawing included. Beside it, in the same run, the PNG of a blank picture of its size. */
export async function benchCharts(): Promise<Finding[]> {
  const points = Array.from({ length: 18 }, (_, week) => ({
    day: `2026-${String(Math.floor(week / 4) + 1).padStart(2, '0')}-0${(week % 4) + 1}`,
    value: 90 - week,
  }));
  const charts = [
    [
      'trend',
      () => drawTrend({ title: 'Score', points, bands: { amber: 40, green: 65 } }, { theme: 'light' }),
    ],
    [
      'waterfall',
      () =>
        drawWaterfall(
          {
            title: 'Score',
            total: 60,
            parts: points.slice(0, 7).map(({ day }) => ({ label: day, value: 8, most: 14 })),
          },
          { theme: 'light' },
        ),
    ],
  ] as const;
  const findings: Finding[] = [];
  for (const [name, draw] of charts) {
    const { width, height } = await draw();
    const blank = {
      svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/></svg>`,
      title: '',
      alt: '',
      width,
      height,
    };
    const [times, peers]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      times.push((await timeMs(async () => await toPng(await draw()))).ms);
      peers.push((await timeMs(() => toPng(blank))).ms);
    }
    findings.push({
      name: `${name} as PNG`,
      figure: median(times),
      unit: 'ms',
      limit: limitMs,
      sense: 'most',
      detail: { 'most ms': Math.round(Math.max(...times)), 'blank ms': Math.round(median(peers)) },
    });
  }
  return findings;
}
