import { describe, expect, it } from 'vitest';
import { drawBandHistory } from './band-history.ts';
import { type Canvas, type Chart, labelText, themes } from './chart.ts';
import { drawFunnel } from './funnel.ts';
import { drawHeatMap } from './heat-map.ts';
import { toPng } from './png.ts';
import { drawRetention } from './retention.ts';
import { drawSparkline } from './sparkline.ts';
import { drawTrend } from './trend.ts';
import { drawWaterfall } from './waterfall.ts';

const hostile = '<script>alert("1")</script>&\u202Eשלום '.repeat(400);
const days = Array.from(
  { length: 18 },
  (_, week) =>
    `2026-${String(Math.floor(week / 4) + 1).padStart(2, '0')}-${String((week % 4) * 7 + 1).padStart(2, '0')}`,
);

/** Each kind with values, with none, with a gap, and with names that nobody should have. */
const charts: readonly (readonly [
  string,
  (canvas: Canvas, kind: 'usual' | 'empty' | 'hostile') => Promise<Chart>,
])[] = [
  [
    'trend',
    (canvas, kind) =>
      drawTrend(
        {
          title: kind === 'hostile' ? hostile : 'Score',
          points:
            kind === 'empty'
              ? []
              : days.map((day, index) => ({ day, value: index === 3 ? null : 90 - index })),
          bands: { amber: 40, green: 65 },
          target: { value: 80, label: 'target' },
          events:
            kind === 'empty'
              ? []
              : days.slice(2, 9).map((day) => ({ day, label: kind === 'hostile' ? hostile : 'Incident' })),
        },
        canvas,
      ),
  ],
  [
    'waterfall',
    (canvas, kind) =>
      drawWaterfall(
        {
          title: 'Score',
          total: kind === 'empty' ? null : 61.4,
          parts:
            kind === 'empty'
              ? []
              : ['a', 'b'].map((label) => ({
                  label: kind === 'hostile' ? hostile : label,
                  value: label === 'a' ? 20 : null,
                  most: 25,
                })),
        },
        canvas,
      ),
  ],
  [
    'band history',
    (canvas, kind) =>
      drawBandHistory(
        {
          title: 'Base',
          weeks:
            kind === 'empty'
              ? []
              : days
                  .slice(0, 12)
                  .map((day, index) => ({ day, green: 30 - index, amber: index, red: index % 3 })),
        },
        canvas,
      ),
  ],
  [
    'heat map',
    (canvas, kind) =>
      drawHeatMap(
        {
          title: 'Retention',
          unit: '%',
          columns: ['0', '1'],
          rows: kind === 'empty' ? [] : [{ label: kind === 'hostile' ? hostile : 'Q1', values: [100, null] }],
        },
        canvas,
      ),
  ],
  [
    'funnel',
    (canvas, kind) =>
      drawFunnel(
        {
          title: 'Onboarding',
          steps:
            kind === 'empty'
              ? []
              : [
                  { label: kind === 'hostile' ? hostile : 'all', count: 10 },
                  { label: 'some', count: 0 },
                ],
        },
        canvas,
      ),
  ],
  [
    'retention',
    (canvas, kind) =>
      drawRetention(
        {
          title: 'Retention',
          periods: ['0', '1'],
          groups:
            kind === 'empty' ? [] : [{ label: kind === 'hostile' ? hostile : 'smb', percents: [100, null] }],
        },
        canvas,
      ),
  ],
  [
    'sparkline',
    (canvas, kind) =>
      drawSparkline(
        { title: kind === 'hostile' ? hostile : 'Uses', values: kind === 'empty' ? [] : [3, null, 9] },
        canvas,
      ),
  ],
];

describe.each(charts)('a %s', (_name, draw) => {
  it.each(['usual', 'empty', 'hostile'] as const)(
    'that is %s is drawn the same twice, in both themes, at the size of a phone',
    async (kind) => {
      for (const theme of themes) {
        const canvas = { theme, width: 360 };
        const [one, other] = [await draw(canvas, kind), await draw(canvas, kind)];
        expect(one).toEqual(other);
        expect(one.width).toBe(360);
        expect(one.svg).toMatch(/^<svg [\s\S]*<\/svg>$/);
        expect(one.svg).not.toMatch(/<script|<foreignObject|\son\w+=|NaN|undefined|Infinity|zr\d/);
        expect(one.alt).not.toMatch(/NaN|undefined|null|Infinity/);
        expect(one.alt.length).toBeGreaterThan(10);
      }
    },
  );

  it('is the same picture in every light, in other colours', async () => {
    const [light, dark] = [await draw({ theme: 'light' }, 'usual'), await draw({ theme: 'dark' }, 'usual')];
    expect(dark.svg).not.toBe(light.svg);
    expect([dark.alt, dark.width, dark.height]).toEqual([light.alt, light.width, light.height]);
  });

  it('becomes a PNG of twice its size, the same each time', async () => {
    const chart = await draw({ theme: 'light', width: 400 }, 'usual');
    const [one, other] = [Buffer.from(await toPng(chart)), Buffer.from(await toPng(chart))];
    expect(one.subarray(1, 4).toString()).toBe('PNG');
    expect(one.readUInt32BE(16)).toBe(800);
    expect(one.equals(other)).toBe(true);
  });
});

it('a picture says in words what it shows', async () => {
  const trend = await drawTrend(
    {
      title: 'Score of Acme',
      points: [
        { day: '2026-11-20', value: 75.07 },
        { day: '2026-11-27', value: 63.49 },
      ],
      events: [{ day: '2026-11-27', label: 'Outage' }],
    },
    { theme: 'light' },
  );
  expect(trend.alt).toBe('Score of Acme: 63.5 on 27 Nov, down 11.6 since 20 Nov. Marked: Outage on 27 Nov.');
  const base = await drawBandHistory(
    {
      title: 'Customers by band',
      weeks: [
        { day: '2026-11-20', green: 3, amber: 1, red: 0 },
        { day: '2026-11-27', green: 2, amber: 1, red: 1 },
      ],
    },
    { theme: 'light' },
  );
  expect(base.alt).toBe(
    'Customers by band: on 27 Nov 2 green, 1 amber, 1 red. On 20 Nov: 3 green, 1 amber, 0 red.',
  );
});

it('letters of other scripts are drawn, not boxes', async () => {
  const of = async (label: string) =>
    await toPng(await drawFunnel({ title: 'x', steps: [{ label, count: 1 }] }, { theme: 'light' }));
  // Letters that a font lacks are all the same box: two words of one length would then look alike.
  expect(Buffer.from(await of('שלום')).equals(Buffer.from(await of('עולם')))).toBe(false);
  expect(Buffer.from(await of('سلام')).equals(Buffer.from(await of('عالم')))).toBe(false);
});

it('a name is a label on one line, and no character of it is cut in two', () => {
  expect(labelText('a\n b')).toBe('a b');
  expect(Array.from(labelText('𝔸'.repeat(100)))).toHaveLength(28);
});
