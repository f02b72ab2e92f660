import type { SlaNotice, SlaStage } from '../../domain/sla.ts';
import type { ReportedTicket } from '../../domain/sla-report.ts';
import { type DueStage, dueStages } from '../../rules/sla/due-stages.ts';
import { clockNoticesView, clockNoticeView } from '../../views/clock-notice-view.ts';
import type { RequestContext } from '../context.ts';
import { ownChannel } from '../own-channel.ts';
import { proposeUnlessDone } from '../propose-unless-done.ts';
import { readHandOff } from './read-hand-off.ts';
import { readOpenTickets, type TicketClocks } from './read-ticket-clocks.ts';
import { reportTicket } from './report-ticket.ts';
import { clocksRest, letClocksRest, wakeClocks } from './rest-of-clocks.ts';

/** What a look at every clock came to. */
export interface WatchResult {
  warnings: number;
  breaches: number;
  /** Tickets that went up, or wait for somebody who lets them. */
  escalated: number;
  /** Messages that say so. */
  posts: number;
}

interface DueTicket {
  clocks: TicketClocks;
  due: DueStage[];
}

/** More at once are one message: after a night in which nothing ran, nobody reads a hundred. Ours. */
const ownMessageAtMost = 5;
/** Of one message; the rest follow with the next. */
const rowsAtMost = 50;

/**
 * Tells of every clock that is about to end or has, once for each stage, and takes tickets up whose promise is broken.
 * Several runs at once tell once.
 */
export async function watchClocks(ctx: RequestContext): Promise<WatchResult> {
  const result: WatchResult = { warnings: 0, breaches: 0, escalated: 0, posts: 0 };
  const channel = ownChannel(ctx);
  if (await clocksRest(ctx, channel)) return result;
  const [now, knownAt] = [ctx.clock.now(), await ctx.store.lastSequence()];
  const open = await readOpenTickets(ctx, now);
  const due = findDue(ctx, open);
  // Where there is no channel, what waits to be told waits for one.
  if (due.some(({ due: stages }) => channel !== null || stages.some(({ tier }) => tier !== null)))
    wakeClocks(ctx);
  else await letClocksRest(ctx, open, { knownAt, channel, now });
  // Without a channel a ticket goes up all the same; what was not told is told once there is one.
  const told =
    channel === null ? [] : due.filter(({ due: stages }) => stages.some(({ tier }) => tier === null));
  const groups = told.length > ownMessageAtMost ? chunksOf(told, rowsAtMost) : told.map((one) => [one]);
  for (const group of groups) await tell(ctx, channel ?? '', group, result);
  for (const one of due) await takeUp(ctx, one, result);
  return result;
}

function findDue(ctx: RequestContext, open: readonly TicketClocks[]): DueTicket[] {
  return open.flatMap((clocks) => {
    const { ticket, account, told } = clocks;
    const { openedAt, receivedAt } = ticket;
    const staged = { openedAt, receivedAt, tier: account.tier, clocks: clocks.clocks };
    const due = dueStages(staged, ctx.content.sla, told);
    return due.length === 0 ? [] : [{ clocks, due }];
  });
}

async function tell(
  ctx: RequestContext,
  channel: string,
  group: readonly DueTicket[],
  result: WatchResult,
): Promise<void> {
  const { sla } = ctx.content;
  const stages = group.flatMap(({ clocks, due }) =>
    due.filter(({ tier }) => tier === null).map((stage) => ({ ...keyOf(clocks), ...stage })),
  );
  const shown = group.map(({ clocks, due }) => ({ ticket: reportTicket(clocks, sla), stage: worst(due) }));
  const isPosted = await once(ctx, stages, {
    kind: 'message.post',
    account: group.length === 1 ? (group[0]?.clocks.account.id ?? null) : null,
    params: { channel, view: await viewOf(ctx, group, shown) },
  });
  if (!isPosted) return;
  result.posts++;
  result.warnings += stages.filter(({ stage }) => stage === 'warning').length;
  result.breaches += stages.filter(({ stage }) => stage === 'breach').length;
}

async function viewOf(
  ctx: RequestContext,
  group: readonly DueTicket[],
  shown: readonly { ticket: ReportedTicket; stage: SlaStage }[],
): Promise<unknown> {
  const asOf = ctx.clock.now().toISOString();
  const [only] = shown;
  const [first] = group;
  if (shown.length > 1 || !only || !first) return clockNoticesView(shown, asOf);
  const next = first.due.find(({ tier }) => tier !== null)?.tier ?? null;
  const rung = ctx.content.sla.ladder.find(({ tier }) => tier === next) ?? null;
  return clockNoticeView({ ...only, asOf, rung, handOff: await readHandOff(ctx, first.clocks) });
}

async function takeUp(ctx: RequestContext, { clocks, due }: DueTicket, result: WatchResult): Promise<void> {
  for (const stage of due) {
    const { tier } = stage;
    if (tier === null) continue;
    const { ticketId } = clocks.ticket;
    const isProposed = await once(ctx, [{ ...keyOf(clocks), ...stage }], {
      kind: 'ticket.escalate',
      account: clocks.account.id,
      params: { ticketId, tier },
    });
    if (isProposed) result.escalated++;
  }
}

interface Told {
  account: string;
  ticketId: string;
  clock: DueStage['clock'];
  stage: SlaStage;
}

/**
 * Proposes what tells of stages, or carries them out, unless any of them was told before. What is refused is in the
 * audit, once: it is not asked for again.
 */
async function once(
  ctx: RequestContext,
  stages: readonly Told[],
  action: { kind: string; account: string | null; params: unknown },
): Promise<boolean> {
  const result = await proposeUnlessDone(ctx, action, async (store, { id }) => {
    for (const notice of noticesOf(ctx, stages, id)) if (!(await store.addSlaNotice(notice))) return false;
    return true;
  });
  // Where too many wait already, the next look asks again. An id that no action may name would hold up every ticket behind it.
  if (!result.ok && result.refusal !== 'flood' && result.refusal !== 'done') await noteRefused(ctx, stages);
  return result.ok;
}

async function noteRefused(ctx: RequestContext, stages: readonly Told[]): Promise<void> {
  for (const notice of noticesOf(ctx, stages, '')) await ctx.store.addSlaNotice(notice);
}

function noticesOf(ctx: RequestContext, stages: readonly Told[], proposalId: string): SlaNotice[] {
  const at = ctx.clock.now();
  return stages.map(({ account, ticketId, clock, stage }) => ({
    account,
    ticketId,
    clock,
    stage,
    proposalId,
    at,
  }));
}

function keyOf({ ticket }: TicketClocks): { account: string; ticketId: string } {
  return { account: ticket.account, ticketId: ticket.ticketId };
}

function worst(due: readonly DueStage[]): SlaStage {
  return due.some(({ stage }) => stage === 'breach') ? 'breach' : 'warning';
}

function chunksOf<T>(items: readonly T[], length: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += length) chunks.push(items.slice(start, start + length));
  return chunks;
}
