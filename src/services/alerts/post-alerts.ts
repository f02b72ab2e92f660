import type { Alert } from '../../domain/alert.ts';
import { planPosts } from '../../rules/alert/plan-posts.ts';
import { floodView } from '../../views/alert-flood-view.ts';
import type { RequestContext } from '../context.ts';
import { proposeAction } from '../propose-action.ts';
import { alertCard, cardGround } from './alert-card.ts';
import { digestReaders } from './alert-settings.ts';

const hourMs = 3_600_000;
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
  const waiting = await ctx.store.alertsToPost({ limit: readAtMost, without: await digestReaders(ctx) });
  if (waiting.length === 0) return result;
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

/** What did not reach the channel stands for nothing. */
const failed: ReadonlySet<string> = new Set(['failed', 'expired', 'cancelled', 'rejected']);

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

/** Whether a message of the last hour stands for many, or is on its way. */
function lives(flood: Flood, now: Date): flood is NonNullable<Flood> {
  return flood !== null && now.getTime() - flood.at.getTime() < hourMs && !failed.has(flood.state);
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
