import type { RequestContext } from '../services/context.ts';
import type { ChatRequest } from './reply.ts';

/** How long what is said without a thread in a direct chat is about the same account. Source: ours. */
const loosely = 3_600_000;

/** Remembers which account a conversation is about. A channel without a thread is no conversation: anybody talks there. */
export async function rememberAccount(
  ctx: RequestContext,
  request: ChatRequest,
  account: string,
): Promise<void> {
  const [key] = keysOf(request);
  if (key) await ctx.store.noteConversation(key.key, account, ctx.clock.now());
}

/** The account that the conversation is about; null = none, or this is no conversation */
export async function recallAccount(ctx: RequestContext, request: ChatRequest): Promise<string | null> {
  const now = ctx.clock.now();
  for (const { key, withinMs } of keysOf(request)) {
    const account = await ctx.store.findConversation(key, now, withinMs);
    if (account !== null) return account;
  }
  return null;
}

/** Where an account is looked for, in this order. A thread in a direct chat hangs under something that was said in it. */
function keysOf({
  platform,
  team,
  channel,
  place,
  thread,
}: ChatRequest): { key: string; withinMs?: number }[] {
  const keyOf = (of: string | null): string => JSON.stringify([platform, team, channel, of]);
  return [
    ...(thread === null ? [] : [{ key: keyOf(thread) }]),
    ...(place === 'direct' ? [{ key: keyOf(null), withinMs: loosely }] : []),
  ];
}
