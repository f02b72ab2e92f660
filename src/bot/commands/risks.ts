import type { RisksQuestion } from '../../rules/question/question.ts';
import { accountsAtRisk } from '../../services/alerts/accounts-at-risk.ts';
import { requireReadable } from '../../services/authorize.ts';
import { configurationId } from '../../services/configuration.ts';
import type { RequestContext } from '../../services/context.ts';
import { findingUrl } from '../../services/evidence.ts';
import { requireAccount } from '../../services/resolve-account.ts';
import { findRisks } from '../../services/risks/find-risks.ts';
import { accountRisksView, risksView } from '../../views/risks-view.ts';
import { said } from '../../views/said.ts';
import type { View } from '../../views/view.ts';

/** `/cs risks [ACCOUNT]`: what the rules see in one account now, or all accounts with an alert. */
export async function risks(ctx: RequestContext, { of }: RisksQuestion): Promise<View> {
  await requireReadable(ctx, 'account', null);
  if (of === '') return risksView(await accountsAtRisk(ctx));
  const moment = { asOf: ctx.clock.now(), knownAt: await ctx.store.lastSequence() };
  const known = { ...moment, configuration: configurationId(ctx.content) };
  const accountIds = [await requireAccount(ctx, of)];
  for await (const { account, findings } of findRisks(ctx, { accountIds, ...moment }))
    return accountRisksView({
      account,
      findings,
      urlOf: (finding) => findingUrl(account.id, finding, known),
    });
  return said('Nothing is known of this account yet.');
}
