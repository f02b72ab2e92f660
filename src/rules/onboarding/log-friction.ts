import { counted } from '../../domain/counted.ts';
import type { StoredEvent } from '../../domain/event.ts';
import type { FrictionEntry } from '../../domain/onboarding.ts';
import { addDays, endOfDay, startOfDay } from '../../domain/utc-day.ts';
import { readIntegrations } from '../integration-states.ts';
import { findProgress } from './find-progress.ts';
import {
  eventsWithin,
  followedDays,
  type OnboardingFacts,
  ofType,
  onboardingStart,
  type StoredOf,
} from './onboarding-facts.ts';
import { stalledHours } from './onboarding-status.ts';

/** Something that went wrong, with the records that say so; who mends it is written down elsewhere. */
export type FoundFriction = Omit<FrictionEntry, 'owner' | 'shipOn' | 'evidence' | 'firstAt' | 'lastAt'> & {
  firstAt: Date;
  lastAt: Date;
  evidence: readonly StoredEvent[];
};

const evidenceAtMost = 5;

/**
 * What went wrong while an account set up: integrations that failed, jobs that were retried, errors, tickets, and every
 * stretch of more than 72 hours in which nothing moved.
 * @returns open entries first, then the latest first
 */
export function logFriction(facts: OnboardingFacts): FoundFriction[] {
  const events = eventsWithin(facts, { from: 0, to: followedDays });
  const entries = [
    ...brokenIntegrations(events),
    ...retriedJobs(events),
    ...raisedErrors(events, facts.asOf),
    ...openedTickets(events),
    ...stalls(facts),
  ];
  return entries.sort(
    (one, other) =>
      Number(other.isOpen) - Number(one.isOpen) ||
      other.lastAt.getTime() - one.lastAt.getTime() ||
      (one.key < other.key ? -1 : 1),
  );
}

type Told = Pick<FoundFriction, 'key' | 'kind' | 'title' | 'isOpen'> & { count?: number };

function entryOf(told: Told, records: readonly StoredEvent[]): FoundFriction[] {
  const [first] = records;
  const last = records.at(-1);
  if (!first || !last) return [];
  const evidence = records.slice(-evidenceAtMost).reverse();
  return [{ count: records.length, ...told, firstAt: first.event.at, lastAt: last.event.at, evidence }];
}

/** Open until it connects again or is taken away. */
function brokenIntegrations(events: readonly StoredEvent[]): FoundFriction[] {
  const standings = readIntegrations(ofType(events, 'integration.state'), ({ event }) => event.payload);
  return standings.flatMap(({ name, state, faultySince, faults }) => {
    const isOpen = faultySince !== null;
    const last = faults.at(-1)?.event.payload.state;
    const title = isOpen
      ? `Integration ${name} ${state === 'failed' ? 'has failed' : `is ${state}`}`
      : `Integration ${name} ${last === 'failed' ? 'had failed' : `was ${last}`}`;
    return entryOf({ key: `integration:${name}`, kind: 'integration', title, isOpen }, faults);
  });
}

/** A retry says that the run before failed; open while the last one did. */
function retriedJobs(events: readonly StoredEvent[]): FoundFriction[] {
  const byJob = Map.groupBy(ofType(events, 'job.retry'), ({ event }) => event.payload.job);
  return [...byJob].flatMap(([job, retries]) => {
    const outcome = retries.at(-1)?.event.payload.outcome ?? '';
    const isOpen = !/^(?:succe|success|ok|done|passed)/i.test(outcome);
    const title = `Job ${job} retried ${counted(retries.length, 'time')}`;
    return entryOf({ key: `job:${job}`, kind: 'job', title, isOpen }, retries);
  });
}

/** An error that did not come for three days is taken as mended. */
function raisedErrors(events: readonly StoredEvent[], asOf: Date): FoundFriction[] {
  const byCode = Map.groupBy(ofType(events, 'error.raised'), ({ event }) => event.payload.code);
  return [...byCode].flatMap(([code, errors]) => {
    const count = errors.reduce((sum, { event }) => sum + (event.payload.count ?? 1), 0);
    const quietMs = asOf.getTime() - (errors.at(-1)?.event.at.getTime() ?? 0);
    const told = { key: `error:${code}`, kind: 'error' as const, title: `Error ${code}`, count };
    return entryOf({ ...told, isOpen: quietMs <= stalledHours * 3_600_000 }, errors);
  });
}

function openedTickets(events: readonly StoredEvent[]): FoundFriction[] {
  const resolved = new Set(ofType(events, 'ticket.resolved').map(({ event }) => event.payload.ticketId));
  return ofType(events, 'ticket.created').flatMap((ticket: StoredOf<'ticket.created'>) => {
    const { ticketId, subject, priority } = ticket.event.payload;
    const title = [`Ticket ${ticketId}`, [priority, subject].filter(Boolean).join(' ')]
      .filter(Boolean)
      .join(': ');
    return entryOf({ key: `ticket:${ticketId}`, kind: 'ticket', title, isOpen: !resolved.has(ticketId) }, [
      ticket,
    ]);
  });
}

/** The days on which standing still is friction: afterwards nobody is expected to set anything up. */
const setUpDays = 30;

/** Each stretch begins with the move after which nothing came; its last instant is the next move, or now. */
function stalls(facts: OnboardingFacts): FoundFriction[] {
  const start = startOfDay(onboardingStart(facts.account));
  const setUpEnd = endOfDay(addDays(onboardingStart(facts.account), setUpDays));
  const isOver = facts.asOf > setUpEnd;
  const moves = findProgress(facts).map((stored) => ({ at: stored.event.at, evidence: [stored] }));
  const points = [{ at: start, evidence: [] as StoredEvent[] }, ...moves].filter(({ at }) => at <= setUpEnd);
  return points.flatMap(({ at, evidence }, index) => {
    const next = points[index + 1];
    const end = next?.at ?? (isOver ? setUpEnd : facts.asOf);
    const idleMs = end.getTime() - at.getTime();
    if (idleMs <= stalledHours * 3_600_000) return [];
    const title = `No progress for ${counted(Math.floor(idleMs / 86_400_000), 'day')}`;
    const key = `stall:${at.toISOString().slice(0, 10)}`;
    const seen = [...evidence, ...(next?.evidence ?? [])];
    const isOpen = !next && !isOver;
    return [{ key, kind: 'stall', title, firstAt: at, lastAt: end, count: 1, isOpen, evidence: seen }];
  });
}
