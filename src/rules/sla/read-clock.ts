import type { Account } from '../../domain/account.ts';
import type { SlaClockKind, SlaPack, SlaTargets } from '../../domain/sla.ts';
import type { Priority } from '../../domain/triage.ts';
import { daysBetween, utcDayOf } from '../../domain/utc-day.ts';
import { addCounted, type CountedTime, countedMs } from '../business-time/counted-time.ts';
import type { TicketHistory } from './ticket-history.ts';

/** What a clock depends on besides the ticket: the account's tier, and when its contract began. */
export type ClockAccount = Pick<Account, 'tier' | 'startsOn' | 'firstSeenOn' | 'status'>;

/**
 * `running` before the warning, `warning` after it, `breached` after the target without an end; `paused` while we wait
 * for the customer; `met` and `missed` once it has ended.
 */
export type ClockState = 'running' | 'warning' | 'breached' | 'paused' | 'met' | 'missed';

/** One clock of one ticket at an instant. */
export interface ClockReading {
  clock: SlaClockKind;
  /** Which of the two promises is the tighter one. */
  promise: 'base' | 'hypercare';
  priority: Priority;
  /** Nobody gave the ticket a priority: it is counted as one of the default. */
  isDefaultPriority: boolean;
  targetMinutes: number;
  time: 'calendar' | 'business';
  startedAt: Date;
  /** Null while the clock stands: nobody knows when it goes on */
  warnsAt: Date | null;
  /** When the target ends. Null as `warnsAt` */
  dueAt: Date | null;
  stoppedAt: Date | null;
  /** What has counted so far, of the target; whole milliseconds. */
  usedMs: number;
  /** Whole percent of the target, rounded down. */
  usedPercent: number;
  state: ClockState;
}

/** What is known at the instant of reading. */
export interface ClockMoment {
  now: Date;
  /** The latest instant at which something was told of this ticket: time that went back since does not take it back. */
  toldAt?: Date | null;
}

const minuteMs = 60_000;

/**
 * The day of an account, 0 on the day on which its contract starts, else on the day of its first event.
 * @returns negative before that day
 */
export function accountDay(account: Pick<Account, 'startsOn' | 'firstSeenOn'>, at: Date): number {
  return daysBetween(account.startsOn ?? account.firstSeenOn, utcDayOf(at));
}

/** Whether an account is in hypercare: it ends by itself on the day after the last one, or with the contract. */
export function isInHypercare(account: Omit<ClockAccount, 'tier'>, at: Date, pack: SlaPack): boolean {
  const day = accountDay(account, at);
  return account.status === 'active' && day >= 0 && day <= pack.hypercare.lastDay;
}

/** Every clock of a ticket that something is promised for. A ticket keeps the promises of the day it was opened on. */
export function readClocks(
  ticket: TicketHistory,
  account: ClockAccount,
  pack: SlaPack,
  moment: ClockMoment,
): ClockReading[] {
  const clocks: ClockReading[] = [];
  for (const clock of ['first_response', 'resolution'] as const) {
    const reading = readClock(clock, ticket, account, pack, moment);
    if (reading) clocks.push(reading);
  }
  return clocks;
}

interface Promised {
  promise: ClockReading['promise'];
  targetMinutes: number;
  time: SlaTargets['time'];
}

function readClock(
  clock: SlaClockKind,
  ticket: TicketHistory,
  account: ClockAccount,
  pack: SlaPack,
  { now, toldAt = null }: ClockMoment,
): ClockReading | null {
  const given = clock === 'first_response' ? ticket.priority : ticket.latestPriority;
  const priority = given ?? pack.unprioritised;
  const promised = tighter(promisesOf(clock, priority, ticket, account, pack), ticket.openedAt, pack);
  if (!promised) return null;
  const stoppedAt = clock === 'first_response' ? ticket.respondedAt : ticket.resolvedAt;
  const at = stoppedAt ?? (toldAt && toldAt > now ? toldAt : now);
  const time = timeOf(promised, pack);
  const targetMs = promised.targetMinutes * minuteMs;
  const spans = goingSpans(ticket, clock);
  const usedMs = spans.reduce((sum, span) => sum + countedMs(time, span.from, earlier(span.to, at)), 0);
  const dueAt = instantOfUse(spans, time, targetMs);
  const warnsAt = instantOfUse(spans, time, Math.ceil((targetMs * pack.warnAtPercent) / 100));
  const isStanding = stoppedAt === null && spans.at(-1)?.to !== null;
  return {
    clock,
    priority,
    isDefaultPriority: given === null,
    ...promised,
    startedAt: ticket.openedAt,
    warnsAt,
    dueAt,
    stoppedAt,
    usedMs,
    usedPercent: Math.floor((100 * usedMs) / targetMs),
    state: stateOf({
      usedMs,
      targetMs,
      hasStopped: stoppedAt !== null,
      isStanding,
      warnAtPercent: pack.warnAtPercent,
    }),
  };
}

