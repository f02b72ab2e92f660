import type { RuleTuning } from '../../domain/rule-tuning.ts';

/** Fewer verdicts than these say nothing of a rule. Ours. */
const verdictsAtLeast = 5;
const pointlessBelow = 0.3;

/**
 * What of a rule should be looked at: it picks customers no better than chance, or people find most of its alerts
 * useless, or nobody takes them.
 * @returns one sentence; null = nothing
 */
export function judgeTuning({
  raised,
  escalated,
  verdicts,
  measured,
  precision,
}: Omit<RuleTuning, 'concern'>): string | null {
  const lift = measured?.lift ?? null;
  if (lift !== null && lift < 1)
    return `Its measured lift is ${lift.toFixed(2)}: below 1, it is worse than chance on the loaded history.`;
  const judged = verdicts.useful + verdicts.not_useful + verdicts.too_early;
  if (judged >= verdictsAtLeast && precision !== null && precision < pointlessBelow) {
    if (verdicts.too_early > verdicts.not_useful) return 'Most of its alerts came too early.';
    return 'People found most of its alerts not useful.';
  }
  if (raised >= verdictsAtLeast && escalated * 2 > raised)
    return 'More than half of its alerts were taken by nobody in time.';
  return null;
}
