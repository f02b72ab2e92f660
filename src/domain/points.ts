/**
 * A score, or points of one, as people read it: two decimals, everywhere. Fewer would show a score of 64.96 as the 65 that
 * green begins at, while its band says amber.
 */
export function formatPoints(points: number): string {
  return points.toFixed(2);
}
