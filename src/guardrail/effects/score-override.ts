import type { InternalEffect } from '../internal-effect.ts';
import { malformed, readJudgement } from './judgement.ts';

/**
 * Puts a person's score beside the computed one, from now to the end of `until`. Once per proposal: the second time
 * gives the receipt of the first.
 */
export const overrideScore: InternalEffect = async (store, effect) => {
  const { scoreHundredths: hundredths } = effect.action.params;
  if (typeof hundredths !== 'number') throw malformed(effect.action);
  const kept = await store.addScoreOverride({ ...(await readJudgement(store, effect)), hundredths });
  return {
    account: kept.account,
    scoreHundredths: kept.hundredths,
    by: kept.by.id,
    startsAt: kept.at.toISOString(),
    until: kept.until.toISOString(),
  };
};
