import { sentimentValues } from '../../domain/judgement.ts';
import type { InternalEffect } from '../internal-effect.ts';
import { malformed, readJudgement } from './judgement.ts';

/**
 * Keeps how a person feels about an account, from now to the end of `until`. Once per proposal: the second time gives
 * the receipt of the first.
 */
export const setSentiment: InternalEffect = async (store, effect) => {
  const value = sentimentValues.find((known) => known === effect.action.params.sentiment);
  if (value === undefined) throw malformed(effect.action);
  const kept = await store.addSentiment({ ...(await readJudgement(store, effect)), value });
  return {
    account: kept.account,
    sentiment: kept.value,
    by: kept.by.id,
    at: kept.at.toISOString(),
    until: kept.until.toISOString(),
  };
};
