import type { StoredEvent } from '../domain/event.ts';
import { HoldfastError } from '../errors.ts';
import type { TimelineKind } from '../rules/timeline.ts';
import { timelineKind, timelineTitle } from '../rules/timeline.ts';
import type { RequestContext } from './context.ts';
import { eventUrl, scoreUrl } from './evidence.ts';

/** A record next to another: where it is, and what it is. */
export interface Neighbour {
  url: string;
  title: string;
  at: string;
}

/** One record with its place among the account's records. */
export interface EventPage {
  stored: StoredEvent;
  title: string;
  kind: TimelineKind;
  account: { id: string; name: string };
  /** The account's score now, and as it was when this had happened and was received. */
  scoreUrl: string;
  scoreThenUrl: string;
  previous: Neighbour | null; // null = there is none
  next: Neighbour | null; // null = there is none
}

/**
 * One record by its sequence number.
 * @throws {HoldfastError} HF_NOT_FOUND
 */
export async function getEventPage(ctx: RequestContext, seq: number): Promise<EventPage> {
  const stored = await ctx.store.findEvent(seq);
  if (!stored) {
    const last = await ctx.store.lastSequence();
    throw new HoldfastError('HF_NOT_FOUND', `There is no record number ${seq}`, {
      next:
        last > 0
          ? `Records go from 1 to ${last}. Open the link on the card again.`
          : 'No record has been received yet.',
    });
  }
  const { event } = stored;
  const [account] = await ctx.store.findAccounts([event.account]);
  const { previous, next } = await ctx.store.findNeighbours(stored);
  return {
    stored,
    title: timelineTitle(event),
    kind: timelineKind(event),
    account: { id: event.account, name: account?.name ?? event.account },
    scoreUrl: scoreUrl(event.account, ctx.clock.now(), await ctx.store.lastSequence()),
    scoreThenUrl: scoreUrl(event.account, event.at, stored.seq),
    previous: toNeighbour(previous),
    next: toNeighbour(next),
  };
}

function toNeighbour(stored: StoredEvent | null): Neighbour | null {
  if (!stored) return null;
  return { url: eventUrl(stored.seq), title: timelineTitle(stored.event), at: stored.event.at.toISOString() };
}
