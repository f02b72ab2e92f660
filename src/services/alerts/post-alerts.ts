import type { Alert } from '../../domain/alert.ts';
import { HoldfastError } from '../../errors.ts';
import { withdraw } from '../../guardrail/withdraw.ts';
import { planPosts } from '../../rules/alert/plan-posts.ts';
import { floodView } from '../../views/alert-flood-view.ts';
import type { View } from '../../views/view.ts';
import type { RequestContext } from '../context.ts';
import { type ProposedUnlessDone, proposeUnlessDone, requireValid } from '../propose-unless-done.ts';
import { alertCard, cardGround } from './alert-card.ts';
import { digestReaders } from './alert-settings.ts';
import { noteRefused, readRefused } from './refused-cards.ts';

const hourMs = 3_600_000;
/** What a channel refused it refuses again: it is not asked without end. Ours. */
const refusedPauseMs = 15 * 60_000;
const readAtMost = 1_000;

/** What a pass posted. */
export interface PostResult {
  posted: number;
  inThread: number;
  heads: number;
}

/**
 * Posts the cards of alerts that nobody has seen, the most severe first, through the guardrail. What says where a card
 * is going is written in the transaction of its proposal, so that a process that dies in between loses none and doubles
 * none; a card that could not be posted gets another. One that is refused holds up no other, and rests for an hour.
 */
export async function postAlerts(ctx: RequestContext): Promise<PostResult> {
  const { alerts: channel } = ctx.channels;
  const result: PostResult = { posted: 0, inThread: 0, heads: 0 };
  if (channel === null) return result;
  await withdrawOvertaken(ctx, await ctx.store.overtakenPosts(channel, ctx.clock.now()));
  const found = await ctx.store.alertsToPost({
    limit: readAtMost,
    without: await digestReaders(ctx),
    refusedBefore: new Date(ctx.clock.now().getTime() - refusedPauseMs),
  });
  if (found.length === 0) {
    const head = await ctx.store.latestFlood(channel, latestOf(ctx.clock.now()));
    if (head?.state === 'approved') await withdrawOvertaken(ctx, [head.proposalId]);
    return result;
  }
  const resting = await readRefused(ctx);
  const waiting = found.filter(({ id }) => !resting.has(id));
  const refused: string[] = [];
  const plan = planPosts(waiting.length, await channelState(ctx, channel));
  switch (plan.kind) {
    case 'nothing':
      return result;
    case 'head':
      if (resting.has(flood)) return result;
      result.heads = (await postHead(ctx, channel, waiting, refused)) ? 1 : 0;
      break;
    case 'singles':
      result.posted = await postCards(ctx, channel, waiting.slice(0, plan.count), null, refused);
      break;
    case 'thread':
      result.inThread = await postCards(ctx, channel, waiting.slice(0, plan.count), plan.message, refused);
  }
  await noteRefused(ctx, resting, refused);
  return result;
}

/** The platform was away, or the line was long: by now nobody has to see these. */
async function withdrawOvertaken(ctx: RequestContext, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const now = ctx.clock.now();
  await ctx.store.transaction((store) => withdraw(store, ids, 'Nobody has to see it any more', now));
}

async function channelState(ctx: RequestContext, channel: string): Promise<Parameters<typeof planPosts>[1]> {
  const now = ctx.clock.now();
  const latest = await ctx.store.latestFlood(channel, latestOf(now));
  return {
    singles: await ctx.store.countPosts(channel, new Date(now.getTime() - hourMs), latestOf(now)),
    onTheirWay: await ctx.store.countPostsOnTheirWay(channel),
    flood: lives(latest, now) ? { message: latest.message } : null,
  };
}

/** It will be there: how long that takes is up to the platform. */
const onItsWay: ReadonlySet<string> = new Set(['proposed', 'approved', 'executing', 'unknown']);

/** Under which what stands for many is kept, where it is refused. */
const flood = 'flood';

/**
 * @param refused - takes up what is refused
 * @returns whether it is on its way by this call
 */
async function postHead(
  ctx: RequestContext,
  channel: string,
  waiting: readonly Alert[],
  refused: string[],
): Promise<boolean> {
  const at = ctx.clock.now();
  const message = {
    kind: 'message.post',
    account: null,
    origin: 'system' as const,
    params: { channel, view: floodView(waiting) },
  };
  const result = requireValid(
    await proposeUnlessDone(ctx, message, async (store, { id }) => {
      await store.lockSetting(`alerts.flood ${channel}`);
      if (lives(await store.latestFlood(channel, latestOf(at)), at)) return false;
      await store.writeFlood({ proposalId: id, channel, at });
      return true;
    }),
  );
  if (!result.ok && result.refusal !== 'done') refused.push(flood);
  return result.ok;
}

/** What lies further ahead was posted before the clock was set back, and is of another time. */
function latestOf(now: Date): Date {
  return new Date(now.getTime() + hourMs);
}

type Flood = Awaited<ReturnType<RequestContext['store']['latestFlood']>>;

/**
 * Whether a message of the last hour stands for many, or is on its way. One that the channel refused counts as on its
 * way for a while: then another is tried.
 */
function lives(flood: Flood, now: Date): flood is NonNullable<Flood> {
  if (flood === null) return false;
  if (onItsWay.has(flood.state)) return true;
  const ageMs = now.getTime() - flood.at.getTime();
  return ageMs < (flood.state === 'done' ? hourMs : flood.state === 'failed' ? refusedPauseMs : 0);
}

async function postCards(
  ctx: RequestContext,
  channel: string,
  alerts: readonly Alert[],
  head: string | null,
  refused: string[],
): Promise<number> {
  const ground = await cardGround(ctx);
  let posted = 0;
  for (const alert of alerts) {
    const view = await alertCard(ctx, alert, ground);
    const result = await postCard(ctx, { alert, channel, head, view });
    if (result.ok) posted++;
    else if (result.refusal !== 'done') {
      refused.push(alert.id);
      const { reason } = result;
      ctx.log.warn({ alert: alert.id, reason }, 'the card of an alert may not be posted');
    }
  }
  return posted;
}

/** What is wrong with one card, as an account that is gone, is wrong with no other. */
async function postCard(
  ctx: RequestContext,
  { alert, channel, head, view }: { alert: Alert; channel: string; head: string | null; view: View },
): Promise<ProposedUnlessDone> {
  const card = {
    kind: 'message.post',
    account: alert.account,
    origin: 'system' as const,
    params: { channel, view, ...(head === null ? {} : { thread: head }) },
  };
  try {
    return await proposeUnlessDone(ctx, card, async (store, { id }) => {
      const place = { proposalId: id, channel, head, postedAt: ctx.clock.now() };
      return await store.writeAlertPost({ alertId: alert.id, revision: alert.revision, ...place });
    });
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_ACCOUNT_UNKNOWN')
      return { ok: false, refusal: 'invalid', reason: error.message, error };
    throw error;
  }
}
