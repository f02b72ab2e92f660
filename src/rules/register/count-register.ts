import type { Money } from '../../domain/money.ts';
import {
  type RegisterEntry,
  type RegisterKind,
  type RegisterNote,
  registerKinds,
} from '../../domain/register.ts';
import type { RegisterLine } from '../../domain/register-card.ts';
import { addDays, type UtcDay } from '../../domain/utc-day.ts';
import { isOverdue } from './order-entries.ts';

/** A figure now, and a week before. */
export interface Beside {
  now: number;
  before: number;
}

/** The register in figures. */
export interface RegisterCounts {
  open: Beside;
  byKind: Record<RegisterKind, Beside>;
  overdue: Beside;
  /** In the seven days up to now, and in the seven before. */
  opened: Beside;
  done: Beside;
  dropped: Beside;
}

/** The register of the week: figures beside last week, what is overdue, what waits for its review, and whose it is. */
export interface RegisterWeek {
  on: string;
  counts: RegisterCounts;
  /** Of the accounts with an open risk, each counted once, by currency. */
  atRisk: Money[];
  accountsAtRisk: number;
  overdue: { lines: RegisterLine[]; total: number };
  /** How many entries wait for their review, by owner, most first. */
  waiting: { owner: string | null; entries: number; overdue: number }[];
  forReview: number;
}

const weekMs = 7 * 86_400_000;

/**
 * Counts the register as of now and as it stood a week before, from its entries and their history.
 * @param entries - those that are open, and those that ended in the last two weeks
 * @param notes - the history of the last week
 */
export function countRegister(
  entries: readonly RegisterEntry[],
  notes: readonly RegisterNote[],
  { now, today }: { now: Date; today: UtcDay },
): RegisterCounts {
  const weekAgo = new Date(now.getTime() - weekMs);
  const twoWeeksAgo = new Date(now.getTime() - 2 * weekMs);
  const open = entries.filter((entry) => isOpenAt(entry, now));
  const openBefore = entries
    .filter((entry) => isOpenAt(entry, weekAgo))
    .map((entry) => standAt(entry, notes, weekAgo));
  const within = (at: string | undefined, from: Date, to: Date): boolean =>
    at !== undefined && at > from.toISOString() && at <= to.toISOString();
  const flow = (instantOf: (entry: RegisterEntry) => string | undefined): Beside => ({
    now: entries.filter((entry) => within(instantOf(entry), weekAgo, now)).length,
    before: entries.filter((entry) => within(instantOf(entry), twoWeeksAgo, weekAgo)).length,
  });
  const ofKind = (kind: RegisterKind): Beside => ({
    now: open.filter((entry) => entry.kind === kind).length,
    before: openBefore.filter((entry) => entry.kind === kind).length,
  });
  const dayBefore = addDays(today, -7);
  return {
    open: { now: open.length, before: openBefore.length },
    byKind: Object.fromEntries(registerKinds.map((kind) => [kind, ofKind(kind)])) as RegisterCounts['byKind'],
    overdue: {
      now: open.filter((entry) => isOverdue(entry, today)).length,
      before: openBefore.filter((entry) => isOverdue(entry, dayBefore)).length,
    },
    opened: flow(({ createdAt }) => createdAt),
    done: flow(({ state, end }) => (state === 'done' ? end?.at : undefined)),
    dropped: flow(({ state, end }) => (state === 'dropped' ? end?.at : undefined)),
  };
}

function isOpenAt({ createdAt, end }: RegisterEntry, at: Date): boolean {
  const instant = at.toISOString();
  return createdAt <= instant && (end === null || end.at > instant);
}

/** Kind and due date as they were then: of each the first change since says what it was before. */
function standAt(entry: RegisterEntry, notes: readonly RegisterNote[], at: Date): RegisterEntry {
  const since = notes.filter((note) => note.entryId === entry.id && note.at > at.toISOString());
  const before = (field: string): string | null | undefined =>
    since.find(({ detail }) => detail.changes?.[field])?.detail.changes?.[field]?.from;
  const [kind, dueOn] = [before('kind'), before('dueOn')];
  return {
    ...entry,
    ...{ state: 'open', end: null },
    ...(kind ? { kind: kind as RegisterKind } : {}),
    ...(dueOn === undefined ? {} : { dueOn }),
  };
}
