import type { Account } from '../../domain/account.ts';
import type { WeekTip } from '../../domain/account-week.ts';
import { addDays } from '../../domain/utc-day.ts';
import { chosenUseCase } from '../../rules/adoption/judge-use-case.ts';
import { lastUse } from '../../rules/adoption/usage-facts.ts';
import { chooseTips } from '../../rules/updates/choose-tips.ts';
import { dueAt } from '../adoption/plan-account.ts';
import { readAdoptions } from '../adoption/read-adoption.ts';
import type { RequestContext } from '../context.ts';

const recentDays = 28;

/** What an account's people could do next, by how they use the product now. */
export async function readTips(ctx: RequestContext, account: Account): Promise<WeekTip[]> {
  const [adoption] = await readAdoptions(ctx, [account]);
  if (!adoption) return [];
  const { useCases, catalogue } = ctx.content.adoption;
  const { today, recipes } = adoption.facts;
  const useCase = chosenUseCase(useCases, account.useCase);
  const since = addDays(today, -recentDays);
  const unused = (useCase?.features ?? []).filter(
    (feature) => !adoption.people.some((person) => (lastUse(person, feature, today) ?? '') > since),
  );
  const completed = new Set(recipes.map(({ recipe }) => recipe));
  return chooseTips(dueAt(ctx, adoption), { useCase: useCase ?? null, unused, completed, catalogue });
}
