import type { Band } from '../../domain/health.ts';
import type { UtcDay } from '../../domain/utc-day.ts';

/** One end of a range, in hundredths; `open` = the end itself is not in it. */
export interface Bound {
  hundredths: number;
  open: boolean;
}

/** Fields of an account whose values are words. Owners are ids of members. */
const wordFields = ['segment', 'tier', 'region', 'useCase', 'stage', 'status', 'owner'] as const;
export type WordField = (typeof wordFields)[number];

/** What an account may lack. */
export type Missable = 'renewsOn' | 'arr' | 'score' | 'owner' | 'segment' | 'tier' | 'region' | 'seats';

/** One thing that has to hold, and the words that asked for it. */
export type Condition = { not: boolean; typed: string } & Test;

/** What is asked of an account; days are inclusive, null = no end. */
export type Test =
  | { field: 'band'; anyOf: readonly Band[] }
  | { field: WordField; anyOf: readonly string[] }
  | { field: 'name'; contains: string }
  /** A currency = only what is in it, or can be converted into it, can be compared; null = each amount as it stands. */
  | { field: 'arr'; min: Bound | null; max: Bound | null; currency: string | null }
  | { field: 'score' | 'seats'; min: Bound | null; max: Bound | null }
  | { field: 'renewsOn' | 'startsOn'; from: UtcDay | null; to: UtcDay | null }
  /** Has an alert that is not closed and is about risk. */
  | { field: 'atRisk' }
  /** Against the end of the day before `since`. */
  | { field: 'scoreChange'; direction: 'fell' | 'rose'; since: UtcDay }
  /** Against as many days before `from`. */
  | { field: 'use'; direction: 'fell' | 'rose'; from: UtcDay; to: UtcDay }
  | { field: 'missing'; of: Missable };

/** By what rows can be ordered. */
export const sortKeys = [
  'score',
  'arr',
  'renewsOn',
  'name',
  'scoreChange',
  'use',
  'seats',
  'startsOn',
] as const;
export type SortKey = (typeof sortKeys)[number];

/** By what rows can be brought together. */
export const groupKeys = [
  'segment',
  'tier',
  'region',
  'useCase',
  'stage',
  'owner',
  'band',
  'currency',
  'renewalMonth',
] as const;
export type GroupKey = (typeof groupKeys)[number];

/** A question about many accounts, as it was understood. All conditions have to hold. */
export interface PortfolioQuery {
  conditions: readonly Condition[];
  group: GroupKey | null;
  sort: { by: SortKey; descending: boolean };
  /** At most so many, of each group; null = all. */
  limit: number | null;
  /** What the answer begins with. */
  ask: 'list' | 'count' | 'sum';
}

/** What is asked without a word: every customer, the lowest score first. */
export const everyAccount: PortfolioQuery = {
  conditions: [],
  group: null,
  limit: null,
  ask: 'list',
  sort: { by: 'score', descending: false },
};

/** What has to be read beside contracts and scores to answer a query. */
export interface PortfolioNeeds {
  /** Scores at the end of the day before; null = not asked. */
  changeSince: UtcDay | null;
  /** Use in these days, and in as many before; null = not asked. */
  use: { from: UtcDay; to: UtcDay } | null;
}

/** The day from which a score's change is counted, and the days of use, where a query asks for them. */
export function needsOf({ conditions }: Pick<PortfolioQuery, 'conditions'>): PortfolioNeeds {
  const change = conditions.find((condition) => condition.field === 'scoreChange');
  const use = conditions.find((condition) => condition.field === 'use');
  return {
    changeSince: change?.field === 'scoreChange' ? change.since : null,
    use: use?.field === 'use' ? { from: use.from, to: use.to } : null,
  };
}
