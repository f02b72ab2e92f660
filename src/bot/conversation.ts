import type { RequestContext } from '../services/context.ts';
import type { ChatRequest } from './reply.ts';

/** Remembers which account a conversation is about. A channel without a thread is no conversation: anybody talks there. */
export async function rememberAccount(
  ctx: RequestContext,
  request: ChatRequest,
  account: string,
): Promise<void> {
  const key = keyOf(request);
  if (key !== null) await ctx.store.noteConversation(key, account, ctx.clock.now());
}

/** The account that the conversation is about; null = none, or this is no conversation */
export async function recallAccount(ctx: RequestContext, request: ChatRequest): Promise<string | null> {
  const key = keyOf(request);
  return key === null ? null : await ctx.store.findConversation(key, ctx.clock.now());
}

function keyOf({ platform, team, channel, place, thread }: ChatRequest): string | null {
  if (thread === null && place !== 'direct') return null;
  return JSON.stringify([platform, team, channel, thread]);
}
