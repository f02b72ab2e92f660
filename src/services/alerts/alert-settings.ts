import type { RequestContext } from '../context.ts';

const name = 'alerts.delivery';

/** How a member hears of alerts: each as a card in the channel, or all of a day in one message. */
export const deliveries = ['cards', 'daily'] as const;
export type AlertDelivery = (typeof deliveries)[number];

/** Members who read one message a day instead of single cards. */
export async function digestReaders(ctx: RequestContext): Promise<string[]> {
  const settings = await ctx.store.listMemberSettings(name);
  return settings.filter(({ value }) => value === 'daily').map(({ member }) => member);
}

/** Keeps how a member wants to hear of alerts. */
export async function setDelivery(
  ctx: RequestContext,
  member: string,
  delivery: AlertDelivery,
): Promise<void> {
  await ctx.store.writeMemberSetting({ member, name, value: delivery, at: ctx.clock.now() });
}
