import { expect, it } from 'vitest';
import { asCard, cardEdge } from './as-card.ts';
import { drawBandHistory } from './band-history.ts';
import { palettes } from './chart.ts';
import { toPng } from './png.ts';

/** Contrast of two colours. Source: WCAG 2.2, 1.4.3 */
function contrast(one: string, other: string): number {
  const [light, dark] = [lightOf(one), lightOf(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function lightOf(color: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

it.each(['#ffffff', '#1a1d21', '#f8f8f8', '#000000'])('its edge is seen on a page of %s', (page) => {
  expect(contrast(cardEdge, page)).toBeGreaterThanOrEqual(3);
});

it.each(['light', 'dark', 'card'] as const)('words are read on the ground of %s', (theme) => {
  const { ground, ink, quiet } = palettes[theme];
  expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(quiet, ground)).toBeGreaterThanOrEqual(4.5);
});

it('has a title, a margin around the chart and its own ground, and nothing at its corners', async () => {
  const weeks = [{ day: '2026-11-20', green: 3, amber: 1, red: 0 }];
  const chart = await drawBandHistory(
    { title: `<b>&\u0000\ud800 ${'long '.repeat(80)}`, weeks },
    { theme: 'card', width: 360 },
  );
  const card = asCard(chart);
  expect([card.width, card.height]).toEqual([chart.width + 32, chart.height + 58]);
  expect(card.svg).toContain('&lt;b&gt;&amp;');
  expect(card.alt).toBe(chart.alt);
  const png = Buffer.from(await toPng(card));
  expect(png.readUInt32BE(16)).toBe(2 * card.width);
  expect(Buffer.from(await toPng(asCard(chart))).equals(png)).toBe(true);
});
