import type { CustomSignal, EventType } from '../../domain/event-types.ts';
import type { RuleSubject } from '../../domain/rule-subject.ts';

/** How a fact's number is said. */
export type FactUnit = 'count' | 'days' | 'hours' | 'percent' | 'change' | 'points' | 'permille';

/** Days by their age, from one to another, both included; 0 is the day itself. */
export type Ages = readonly [from: number, to: number];

/** A whole number about one account at one moment, which a rule can test. */
export interface RuleFact {
  id: string;
  /** Continues "the": `uses in 28 days`. */
  words: string;
  unit: FactUnit;
  /** What a threshold may be: inclusive ends. */
  least: number;
  most: number;
  /** Events that it is counted from: who never sends any has no such fact. */
  needs: readonly EventType[];
  /** A key that the payload of those must have. */
  having?: string;
  /** Registered types that count as the same. */
  feeds?: readonly CustomSignal[];
  /** Keys of the contract that it is read from, where no record of its own says it. */
  contract?: readonly string[];
  /** The days whose events it is counted from; absent = the window of its rule. */
  ages?(subject: RuleSubject): readonly Ages[];
  /** It is read from the score of so many days ago, which has a page of its own. */
  scoreAge?: number;
  /** Null = unknown: too little is known of the account to say a number. */
  read(subject: RuleSubject): number | null;
  /** What the number is about, by the name that its source gives it: `api-calls` for the limit that is used most. */
  named?(subject: RuleSubject): string | null;
  /** Sequence numbers of the very records that it stands on, the most telling first. */
  records?(subject: RuleSubject): readonly number[];
}

/** Days up to and including an age, from another age on: `between(days, 0, 27)` are the last 28. */
export function between<T extends { age: number }>(days: readonly T[], from: number, to: number): T[] {
  return days.filter(({ age }) => age >= from && age <= to);
}

/** Adds up one number of each. */
export function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

/**
 * How much a number changed, in whole percent of what it was: −100 for nothing left.
 * @returns null where there was nothing before
 */
export function changePercent(now: number, before: number): number | null {
  return before === 0 ? null : Math.trunc((100 * (now - before)) / before);
}
