import type { StoredEvent } from '../domain/event.ts';
import type { Evidence, TimelineEntry } from '../domain/health.ts';
import type { Moment } from '../domain/moment.ts';
import { pathSegment } from '../domain/path-segment.ts';
import { timelineKind, timelineTitle } from '../rules/timeline.ts';

/** The page of one record. */
export function eventUrl(seq: number): string {
  return `/evidence/events/${seq}`;
}

/** The page of an account's daily figures as they were known at a moment. */
export function figuresUrl(account: string, asOf: Date, knownAt: number): string {
  return `/evidence/figures/${pathSegment(account)}?asOf=${asOf.toISOString()}&knownAt=${knownAt}`;
}

/**
 * The page of an account's score with all its figures. With the configuration that it was computed under, the page
 * stays the same whatever comes later.
 */
export function scoreUrl(account: string, asOf: Date, knownAt: number, configuration?: string): string {
  const moment = `asOf=${asOf.toISOString()}&knownAt=${knownAt}`;
  const under = configuration ? `&profile=${configuration}` : '';
  return `/evidence/scores/${pathSegment(account)}?${moment}${under}`;
}

/** The page of what a rule saw: every figure with the records that it was counted from, at that moment. */
export function findingUrl(
  account: string,
  finding: { rule: string; pack: string; packVersion: number },
  moment: Moment & { configuration: string },
): string {
  const { rule, pack, packVersion } = finding;
  const known = `asOf=${moment.asOf.toISOString()}&knownAt=${moment.knownAt}&profile=${moment.configuration}`;
  return `/evidence/findings/${encodeURIComponent(account)}?rule=${rule}&pack=${pack}@${packVersion}&${known}`;
}

/** The page of a change between two days, as it was known at a moment. */
export function changeUrl(
  account: string,
  since: string,
  moment: Moment & { configuration: string },
): string {
  const known = `asOf=${moment.asOf.toISOString()}&knownAt=${moment.knownAt}&profile=${moment.configuration}`;
  return `/evidence/changes/${pathSegment(account)}?since=${since}&${known}`;
}

/** The page of the customers that a known issue hit, as far as was known; of one account's hits, if one is named. */
export function issueUrl(issue: string, knownAt: number, account?: string): string {
  const of = account === undefined ? '' : `&account=${pathSegment(account)}`;
  return `/evidence/issues/${issue}?knownAt=${knownAt}${of}`;
}

/** The page of a note with its whole text. */
export function noteUrl(note: number): string {
  return `/evidence/notes/${note}`;
}

/** The page of an entry of the register with its whole history. */
export function registerUrl(entry: string): string {
  return `/evidence/register/${pathSegment(entry)}`;
}

/** The page of what whoever takes a ticket over has to know, by the record that opened it. */
export function handOffUrl(seq: number): string {
  return `/evidence/hand-offs/${seq}`;
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
