import { isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import type { TriageSuggestion } from '../../domain/triage.ts';
import { suggestTriage } from '../../rules/triage/suggest-triage.ts';
import type { RequestContext } from '../context.ts';
import { proposeUnlessDone } from '../propose-unless-done.ts';

/** Older tickets have been looked at by somebody. */
const newHours = 24;
const recordsPerPass = 2_000;
const setting = 'triage.matchedSeq';

/** What a run came to. */
export interface TriageResult {
  /** New tickets for which something was suggested. */
  tickets: number;
  proposed: number;
}

/**
 * Suggests priority and tags for new tickets, and proposes to tag them so: one proposal a ticket. Safe to run twice at
 * once. A ticket that is closed already, or that policy leaves alone, keeps its suggestions on its card.
 */
export async function triageTickets(ctx: RequestContext): Promise<TriageResult> {
  const result = { tickets: 0, proposed: 0 };
  const received = await ctx.store.lastSequence();
  for (let after = await readProgress(ctx); after < received; ) {
    const read = await ctx.store.readEventsAfter(after, ['ticket.created'], recordsPerPass);
    const since = ctx.clock.now().getTime() - newHours * 3_600_000;
    for (const stored of read.filter(({ event }) => event.at.getTime() >= since)) {
      const suggestions = await suggestFor(ctx, stored);
      if (suggestions.length === 0) continue;
      result.tickets++;
      if (await proposeTags(ctx, stored, suggestions)) result.proposed++;
    }
    after =
      read.length < recordsPerPass
        ? Math.max(received, read.at(-1)?.seq ?? 0)
        : (read.at(-1)?.seq ?? received);
    await ctx.store.writeSetting(setting, after);
  }
  return result;
}

async function readProgress({ store }: RequestContext): Promise<number> {
  const known = await store.readSetting(setting);
  return typeof known === 'number' ? known : 0;
}

/** What one ticket's words speak for, kept. */
async function suggestFor(ctx: RequestContext, stored: StoredEvent): Promise<TriageSuggestion[]> {
  const suggestions = await triageOf(ctx, stored);
  const { seq, event } = stored;
  const kept = { seq, account: event.account, ticketId: ticketIdOf(stored), madeAt: ctx.clock.now() };
  await ctx.store.addTriage(suggestions.map((suggestion) => ({ ...kept, ...suggestion })));
  return suggestions;
}

/** What one ticket's words speak for. */
export async function triageOf(ctx: RequestContext, { event }: StoredEvent): Promise<TriageSuggestion[]> {
  if (!isBuiltIn(event) || event.type !== 'ticket.created') return [];
  const [account] = await ctx.store.findAccounts([event.account]);
  const { subject = '', body = '', priority = null, tags = [] } = event.payload;
  const ticket = { subject, body, priority, tags, at: event.at, renewsOn: account?.renewsOn ?? null };
  return suggestTriage(ticket, ctx.content.triage);
}

async function proposeTags(
  ctx: RequestContext,
  stored: StoredEvent,
  suggestions: readonly TriageSuggestion[],
): Promise<boolean> {
  const { account } = stored.event;
  const ticketId = ticketIdOf(stored);
  if ((await ctx.store.findTicketState(account, ticketId)) !== 'open') return false;
  const tagging = { kind: 'ticket.tag', account, params: { ticketId, tags: suggestions.map(tagOf) } };
  // An id that no action may name would hold up every ticket behind it, so that is no more than a no.
  const result = await proposeUnlessDone(
    ctx,
    tagging,
    async (store, { id }) => (await store.noteTriageProposal(stored.seq, id)) > 0,
  );
  return result.ok;
}

/** A priority goes to the help desk as a tag, since every help desk has tags. */
export function tagOf({ field, value }: Pick<TriageSuggestion, 'field' | 'value'>): string {
  return field === 'priority' ? `priority-${value.toLowerCase()}` : value;
}

function ticketIdOf({ event }: StoredEvent): string {
  return isBuiltIn(event) && event.type === 'ticket.created' ? event.payload.ticketId : '';
}
