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
  /** The instant that it is counted at, ISO. */
  at: string;
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

/** The entries behind each figure, as they stood. */
export type RegisterGroups = Record<
  'open' | 'overdue' | 'opened' | 'done' | 'dropped' | RegisterKind,
  { now: RegisterEntry[]; before: RegisterEntry[] }
>;

/** Counts the register as of an instant and as it stood a week before: the lengths of `groupRegister`. */
export function countRegister(
  entries: readonly RegisterEntry[],
  notes: readonly RegisterNote[],
  moment: { now: Date; today: UtcDay },
): RegisterCounts {
  const groups = groupRegister(entries, notes, moment);
  const lengths = ({ now, before }: RegisterGroups['open']): Beside => ({
    now: now.length,
    before: before.length,
  });
  const { open, overdue, opened, done, dropped } = groups;
  return {
    open: lengths(open),
    overdue: lengths(overdue),
    opened: lengths(opened),
    done: lengths(done),
    dropped: lengths(dropped),
    byKind: Object.fromEntries(
      registerKinds.map((kind) => [kind, lengths(groups[kind])]),
    ) as RegisterCounts['byKind'],
  };
}

/**
 * Puts entries under the figures that they are counted in, as of an instant and a week before, from their history.
 * @param entries - those that are open, and those that ended after two weeks before the instant
 * @param notes - the history since a week before the instant, in the order in which it happened
 */
export function groupRegister(
  entries: readonly RegisterEntry[],
  notes: readonly RegisterNote[],
  { now, today }: { now: Date; today: UtcDay },
): RegisterGroups {
  const weekAgo = new Date(now.getTime() - weekMs);
  const twoWeeksAgo = new Date(now.getTime() - 2 * weekMs);
  const standing = (at: Date): RegisterEntry[] =>
    entries.filter((entry) => isOpenAt(entry, at)).map((entry) => standAt(entry, notes, at));
  const [open, openBefore] = [standing(now), standing(weekAgo)];
  const within = (at: string | undefined, from: Date, to: Date): boolean =>
    at !== undefined && at > from.toISOString() && at <= to.toISOString();
  const flow = (instantOf: (entry: RegisterEntry) => string | undefined): RegisterGroups['open'] => ({
    now: entries.filter((entry) => within(instantOf(entry), weekAgo, now)),
    before: entries.filter((entry) => within(instantOf(entry), twoWeeksAgo, weekAgo)),
  });
  const ofKind = (kind: RegisterKind): RegisterGroups['open'] => ({
    now: open.filter((entry) => entry.kind === kind),
    before: openBefore.filter((entry) => entry.kind === kind),
  });
  const kinds = Object.fromEntries(registerKinds.map((kind) => [kind, ofKind(kind)]));
  return {
    ...(kinds as Record<RegisterKind, RegisterGroups['open']>),
    open: { now: open, before: openBefore },
    overdue: {
      now: open.filter((entry) => isOverdue(entry, today)),
      before: openBefore.filter((entry) => isOverdue(entry, addDays(today, -7))),
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
    state: 'open',
    end: null,
    ...(kind ? { kind: kind as RegisterKind } : {}),
    ...(dueOn === undefined ? {} : { dueOn }),
  };
}
