import { nextStageAt } from '../../rules/sla/next-stage-at.ts';
import type { RequestContext } from '../context.ts';
import { readOpenTickets } from './read-ticket-clocks.ts';

/** A record whose own time lies ahead shows by itself when that has come: nobody waits longer than this for it. */
const lookAgainMs = 3_600_000;

/** When a clock of an open ticket may have to be told of next, did nothing else happen; an hour ahead at most. */
export async function nextClockStage(ctx: RequestContext): Promise<Date> {
  const now = ctx.clock.now();
  const open = await readOpenTickets(ctx, now);
  const clocks = open.flatMap((ticket) => ticket.clocks);
  const next = nextStageAt(clocks, ctx.content.sla, now);
  const latest = new Date(now.getTime() + lookAgainMs);
  return next !== null && next < latest ? next : latest;
}
