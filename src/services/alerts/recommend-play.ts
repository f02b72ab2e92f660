import type { Alert } from '../../domain/alert.ts';
import type { AlertCard } from '../../views/alert-view.ts';
import type { RequestContext } from '../context.ts';
import { choosePlaybook } from '../plays/choose-playbook.ts';
import { readPlays } from '../plays/get-plays.ts';

/** The playbook for an alert, and why this one; null = none fits, or each runs already. */
export async function recommendPlay(ctx: RequestContext, alert: Alert): Promise<AlertCard['play']> {
  const [account] = await ctx.store.findAccounts([alert.account]);
  if (account?.status !== 'active') return null;
  const chosen = choosePlaybook(ctx, account, alert.finding, await readPlays(ctx, alert.account));
  return chosen && { id: chosen.id, action: chosen.action, first: chosen.first, why: chosen.why };
}
