import { priorities } from '../../domain/triage.ts';
import { HoldfastError } from '../../errors.ts';
import type { KeptTriage } from '../../store/triage.ts';
import { requireChangeable } from '../authorize.ts';
import { actorOf, type RequestContext } from '../context.ts';
import { requireTicket } from '../tickets/require-ticket.ts';

/** What somebody says of the suggestions for a ticket. */
export interface TriageCorrection {
  ticketId: string;
  account?: string | undefined;
  /** What the priority should be. */
  priority?: string | undefined;
  /** A suggested tag that does not fit. */
  notTag?: string | undefined;
}

/**
 * Keeps a correction of what was suggested for a ticket; the same priority again confirms it. It changes nothing at the
 * help desk: that is a proposal of its own.
 * @returns the ticket's suggestions as they stand now
 * @throws {HoldfastError} HF_FORBIDDEN, HF_NOT_FOUND, HF_USAGE when nothing was suggested that this could correct
 */
export async function correctTriage(
  ctx: RequestContext,
  correction: TriageCorrection,
): Promise<KeptTriage[]> {
  await requireChangeable(ctx, 'issues');
  const stored = await requireTicket(ctx, correction.ticketId, correction.account);
  const suggested = await ctx.store.listTriage({ seqs: [stored.seq] });
  const { field, value, to } = read(correction, suggested);
  const [at, by] = [ctx.clock.now(), actorOf(ctx)];
  await ctx.store.transaction(async (store) => {
    await store.correctTriage({ seq: stored.seq, field, value, to, by, at });
    await store.appendAudit({
      at,
      actor: by,
      action: 'triage.corrected',
      account: stored.event.account,
      detail: { record: stored.seq, field, suggested: value, to },
    });
  });
  return await ctx.store.listTriage({ seqs: [stored.seq] });
}

function read(
  { priority, notTag }: TriageCorrection,
  suggested: readonly KeptTriage[],
): { field: string; value: string; to: string } {
  if ((priority === undefined) === (notTag === undefined))
    throw usage('Say one thing: the right priority, or the tag that does not fit');
  if (priority !== undefined) {
    const to = priorities.find((each) => each === priority.toUpperCase());
    const known = suggested.find(({ field }) => field === 'priority');
    if (!to) throw usage(`'${priority.slice(0, 20)}' is no priority: they are ${priorities.join(', ')}`);
    if (!known) throw usage('No priority was suggested for this ticket');
    return { field: 'priority', value: known.value, to };
  }
  const known = suggested.find(({ field, value }) => field === 'tag' && value === notTag);
  if (!known) throw usage(`The tag '${notTag?.slice(0, 60)}' was not suggested for this ticket`);
  return { field: 'tag', value: known.value, to: 'none' };
}

function usage(message: string): HoldfastError {
  return new HoldfastError('HF_USAGE', message, {
    next: 'The ticket’s suggestions are listed by: diagnose TICKET',
  });
}
