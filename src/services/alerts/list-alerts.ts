import type { Alert } from '../../domain/alert.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';

/** Which alerts are asked for. */
export const alertScopes = ['mine', 'all', 'snoozed', 'closed'] as const;
export type AlertScope = (typeof alertScopes)[number];

const states = {
  mine: ['open', 'acknowledged'],
  all: ['open', 'acknowledged'],
  snoozed: ['snoozed'],
  closed: ['closed'],
} as const satisfies Record<AlertScope, readonly Alert['state'][]>;

/** Alerts, the most severe first; one more than `limit` says that there are more. */
export async function listAlerts(
  ctx: RequestContext,
  { scope, account, limit }: { scope: AlertScope; account?: string | undefined; limit: number },
): Promise<{ alerts: Alert[]; more: boolean }> {
  await requireReadable(ctx, 'account', account ?? null);
  const mine = scope === 'mine' && ctx.member ? { member: ctx.member.id } : {};
  const found = await ctx.store.listAlerts({
    states: states[scope],
    limit: limit + 1,
    ...(account === undefined ? {} : { account }),
    ...mine,
  });
  return { alerts: found.slice(0, limit), more: found.length > limit };
}
