import type { RequestContext } from '../context.ts';
import { stageAhead } from './next-clock-stage.ts';
import type { TicketClocks } from './read-ticket-clocks.ts';

/** A look at every clock that found nothing to tell of, and until when the next one would not either. */
interface Rest {
  knownAt: number;
  until: Date;
  sla: RequestContext['content']['sla'];
  channel: string | null;
}

/** Of each process its own: what another one told of is nothing to tell of here. */
const rests = new WeakMap<RequestContext['store'], Rest>();

/**
 * Whether nothing came in about a ticket or a contract, and no clock reached a stage, since a look that left nothing to
 * tell of: then the next one finds nothing, and the tickets of a quarter need not be read for it.
 */
export async function clocksRest(
  { store, content, clock }: RequestContext,
  channel: string | null,
): Promise<boolean> {
  const rest = rests.get(store);
  if (!rest || rest.sla !== content.sla || rest.channel !== channel || rest.until <= clock.now())
    return false;
  const knownAt = await store.lastSequence();
  if (await store.hasTicketNews(rest.knownAt, knownAt)) return false;
  rests.set(store, { ...rest, knownAt });
  return true;
}

/** Remembers a look that found nothing to tell of. @param knownAt - the last event that was received before it */
export async function letClocksRest(
  ctx: RequestContext,
  open: readonly TicketClocks[],
  { knownAt, channel, now }: { knownAt: number; channel: string | null; now: Date },
): Promise<void> {
  const ahead = await ctx.store.nextTicketEventAt(now);
  const stage = stageAhead(ctx, open, now);
  const until = ahead !== null && ahead < stage ? ahead : stage;
  rests.set(ctx.store, { knownAt, until, sla: ctx.content.sla, channel });
}

/** Something is to be told of: the next look reads again. */
export function wakeClocks({ store }: Pick<RequestContext, 'store'>): void {
  rests.delete(store);
}
