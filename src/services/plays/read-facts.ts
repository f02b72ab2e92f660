import type { LifecycleStage } from '../../domain/account.ts';
import type { HealthFacts } from '../../domain/health-facts.ts';
import type { PlaybookFact } from '../../domain/playbook-facts.ts';
import { HoldfastError } from '../../errors.ts';
import { lifecycleStage } from '../../rules/lifecycle.ts';
import type { RequestContext } from '../context.ts';
import { answerAt } from '../moment.ts';
import { scoreDays } from '../score-moment.ts';

/** What is known of an account today. */
export interface AccountFacts {
  facts: HealthFacts;
  /** 0–100; null = nothing to compute it from */
  score: number | null;
  stage: LifecycleStage;
}

/**
 * Counts an account's facts as of now.
 * @returns null when it has no event yet
 */
export async function readAccountFacts(ctx: RequestContext, accountId: string): Promise<AccountFacts | null> {
  try {
    return await answerAt(ctx, accountId, {}, async (moment) => {
      const today = (await scoreDays(ctx, moment, [moment.asOfDay])).get(moment.asOfDay);
      if (!today) return null;
      const { hundredths } = today.score;
      return {
        facts: today.facts,
        score: hundredths === null ? null : hundredths / 100,
        stage: lifecycleStage(moment.account, moment.asOfDay),
      };
    });
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_ACCOUNT_UNKNOWN') return null;
    throw error;
  }
}

/** One fact by the name that playbooks give it; null = nobody knows. */
export function factOf(known: AccountFacts | null, name: PlaybookFact): number | null {
  if (known === null) return null;
  return name === 'score' ? known.score : known.facts[name];
}
