import type { StoredEvent } from '../domain/event.ts';
import { eventTypes } from '../domain/event-types.ts';
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
  previous: Neighbour | null; // null = none, or it cannot be told which
  next: Neighbour | null; // null = none, or it cannot be told which
}

const probesPerType = 50;
const firstReachMs = 3_600_000;
const furthestReachMs = 10 * 366 * 86_400_000;

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
  return {
    stored,
    title: timelineTitle(event),
    kind: timelineKind(event),
    account: { id: event.account, name: account?.name ?? event.account },
    scoreUrl: scoreUrl(event.account, ctx.clock.now(), await ctx.store.lastSequence()),
    scoreThenUrl: scoreUrl(event.account, event.at, stored.seq),
    previous: await findPrevious(ctx, stored),
    next: await findNext(ctx, stored),
  };
}

async function findPrevious(ctx: RequestContext, from: StoredEvent): Promise<Neighbour | null> {
  const window = { asOf: from.event.at, since: new Date(0), knownAt: Number.MAX_SAFE_INTEGER };
  const events = await ctx.store.latestEvents(from.event.account, allTypes(ctx), window, probesPerType);
  if (countSameInstant(events, from) >= probesPerType) return null;
  return toNeighbour(
    events
      .filter((other) => inOrder(other, from) < 0)
      .sort(inOrder)
      .at(-1),
  );
}

/** The store finds the latest of a window, so the window is made wider until it holds some, and narrower until few. */
async function findNext(ctx: RequestContext, from: StoredEvent): Promise<Neighbour | null> {
  let emptyUntil = 0;
  let crowdedFrom = Number.POSITIVE_INFINITY;
  let reach = firstReachMs;
  while (reach > emptyUntil && reach < furthestReachMs) {
    const asOf = new Date(from.event.at.getTime() + reach);
    const window = { asOf, since: from.event.at, knownAt: Number.MAX_SAFE_INTEGER };
    const events = await ctx.store.latestEvents(from.event.account, allTypes(ctx), window, probesPerType);
    const next = events.filter((other) => inOrder(other, from) > 0).sort(inOrder)[0];
    // A type that fills its probe may have earlier ones that were not returned.
    if (isCrowded(events)) crowdedFrom = reach;
    else if (next) return toNeighbour(next);
    else emptyUntil = reach;
    reach = Math.min(8 * reach, Math.floor((emptyUntil + crowdedFrom) / 2));
  }
  return null;
}

function allTypes(ctx: RequestContext): string[] {
  return [...eventTypes, ...ctx.content.customTypes.keys()];
}

function inOrder(a: StoredEvent, b: StoredEvent): number {
  return a.event.at.getTime() - b.event.at.getTime() || a.seq - b.seq;
}

function countSameInstant(events: readonly StoredEvent[], from: StoredEvent): number {
  return events.filter((other) => other.event.at.getTime() === from.event.at.getTime()).length;
}

function isCrowded(events: readonly StoredEvent[]): boolean {
  const perType = new Map<string, number>();
  for (const { event } of events) perType.set(event.type, (perType.get(event.type) ?? 0) + 1);
  return [...perType.values()].some((count) => count >= probesPerType);
}

function toNeighbour(stored: StoredEvent | undefined): Neighbour | null {
  if (!stored) return null;
  return { url: eventUrl(stored.seq), title: timelineTitle(stored.event), at: stored.event.at.toISOString() };
}
