import { nextStageAt } from '../../rules/sla/next-stage-at.ts';
import type { RequestContext } from '../context.ts';
import { readOpenTickets, type TicketClocks } from './read-ticket-clocks.ts';

/** A record whose own time lies ahead shows by itself when that has come: nobody waits longer than this for it. */
const lookAgainMs = 3_600_000;

/** When a clock of an open ticket may have to be told of next, did nothing else happen; an hour ahead at most. */
export async function nextClockStage(ctx: RequestContext): Promise<Date> {
  const now = ctx.clock.now();
  return stageAhead(ctx, await readOpenTickets(ctx, now), now);
}

/** The same of tickets that were read. */
export function stageAhead(
  { content }: Pick<RequestContext, 'content'>,
  open: readonly TicketClocks[],
  now: Date,
): Date {
  const clocks = open.flatMap((ticket) => ticket.clocks);
  const next = nextStageAt(clocks, content.sla, now);
  const latest = new Date(now.getTime() + lookAgainMs);
  return next !== null && next < latest ? next : latest;
}
