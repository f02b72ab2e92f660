import { chatUserOf } from '../chat-user-of.ts';
import type { RequestContext } from '../context.ts';

const name = 'alerts.delivery';

/** How a member hears of alerts: each as a card in the channel, or all of a day in one message. */
export const deliveries = ['cards', 'daily'] as const;
export type AlertDelivery = (typeof deliveries)[number];

/** Members who read one message a day instead of single cards; whom no chat reaches would hear of nothing. */
export async function digestReaders(ctx: RequestContext): Promise<string[]> {
  const settings = await ctx.store.listMemberSettings(name);
  const chosen = new Set(settings.filter(({ value }) => value === 'daily').map(({ member }) => member));
  if (chosen.size === 0) return [];
  const members = await ctx.store.listMembers();
  return members.filter((member) => chosen.has(member.id) && chatUserOf(member)).map(({ id }) => id);
}

/** How a member hears of alerts. */
export async function deliveryOf({ store }: RequestContext, member: string): Promise<AlertDelivery> {
  const own = (await store.listMemberSettings(name)).find((setting) => setting.member === member);
  return own?.value === 'daily' ? 'daily' : 'cards';
}

/** Keeps how a member wants to hear of alerts. */
export async function setDelivery(
  ctx: RequestContext,
  member: string,
  delivery: AlertDelivery,
): Promise<void> {
  await ctx.store.writeMemberSetting({ member, name, value: delivery, at: ctx.clock.now() });
}
