import { HoldfastError } from '../../errors.ts';
import { requireChangeable } from '../authorize.ts';
import { actorOf, type RequestContext } from '../context.ts';
import { ticketIdOf } from '../issues/get-bug.ts';
import { getTicket } from './get-ticket.ts';

/** What somebody says of two tickets: they are about the same, or they are not. */
export interface TicketLinkDecision {
  /** The record that opened it. */
  seq: number;
  /** The record that opened the other one. */
  otherSeq: number;
  verdict: 'confirmed' | 'rejected';
}

/**
 * Writes down whether a ticket is about the same as an earlier one.
 * @throws {HoldfastError} HF_FORBIDDEN, HF_NOT_FOUND, HF_USAGE when the two are one
 */
export async function linkTickets(ctx: RequestContext, decision: TicketLinkDecision): Promise<void> {
  await requireChangeable(ctx, 'issues');
  const { seq, otherSeq, verdict } = decision;
  if (otherSeq === seq) throw new HoldfastError('HF_USAGE', 'A ticket is no duplicate of itself');
  const records = await ctx.store.findEvents([seq, otherSeq]);
  const opened = (wanted: number) => records.find((each) => each.seq === wanted && ticketIdOf(each) !== null);
  const [stored, other] = [opened(seq), opened(otherSeq)];
  if (!stored || !other)
    throw new HoldfastError('HF_NOT_FOUND', `Record ${stored ? otherSeq : seq} opened no ticket`);
  const { duplicates } = await getTicket(ctx, ticketIdOf(stored) ?? '', stored.event.account);
  const confidence = duplicates.find((each) => each.seq === otherSeq)?.confidence ?? 0;
  const [at, by] = [ctx.clock.now(), actorOf(ctx)];
  await ctx.store.transaction(async (store) => {
    await store.writeTicketLink({
      seq: stored.seq,
      otherSeq,
      state: verdict,
      by,
      at,
      confidencePercent: Math.round(confidence * 100),
    });
    await store.appendAudit({
      at,
      actor: by,
      action: `ticket.link_${verdict}`,
      account: stored.event.account,
      detail: { record: stored.seq, other: otherSeq },
    });
  });
}
