import type { Band } from '../domain/health.ts';
import type { Curve } from '../domain/profile.ts';
import { type Html, html } from './escape.ts';
import { grouped } from './numbers.ts';

/** What a picture says to those who cannot see it. */
export interface PictureText {
  id: string;
  title: string;
  description: string;
}

export interface Bar {
  label: string;
  value: number;
}

/**
 * Bars from left to right, as tall as their share of the largest. The picture stretches to its box, so it holds no
 * text; each bar names itself on hover.
 */
export function barChart(text: PictureText, bars: readonly Bar[], tone: 'use' | 'bad'): Html {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const drawn = bars.map(({ label, value }, index) => {
    const height = value === 0 ? 0 : Math.max(1.5, (value / most) * 100);
    return html`<rect x="${index * 10 + 1}" y="${round(100 - height)}" width="8" height="${round(height)}"><title>${label}: ${grouped(value)}</title></rect>`;
  });
  const weeks = Array.from(
    { length: Math.floor(bars.length / 7) - 1 },
    (_, week) => bars.length * 10 - (week + 1) * 70,
  );
  const rules = weeks.map((x) => html`<path class="rule" d="M${x} 0V100"/>`);
  return html`<svg class="bars ${tone}" role="img" aria-labelledby="${text.id}-t ${text.id}-d" viewBox="0 0 ${bars.length * 10} 100" preserveAspectRatio="none">${names(text)}${rules}<path class="base" d="M0 100H${bars.length * 10}"/>${drawn}</svg>`;
}

export interface HistoryPoint {
  label: string;
  value: number | null; // null = no score
  band: Band | null; // null = no score
}

/**
 * A line through scores of 0–100, over stripes of the bands. Strokes keep their width however the picture stretches:
 * a dot is a line without length and with round ends.
 */
export function historyChart(
  text: PictureText,
  points: readonly HistoryPoint[],
  bands: readonly { id: Band; from: number; below: number }[],
): Html {
  const step = 1000 / Math.max(1, points.length - 1);
  const placed = points.map((point, index) => ({
    ...point,
    x: round(points.length === 1 ? 500 : index * step),
  }));
  // The outermost stripes reach a little further, so that a dot at 0 or 100 is whole.
  const stripes = bands.map(({ id, from, below }) => {
    const top = below === 100 ? -8 : 100 - below;
    const bottom = from === 0 ? 108 : 100 - from;
    return html`<rect class="stripe ${id}" x="-30" y="${top}" width="1060" height="${bottom - top}"/>`;
  });
  let pen = 'M';
  const path = placed.map(({ x, value }) => {
    const command = value === null ? '' : `${pen}${x} ${round(100 - value)}`;
    pen = value === null ? 'M' : 'L';
    return command;
  });
  const dots = placed.map(
    ({ x, value, band, label }) =>
      value !== null &&
      html`<path class="dot ${band ?? ''}" d="M${x} ${round(100 - value)}h.01"><title>${label}: ${value.toFixed(2)}, ${band ?? ''}</title></path>`,
  );
  return html`<svg class="history" role="img" aria-labelledby="${text.id}-t ${text.id}-d" viewBox="-30 -8 1060 116" preserveAspectRatio="none">${names(text)}${stripes}<path class="line" d="${path.join('')}"/>${dots}</svg>`;
}

/** A curve with the place of one reading on it. */
export function curveChart(text: PictureText, curve: Curve, value: number, points: number): Html {
  const firstX = Math.min(curve[0]?.[0] ?? 0, value);
  const lastX = Math.max(curve.at(-1)?.[0] ?? 1, Math.min(value, 2 * (curve.at(-1)?.[0] ?? 1)));
  const scale = (signal: number) =>
    round(4 + (112 * (Math.min(signal, lastX) - firstX)) / Math.max(1, lastX - firstX));
  const rise = (height: number) => round(36 - 0.32 * height);
  const knots = curve.map(([signal, height]) => `${scale(signal)} ${rise(height)}`);
  const ends = [`4 ${rise(curve[0]?.[1] ?? 0)}`, ...knots, `116 ${rise(curve.at(-1)?.[1] ?? 0)}`];
  const [x, y] = [scale(value), rise(points / 100)];
  return html`<svg class="curve" role="img" aria-labelledby="${text.id}-t ${text.id}-d" viewBox="0 0 120 40" width="120" height="40">${names(text)}<path class="base" d="M4 36.5H116"/><path class="fall" d="M${x} ${y}V36"/><path class="line" d="M${ends.join('L')}"/><circle cx="${x}" cy="${y}" r="3.5"/></svg>`;
}

function names({ id, title, description }: PictureText): Html {
  return html`<title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
