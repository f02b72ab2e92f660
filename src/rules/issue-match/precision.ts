import { type LinkMethod, type LinkState, linkMethods } from '../../domain/known-issue.ts';

/** How people judged what one method brought together. */
export interface MethodPrecision {
  method: LinkMethod;
  /** Links of this method that a person confirmed or rejected. */
  decided: number;
  confirmed: number;
  /** Hits that nobody has looked at. */
  counted: number;
  /** Suggestions that wait. */
  waiting: number;
  /** 0–1: confirmed of decided; null = nobody decided yet */
  precision: number | null;
}

/** So precise have hits without a person to be, once so many were looked at, or there are none any more. Ours. */
export const countingBar = { precision: 0.9, decisions: 10 } as const;

/** How many links there are of one kind. */
export interface LinkTally {
  method: LinkMethod;
  state: LinkState;
  /** They were hits without a person when they were made. */
  auto: boolean;
  links: number;
}

/** Precision per method, in the order of the methods; methods that found nothing are left out. */
export function precisionOf(tallies: readonly LinkTally[]): MethodPrecision[] {
  return linkMethods
    .filter((method) => method !== 'person')
    .map((method) => ({ method, ...judge(tallies.filter((tally) => tally.method === method)) }))
    .filter(({ decided, counted, waiting }) => decided + counted + waiting > 0);
}

/**
 * Whether sure signs count as hits without a person: no longer once people rejected more than one in ten of those that
 * they looked at.
 */
export function mayCount(tallies: readonly LinkTally[]): boolean {
  const { decided, precision } = judge(tallies.filter(({ auto }) => auto));
  return decided < countingBar.decisions || (precision ?? 1) >= countingBar.precision;
}

function judge(tallies: readonly LinkTally[]): Omit<MethodPrecision, 'method'> {
  const count = (...states: LinkState[]): number =>
    tallies.filter(({ state }) => states.includes(state)).reduce((sum, { links }) => sum + links, 0);
  const [confirmed, decided] = [count('confirmed'), count('confirmed', 'rejected')];
  return {
    decided,
    confirmed,
    counted: count('counted'),
    waiting: count('suggested'),
    precision: decided === 0 ? null : confirmed / decided,
  };
}
