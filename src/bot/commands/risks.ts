import type { RisksQuestion } from '../../rules/question/question.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { requireAccount } from '../../services/resolve-account.ts';
import { type AccountRisks, findRisks } from '../../services/risks/find-risks.ts';
import { risksView } from '../../views/risks-view.ts';
import type { View } from '../../views/view.ts';

/** `/cs risks [ACCOUNT]`: what the rules see now, in one account or in all. */
export async function risks(ctx: RequestContext, { of }: RisksQuestion): Promise<View> {
  await requireReadable(ctx, 'account', null);
  const accountIds = of === '' ? undefined : [await requireAccount(ctx, of)];
  const looked: AccountRisks[] = [];
  for await (const one of findRisks(ctx, { accountIds })) looked.push(one);
  return risksView(
    looked.map(({ account, findings, scored }) => ({ account, findings, band: scored.score.band })),
  );
}
