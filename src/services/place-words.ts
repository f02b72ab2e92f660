import { chatUserOf } from './chat-user-of.ts';
import type { RequestContext } from './context.ts';

/**
 * What people call the place that a message goes to: the card of a proposal is read by people who know no ids.
 * @param channelName - as the platform said it; null = it did not
 * @returns null = nobody knows a name
 */
export async function placeWords(
  { channels, store }: Pick<RequestContext, 'channels' | 'store'>,
  params: unknown,
  channelName: string | null,
): Promise<string | null> {
  if (channelName !== null) return `the channel #${channelName}`;
  const { channel } = (params ?? {}) as { channel?: unknown };
  if (typeof channel !== 'string') return null;
  if (channel === channels.alerts) return 'the alerts channel';
  return (await store.listMembers()).find((member) => chatUserOf(member) === channel)?.name ?? null;
}
