import type { RuleMeasure } from '../backtest/measure-rules.ts';

/** Fewer labelled moments say nothing of a rule. */
const leastMoments = 20;

/**
 * What a rule was worth on the history that is loaded, in a few words; null = too few cases to say.
 * A lift below 1 is worse than chance, and its card says so.
 */
export function measuredWords({ held, lift, precision }: RuleMeasure): string | null {
  if (held < leastMoments || lift === null || precision === null) return null;
  if (lift < 1) return `⚠️ on your own history worse than chance: lift ${lift.toFixed(1)} over ${held} cases`;
  return `on your own history ${Math.round(100 * precision)} % of such accounts left, ${lift.toFixed(1)} × the average`;
}
