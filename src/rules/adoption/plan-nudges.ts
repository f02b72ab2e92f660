import { digestOf } from '../../domain/canonical-json.ts';
import type { NudgeDecision, NudgeSettings } from '../../domain/nudge.ts';
import { utcDayOf } from '../../domain/utc-day.ts';
import type { DueNudge } from './due-nudges.ts';
import { isHeldOut } from './hold-out.ts';
import { nextOpenInstant } from './quiet-hours.ts';

/** What becomes of one due nudge. A nudge that is held out takes the turn of one that is sent, so that both groups live alike. */
export type NudgeVerdict =
  | { kind: 'send'; reason: string }
  | { kind: 'hold-out'; reason: string }
  | { kind: 'defer'; until: Date; reason: string }
  | { kind: 'withhold'; reason: string };

/** A due nudge with what becomes of it now. */
export interface NudgePlan extends DueNudge {
  verdict: NudgeVerdict;
}

/** Everything that the plan for one account stands on. */
export interface NudgeFacts {
  account: string;
  zone: string;
  settings: NudgeSettings;
  due: readonly DueNudge[];
  /** Users who want none. */
  optedOut: ReadonlySet<string>;
  /** Decisions about users of this account, as far back as the longest cool-down. */
  decisions: readonly NudgeDecision[];
  /** Nudges of the product's own, as events tell of them. */
  otherSends: readonly { user: string; at: Date }[];
  /** How many more may wait for this account's owner; Infinity where nobody has to approve. */
  roomForWaiting: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;

/**
 * Decides about every due nudge of an account: send, hold out, defer, or withhold, each with its reason. One turn a person:
 * what waits for approval, was deferred or is held out takes it, so nothing gets around a cap by waiting.
 */
export function planNudges(facts: NudgeFacts, now: Date): NudgePlan[] {
  const openAt = nextOpenInstant(now, facts.settings.quiet, facts.zone);
  const byUser = Map.groupBy(facts.due, ({ user }) => user);
  const places = createPlaces(facts);
  return inTurn(facts, [...byUser], now).flatMap(([user, due]) =>
    planPerson(facts, user, due, now, openAt, places),
  );
}

/** Who waits already comes first; the others take turns by the day, so that an account's few do not go to the same people. */
function inTurn<T>({ account, decisions }: NudgeFacts, people: [string, T][], now: Date): [string, T][] {
  const waiting = new Set(decisions.filter(({ outcome }) => outcome === 'deferred').map(({ user }) => user));
  const day = utcDayOf(now);
  return people
    .map(([user, due]) => ({
      entry: [user, due] as [string, T],
      key: `${waiting.has(user) ? 0 : 1}${digestOf({ account, user, day })}`,
    }))
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ entry }) => entry);
}

function planPerson(
  facts: NudgeFacts,
  user: string,
  due: readonly DueNudge[],
  now: Date,
  openAt: Date,
  places: Places,
): NudgePlan[] {
  const own = facts.decisions.filter((decision) => decision.user === user);
  const all = (reason: string) => due.map((one): NudgePlan => ({ ...one, verdict: withhold(reason) }));
  if (facts.optedOut.has(user)) return all('wants no nudges');
  if (own.some(({ state }) => state === 'open')) return all('another one waits or is on its way');
  const deferred = new Set(own.filter(({ outcome }) => outcome === 'deferred').map(({ nudge }) => nudge));
  const waitsFirst = [...due].sort((a, b) => rank(deferred, a) - rank(deferred, b));
  const turn = waitsFirst.find(({ nudge }) => deferred.has(nudge.id) || !isCooling(own, nudge, now));
  const from = new Date(Math.max(freeAt(facts, user, own, now).getTime(), openAt.getTime()));
  const at = nextOpenInstant(from, facts.settings.quiet, facts.zone);
  return due.map((one) => {
    if (one === turn) return { ...one, verdict: verdictOf(facts, one, at, now, places) };
    const cooling = isCooling(own, one.nudge, now) && !deferred.has(one.nudge.id);
    return { ...one, verdict: withhold(cooling ? 'came not long ago' : 'another one goes first') };
  });
}

