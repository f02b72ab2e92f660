import { counted } from '../../../domain/counted.ts';
import { type Component, judgeBy, readSignal, unknownBecause } from '../component.ts';

/** Days with use that a baseline needs. */
const minimumBaselineDays = 5;
/** One error in a quiet month is no catastrophe: a baseline is at least ten errors per thousand uses. */
const baselineFloorPermille = 10;

/**
 * The last week's error rate against the account's own 95th percentile of daily rates over the 28 days before it.
 * Unknown when the account never raised an error, did not use the product this week, or has too few days.
 * Source: seeds, "error spike > p95"; nearest-rank percentile (NIST/SEMATECH e-Handbook 7.2.6.2 lists its kin).
 */
export const errors: Component = {
  id: 'errors',
  evidenceTypes: ['error.raised'],
  evidenceSignals: ['error'],
  combines: 'mean',
  judge(facts, curves) {
    if (!facts.errorsEver)
      return unknownBecause('No error was ever reported, so there may be no error source.');
    if (facts.uses7 === 0) return unknownBecause('No use in 7 days, so no errors to see.');
    if (facts.baselineErrorRates.length < minimumBaselineDays) {
      return unknownBecause(
        `Only ${facts.baselineErrorRates.length} of the ${minimumBaselineDays} days that a baseline needs.`,
      );
    }
    const rate = Math.floor((1000 * facts.errors7) / facts.uses7);
    const baseline = percentile95(facts.baselineErrorRates);
    const compared = Math.max(baselineFloorPermille, baseline);
    const percentOfBaseline = Math.floor((100 * rate) / compared);
    const floored = compared > baseline ? ` (at least ${baselineFloorPermille})` : '';
    const working = `100 × ${rate} per thousand ÷ a baseline of ${compared}${floored}`;
    return judgeBy(
      this.combines,
      [readSignal(curves, 'errorRatePercentOfBaseline', percentOfBaseline, { working })],
      `${counted(facts.errors7, 'error')} in ${counted(facts.uses7, 'use')} in 7 days: ${rate / 10}\u00a0%; on a normal day at most ${baseline / 10}\u00a0%.`,
    );
  },
};

/** Nearest-rank 95th percentile of whole numbers; the list is not empty. */
function percentile95(rates: readonly number[]): number {
  const ascending = [...rates].sort((a, b) => a - b);
  return ascending[Math.ceil((95 * ascending.length) / 100) - 1] ?? 0;
}
