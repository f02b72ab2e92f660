import type { AlertVerdict } from '../../domain/alert.ts';

/** What people made of a rule's alerts: `7 of 9 judged alerts were useful`; null = nobody judged one. */
export function judgedWords(verdicts: Readonly<Record<AlertVerdict, number>>): string | null {
  const judged = verdicts.useful + verdicts.not_useful + verdicts.too_early;
  if (judged === 0) return null;
  const early = verdicts.too_early > 0 ? `, ${verdicts.too_early} came too early` : '';
  return `${verdicts.useful} of ${judged} judged alerts were useful${early}`;
}
