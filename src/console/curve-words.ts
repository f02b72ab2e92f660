import type { Curve } from '../domain/profile.ts';
import { grouped } from './numbers.ts';

/** The points of a curve: `0 → 0, 5 → 60, 20 → 100`. */
export function curveText(curve: Curve): string {
  return curve.map(([signal, points]) => `${grouped(signal)} → ${points}`).join(', ');
}

/**
 * How a curve makes points of a number, as a sum to check by hand: `80 + (13 − 10) × 20 ÷ 10`. The result is rounded
 * down to hundredths.
 */
export function readingText(curve: Curve, value: number): string {
  const first = curve[0];
  const last = curve.at(-1);
  if (!first || !last) return '';
  const knot = curve.find(([signal]) => signal === value);
  if (knot) return `${grouped(value)} → ${knot[1]}`;
  if (value < first[0]) return `below ${grouped(first[0])} → ${first[1]}`;
  if (value > last[0]) return `above ${grouped(last[0])} → ${last[1]}`;
  const index = curve.findIndex(([signal]) => signal > value);
  const [fromX, fromY] = curve[index - 1] ?? first;
  const [toX, toY] = curve[index] ?? last;
  if (toY === fromY) return `${grouped(fromX)} to ${grouped(toX)} → ${fromY}`;
  const sign = toY > fromY ? '+' : '−';
  const past = `(${grouped(value)} − ${fromX < 0 ? `(${grouped(fromX)})` : grouped(fromX)})`;
  return `${fromY} ${sign} ${past} × ${Math.abs(toY - fromY)} ÷ ${grouped(toX - fromX)}`;
}
