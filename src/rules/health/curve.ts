import type { Curve } from '../../domain/profile.ts';

/**
 * The value of a curve, in hundredths of a point (0–10,000): straight lines between the points, the nearest end
 * outside them. Whole numbers only, rounded down.
 */
export function pointsAt(curve: Curve, signal: number): number {
  const first = curve[0];
  if (!first || signal <= first[0]) return (first?.[1] ?? 0) * 100;
  for (let index = 1; index < curve.length; index++) {
    const [fromX, fromY] = curve[index - 1] ?? first;
    const [toX, toY] = curve[index] ?? first;
    if (signal <= toX)
      return Math.floor((100 * (fromY * (toX - signal) + toY * (signal - fromX))) / (toX - fromX));
  }
  return (curve.at(-1)?.[1] ?? 0) * 100;
}

/** The mean of several curve values, rounded down; `weights` counts a value several times. */
export function meanOf(values: readonly number[], weights?: readonly number[]): number {
  let sum = 0;
  let count = 0;
  for (const [index, value] of values.entries()) {
    const weight = weights?.[index] ?? 1;
    sum += value * weight;
    count += weight;
  }
  return count === 0 ? 0 : Math.floor(sum / count);
}
