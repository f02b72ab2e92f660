import type { StoredEvent } from '../domain/event.ts';
import type { Evidence, TimelineEntry } from '../domain/health.ts';
import { timelineKind, timelineTitle } from '../rules/timeline.ts';

/** The page of one record. */
export function eventUrl(seq: number): string {
  return `/evidence/events/${seq}`;
}

/** The page of an account's daily figures up to a day. */
export function figuresUrl(account: string, asOf: Date): string {
  return `/evidence/figures/${encodeURIComponent(account)}?asOf=${asOf.toISOString()}`;
}

/** The page of an account's score with all its figures. */
export function scoreUrl(account: string, asOf: Date, knownAt: number): string {
  return `/evidence/scores/${encodeURIComponent(account)}?asOf=${asOf.toISOString()}&knownAt=${knownAt}`;
}

/** A record as evidence for a figure. */
export function toEvidence(stored: StoredEvent): Evidence {
  return { eventId: stored.event.id, url: eventUrl(stored.seq) };
}

/** A record as a line of a timeline. */
export function toTimelineEntry(stored: StoredEvent): TimelineEntry {
  return {
    at: stored.event.at.toISOString(),
    kind: timelineKind(stored.event),
    title: timelineTitle(stored.event),
    url: eventUrl(stored.seq),
    eventId: stored.event.id,
  };
}
