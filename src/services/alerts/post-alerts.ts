import type { Alert } from '../../domain/alert.ts';
import { withdraw } from '../../guardrail/withdraw.ts';
import { planPosts } from '../../rules/alert/plan-posts.ts';
import { floodView } from '../../views/alert-flood-view.ts';
import type { RequestContext } from '../context.ts';
import { proposeAction } from '../propose-action.ts';
import { alertCard, cardGround } from './alert-card.ts';
import { digestReaders } from './alert-settings.ts';

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
 * none; a card that could not be posted gets another.
 */
export async function postAlerts(ctx: RequestContext): Promise<PostResult> {
  const { alerts: channel } = ctx.channels;
  const result: PostResult = { posted: 0, inThread: 0, heads: 0 };
  if (channel === null) return result;
  await withdrawOvertaken(ctx, await ctx.store.overtakenPosts(channel, ctx.clock.now()));
  const waiting = await ctx.store.alertsToPost({
    ...{ limit: readAtMost, without: await digestReaders(ctx) },
    refusedBefore: new Date(ctx.clock.now().getTime() - refusedPauseMs),
  });
  if (waiting.length === 0) {
    const head = await ctx.store.latestFlood(channel);
    if (head?.state === 'approved') await withdrawOvertaken(ctx, [head.proposalId]);
    return result;
  }
  const plan = planPosts(waiting.length, await channelState(ctx, channel));
  switch (plan.kind) {
    case 'nothing':
      return result;
    case 'head':
      return { ...result, heads: (await postHead(ctx, channel, waiting)) ? 1 : 0 };
    case 'singles':
      return { ...result, posted: await postCards(ctx, channel, waiting.slice(0, plan.count), null) };
    case 'thread':
      return {
        ...result,
        inThread: await postCards(ctx, channel, waiting.slice(0, plan.count), plan.message),
      };
  }
}

/** The platform was away, or the line was long: by now nobody has to see these. */
async function withdrawOvertaken(ctx: RequestContext, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const now = ctx.clock.now();
  await ctx.store.transaction((store) => withdraw(store, ids, 'Nobody has to see it any more', now));
}

async function channelState(ctx: RequestContext, channel: string): Promise<Parameters<typeof planPosts>[1]> {
  const now = ctx.clock.now();
  const since = new Date(now.getTime() - hourMs);
  const latest = await ctx.store.latestFlood(channel);
  return {
    singles: await ctx.store.countPosts(channel, since),
    onTheirWay: await ctx.store.countPostsOnTheirWay(channel),
    flood: lives(latest, now) ? { message: latest.message } : null,
  };
}

/** It will be there: how long that takes is up to the platform. */
const onItsWay: ReadonlySet<string> = new Set(['proposed', 'approved', 'executing', 'unknown']);

/** Another process posts the same. */
class PostedBefore extends Error {}

/** @returns whether it is on its way by this call */
async function postHead(ctx: RequestContext, channel: string, waiting: readonly Alert[]): Promise<boolean> {
  const at = ctx.clock.now();
  return await unlessPosted(async () => {
    const result = await proposeAction(ctx, {
      ...{ kind: 'message.post', account: null, origin: 'system' },
      params: { channel, view: floodView(waiting) },
      also: async (store, { id }) => {
        await store.lockSetting(`alerts.flood ${channel}`);
        if (lives(await store.latestFlood(channel), at)) throw new PostedBefore();
        await store.writeFlood({ proposalId: id, channel, at });
      },
    });
    return result.ok;
  });
}

async function unlessPosted(post: () => Promise<boolean>): Promise<boolean> {
  try {
    return await post();
  } catch (error) {
    if (error instanceof PostedBefore) return false;
    throw error;
  }
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
): Promise<number> {
  const ground = await cardGround(ctx);
  let posted = 0;
  for (const alert of alerts) {
    const view = await alertCard(ctx, alert, ground);
    const isPosted = await unlessPosted(async () => {
      const result = await proposeAction(ctx, {
        ...{ kind: 'message.post', account: alert.account, origin: 'system' },
        params: { channel, view, ...(head === null ? {} : { thread: head }) },
        also: async (store, { id }) => {
          const place = { proposalId: id, channel, head, postedAt: ctx.clock.now() };
          if (!(await store.writeAlertPost({ alertId: alert.id, revision: alert.revision, ...place })))
            throw new PostedBefore();
        },
      });
      if (!result.ok)
        ctx.log.warn({ alert: alert.id, reason: result.reason }, 'the card of an alert may not be posted');
      return result.ok;
    });
    if (isPosted) posted++;
  }
  return posted;
}
