import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawBandHistory } from './band-history.ts';
import { drawBars } from './bars.ts';
import { type Canvas, type Chart, labelText, themes } from './chart.ts';
import { drawColumns } from './columns.ts';
import { drawFunnel } from './funnel.ts';
import { drawHeatMap } from './heat-map.ts';
import { encodeOpaquePng } from './opaque-png.ts';
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
    'bars',
    (canvas, kind) =>
      drawBars(
        {
          title: 'Tickets by priority',
          bars:
            kind === 'empty'
              ? []
              : ['all', 'all', 'none'].map((label, index) => ({
                  label: kind === 'hostile' ? hostile : label,
                  value: 10 * (2 - index),
                })),
        },
        canvas,
      ),
  ],
  [
    'columns',
    (canvas, kind) =>
      drawColumns(
        {
          title: kind === 'hostile' ? hostile : 'Active users per week',
          points:
            kind === 'empty' ? [] : days.map((day, index) => ({ day, value: index === 3 ? null : index })),
          events:
            kind === 'empty'
              ? []
              : days.slice(2, 9).map((day) => ({ day, label: kind === 'hostile' ? hostile : 'Training' })),
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

it('a PNG has no alpha channel, and every colour of what was drawn', () => {
  const colours = [
    [255, 0, 0],
    [0, 128, 0],
    [0, 0, 254],
    [9, 9, 9],
    [255, 255, 255],
    [1, 2, 3],
  ];
  const png = Buffer.from(encodeOpaquePng(Buffer.from(colours.flatMap((one) => [...one, 255])), 3, 2) ?? '');
  expect([png.readUInt32BE(16), png.readUInt32BE(20), png.readUInt8(24), png.readUInt8(25)]).toEqual([
    3, 2, 8, 2,
  ]);
  const packed = png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8);
  expect([...inflateSync(packed)]).toEqual([0, ...colours.slice(0, 3).flat(), 0, ...colours.slice(3).flat()]);
  expect(encodeOpaquePng(Buffer.from([1, 2, 3, 254]), 1, 1)).toBeNull();
});

it('a picture says in words what it shows', async () => {
  const trend = await drawTrend(
    {
      title: 'Score of Acme',
      isScore: true,
      points: [
        { day: '2026-11-20', value: 75.07 },
        { day: '2026-11-27', value: 63.49 },
      ],
      events: [{ day: '2026-11-27', label: 'Outage' }],
    },
    { theme: 'light' },
  );
  expect(trend.alt).toBe(
    'Score of Acme: 63.49 on 27 Nov, down 11.58 since 20 Nov. Marked: Outage on 27 Nov.',
  );
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

describe.each([
  ['trend', drawTrend, 'on'],
  ['columns', drawColumns, 'by'],
] as const)('what happened between two points of a %s', (_name, draw, word) => {
  const points = [
    { day: '2026-11-06', value: 10 },
    { day: '2026-11-13', value: 20 },
    { day: '2026-11-20', value: 30 },
  ];

  it('stands over the later one, and what the picture does not show its words do not say', async () => {
    const events = [
      { day: '2026-11-09', label: 'Training' },
      { day: '2026-11-20', label: 'Outage' },
      { day: '2026-11-21', label: 'Behind the end' },
    ];
    const { alt, svg } = await draw({ title: 'x', points, events }, { theme: 'light' });
    expect(alt).toContain(` Marked: Training ${word} 13 Nov, Outage ${word} 20 Nov.`);
    for (const label of ['Training', 'Outage']) expect(svg).toContain(`>${label}</text>`);
    expect(`${alt}${svg}`).not.toContain('Behind the end');
  });

  it('is left out where there is more than can be read, the oldest first', async () => {
    const events = Array.from({ length: 8 }, (_, index) => ({ day: '2026-11-20', label: `no. ${index}` }));
    const { alt, svg } = await draw({ title: 'x', points, events }, { theme: 'light' });
    for (const label of ['no. 0', 'no. 1']) expect(`${alt}${svg}`).not.toContain(label);
    for (const label of ['no. 2', 'no. 7']) {
      expect(alt).toContain(label);
      expect(svg).toContain(label);
    }
  });
});

it('the last value stands at the last point, also where its day of the year came before', async () => {
  const points = ['2025-11-20', '2026-05-20', '2026-11-20'].map((day, index) => ({ day, value: 10 * index }));
  const { svg } = await drawTrend({ title: 'x', points }, { theme: 'light', width: 640 });
  const [, across] = /translate\(([\d.]+) [\d.]+\)"[^>]*>20<\/text>/.exec(svg) ?? [];
  expect(Number(across)).toBeGreaterThan(560);
});

it('columns say between what they went, bars how many there are of each', async () => {
  const points = [
    { day: '2026-11-13', value: 4 },
    { day: '2026-11-20', value: null },
    { day: '2026-11-27', value: 2.25 },
  ];
  expect((await drawColumns({ title: 'Users', points }, { theme: 'light' })).alt).toBe(
    'Users: 2.3 by 27 Nov, between 2.3 and 4 over 2 weeks.',
  );
  const bars = [
    { label: 'P0', value: 1 },
    { label: 'P1', value: 12 },
  ];
  expect((await drawBars({ title: 'Tickets', bars }, { theme: 'light' })).alt).toBe('Tickets: P0 1, P1 12.');
});

it('letters of other scripts are drawn, not boxes', async () => {
  const of = async (label: string) =>
    await toPng(await drawBars({ title: 'x', bars: [{ label, value: 1 }] }, { theme: 'light' }));
  // Letters that a font lacks are all the same box: two words of one length would then look alike.
  expect(Buffer.from(await of('שלום')).equals(Buffer.from(await of('עולם')))).toBe(false);
  expect(Buffer.from(await of('سلام')).equals(Buffer.from(await of('عالم')))).toBe(false);
  expect(Buffer.from(await of('電機')).equals(Buffer.from(await of('会社')))).toBe(false);
  expect(Buffer.from(await of('한빛')).equals(Buffer.from(await of('주식')))).toBe(false);
});

it('a name is a label on one line, and no character of it is cut in two', () => {
  expect(labelText('a\n b')).toBe('a b');
  expect(Array.from(labelText('𝔸'.repeat(100)))).toHaveLength(28);
});
