import type { RisksQuestion } from '../../rules/question/question.ts';
import { requireReadable } from '../../services/authorize.ts';
import { configurationId } from '../../services/configuration.ts';
import type { RequestContext } from '../../services/context.ts';
import { findingUrl } from '../../services/evidence.ts';
import { requireAccount } from '../../services/resolve-account.ts';
import { type AccountRisks, findRisks } from '../../services/risks/find-risks.ts';
import { risksView } from '../../views/risks-view.ts';
import type { View } from '../../views/view.ts';

/** `/cs risks [ACCOUNT]`: what the rules see now, in one account or in all. */
export async function risks(ctx: RequestContext, { of }: RisksQuestion): Promise<View> {
  await requireReadable(ctx, 'account', null);
  const accountIds = of === '' ? undefined : [await requireAccount(ctx, of)];
  const looked: AccountRisks[] = [];
  const moment = { asOf: ctx.clock.now(), knownAt: await ctx.store.lastSequence() };
  for await (const one of findRisks(ctx, { accountIds, ...moment })) looked.push(one);
  const known = { ...moment, configuration: configurationId(ctx.content) };
  return risksView(
    looked.map(({ account, findings, scored }) => ({
      ...{ account, findings, band: scored.score.band },
      urlOf: (finding) => findingUrl(account.id, finding, known),
    })),
  );
}