/** What was deferred keeps its turn; the sort is stable, so the others stay in the order of the definitions. */
function rank(deferred: ReadonlySet<string>, { nudge }: DueNudge): number {
  return deferred.has(nudge.id) ? 0 : 1;
}

function verdictOf(facts: NudgeFacts, one: DueNudge, at: Date, now: Date, places: Places): NudgeVerdict {
  const problem = places.take(at);
  if (problem) return withhold(problem);
  if (at > now) return { kind: 'defer', until: at, reason: reasonOfWaiting(facts, now, at) };
  const heldOut = isHeldOut(facts.account, one.user, one.nudge.id, facts.settings.hold_out_percent);
  return heldOut
    ? { kind: 'hold-out', reason: 'in the hold-out group' }
    : { kind: 'send', reason: one.because };
}

function reasonOfWaiting({ settings, zone }: NudgeFacts, now: Date, at: Date): string {
  const isQuietAlone = nextOpenInstant(now, settings.quiet, zone).getTime() === at.getTime();
  return isQuietAlone
    ? 'quiet hours'
    : `at most ${settings.caps.per_day} a day and ${settings.caps.per_week} a week`;
}

function withhold(reason: string): NudgeVerdict {
  return { kind: 'withhold', reason };
}

/** A nudge that was rejected or ran out cools down too: nobody wants to say no every day. */
function isCooling(own: readonly NudgeDecision[], nudge: DueNudge['nudge'], now: Date): boolean {
  return own.some(
    (decision) =>
      decision.nudge === nudge.id &&
      decision.outcome !== 'deferred' &&
      now.getTime() - turnAt(decision).getTime() < nudge.cool_down_days * dayMs,
  );
}

/** When a decision took its turn. */
function turnAt({ sentAt, decidedAt }: NudgeDecision): Date {
  return sentAt ?? decidedAt;
}

/** From when the caps let one more through. What was held out counts like what was sent; what was dropped does not. */
function freeAt(
  { settings: { caps }, otherSends }: NudgeFacts,
  user: string,
  own: readonly NudgeDecision[],
  now: Date,
): Date {
  const turns = [
    ...own.filter(({ state, outcome }) => state === 'sent' || outcome === 'held_out').map(turnAt),
    ...otherSends.filter((send) => send.user === user).map(({ at }) => at),
  ];
  return capsFreeAt(caps, turns, now);
}

/** From when the caps let one more through to somebody who had these. */
export function capsFreeAt(caps: NudgeSettings['caps'], sends: readonly Date[], now: Date): Date {
  const turns = sends.map((at) => at.getTime()).sort((a, b) => b - a);
  const free = (cap: number, windowMs: number): number =>
    (turns[cap - 1] ?? Number.NEGATIVE_INFINITY) + windowMs;
  return new Date(Math.max(now.getTime(), free(caps.per_day, dayMs), free(caps.per_week, weekMs)));
}

/** How many turns an account has left on a day, and its owner at all. */
interface Places {
  /** Takes one on the day of an instant. @returns why there is none; null = it is taken */
  take(at: Date): string | null;
}

function createPlaces({ decisions, settings, roomForWaiting }: NudgeFacts): Places {
  const taken = new Map<string, number>();
  const note = (day: string): number => {
    const count = (taken.get(day) ?? 0) + 1;
    taken.set(day, count);
    return count;
  };
  for (const decision of decisions)
    if (decision.outcome !== 'deferred' && decision.state !== 'dropped') note(utcDayOf(turnAt(decision)));
  let room = roomForWaiting;
  return {
    take: (at) => {
      if (room <= 0) return 'enough of them wait for the owner’s approval';
      if ((taken.get(utcDayOf(at)) ?? 0) >= settings.per_account_and_day)
        return `the account has its ${settings.per_account_and_day} of the day`;
      room--;
      note(utcDayOf(at));
      return null;
    },
  };
}