function stateOf(of: {
  usedMs: number;
  targetMs: number;
  hasStopped: boolean;
  isStanding: boolean;
  warnAtPercent: number;
}): ClockState {
  const isOver = of.usedMs > of.targetMs;
  if (of.hasStopped) return isOver ? 'missed' : 'met';
  if (isOver) return 'breached';
  if (of.isStanding) return 'paused';
  return of.usedMs * 100 >= of.targetMs * of.warnAtPercent ? 'warning' : 'running';
}

/** What is promised for a priority: the targets of the account's tier, and in its first days those of hypercare. */
function promisesOf(
  clock: SlaClockKind,
  priority: Priority,
  ticket: TicketHistory,
  account: ClockAccount,
  pack: SlaPack,
): Promised[] {
  const base = targetsOf(account.tier, pack);
  const { hypercare } = pack;
  const key = clock === 'first_response' ? 'firstResponse' : 'resolution';
  const found: Promised[] = [];
  const baseMinutes = base?.[key]?.[priority];
  if (base && baseMinutes !== undefined)
    found.push({ promise: 'base', targetMinutes: baseMinutes, time: base.time });
  const careMinutes = hypercare[key]?.[priority];
  if (careMinutes !== undefined && isInHypercare(account, ticket.openedAt, pack))
    found.push({ promise: 'hypercare', targetMinutes: careMinutes, time: hypercare.time });
  return found;
}

/** The targets for a tier of accounts: those that name it, else those for any. */
function targetsOf(tier: string | null, pack: SlaPack): SlaTargets | undefined {
  return (
    pack.targets.find(({ tiers }) => tiers !== 'any' && tier !== null && tiers.includes(tier)) ??
    pack.targets.find(({ tiers }) => tiers === 'any')
  );
}

/** Of two promises the one that ends first: an hour of working time may end later than a day of the calendar. */
function tighter(promises: readonly Promised[], openedAt: Date, pack: SlaPack): Promised | null {
  const ends = promises.map((promised) => ({
    promised,
    end: addCounted(timeOf(promised, pack), openedAt, promised.targetMinutes * minuteMs).getTime(),
  }));
  return ends.sort((one, other) => one.end - other.end)[0]?.promised ?? null;
}

function timeOf({ time }: Promised, pack: SlaPack): CountedTime {
  return time === 'calendar' ? { kind: 'calendar' } : { kind: 'business', hours: pack.workingHours };
}

/** When the clock went; `to` null = it still does. What we wait for after our first word is no part of that clock. */
function goingSpans(ticket: TicketHistory, clock: SlaClockKind): { from: Date; to: Date | null }[] {
  const spans: { from: Date; to: Date | null }[] = [];
  let from: Date | null = ticket.openedAt;
  const end = clock === 'first_response' ? ticket.respondedAt : null;
  for (const { from: stands, to } of ticket.standstills) {
    if (end && stands >= end) break;
    if (from && stands > from) spans.push({ from, to: stands });
    from = to;
    if (to === null) break;
  }
  if (from) spans.push({ from, to: null });
  return spans;
}

/** The first instant at which so much was used; null = the clock stands before that. */
function instantOfUse(
  spans: readonly { from: Date; to: Date | null }[],
  time: CountedTime,
  ms: number,
): Date | null {
  let left = ms;
  for (const { from, to } of spans) {
    const used = to === null ? Number.POSITIVE_INFINITY : countedMs(time, from, to);
    if (used >= left) return addCounted(time, from, left);
    left -= used;
  }
  return null;
}

function earlier(one: Date | null, other: Date): Date {
  return one === null || one > other ? other : one;
}
