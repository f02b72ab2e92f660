import { accountOfQuestion } from '../services/account-of-question.ts';
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
  if (key) await ctx.store.noteConversation(key.key, { account }, ctx.clock.now());
  // A thread may be begun under it later, when the chat is about somebody else.
  if (request.message !== undefined && request.thread === null) {
    const under = { ...request, thread: request.message };
    for (const { key } of keysOf(under).slice(0, 1))
      await ctx.store.noteConversation(key, { account }, ctx.clock.now());
  }
}

/** What was asked in a direct chat is asked on in a thread under the answer. @param answer - the message that answers it */
export async function carryOn(
  { store, clock }: Pick<RequestContext, 'store' | 'clock'>,
  request: ChatRequest,
  answer: string,
): Promise<void> {
  if (request.place !== 'direct' || request.thread !== null) return;
  const asked = request.message ?? null;
  const [from, to] = [asked, answer].map((thread) => keysOf({ ...request, thread })[0]?.key);
  if (from === undefined || to === undefined) return;
  const now = clock.now();
  const about = await store.findConversation(from, now);
  if (about !== null) await store.noteConversation(to, about, now);
}

/** The account that the conversation is about; null = none, or this is no conversation */
export async function recallAccount(ctx: RequestContext, request: ChatRequest): Promise<string | null> {
  return (await recall(ctx, request, 'account')) ?? (await accountInView(ctx, request));
}

async function recall(
  { store, clock }: RequestContext,
  request: ChatRequest,
  what: 'account' | 'question',
): Promise<string | null> {
  const now = clock.now();
  for (const { key, withinMs } of keysOf(request)) {
    const about = await store.findConversation(key, now, withinMs);
    const found = about?.[what] ?? null;
    if (found !== null) return found;
  }
  return null;
}

/** Whom the channel is called after that they look at. */
async function accountInView(ctx: RequestContext, { viewing }: ChatRequest): Promise<string | null> {
  if (viewing === undefined) return null;
  return (await accountOfQuestion(ctx, wordsOfChannel(viewing), null)).account;
}

/** The words of a channel's name. */
export function wordsOfChannel(name: string): string {
  return name.replace(/[-_.]+/g, ' ');
}

/** Remembers which accounts a conversation listed, as they were asked for. */
export async function rememberPortfolio(
  ctx: RequestContext,
  request: ChatRequest,
  question: string,
): Promise<void> {
  const [key] = keysOf(request);
  if (key) await ctx.store.noteConversation(key.key, { question }, ctx.clock.now());
}

/** What was asked about many accounts last; null = nothing, or this is no conversation */
export async function recallPortfolio(ctx: RequestContext, request: ChatRequest): Promise<string | null> {
  return await recall(ctx, request, 'question');
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
