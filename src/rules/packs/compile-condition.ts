import type { FindingReason } from '../../domain/finding.ts';
import { type Comparison, type Condition, comparisons, type FactTest } from '../../domain/rule-pack.ts';
import { factWords } from '../facts/fact-words.ts';
import { findFact } from '../facts/index.ts';
import type { FactUnit } from '../facts/rule-fact.ts';

/** Reads a fact of the subject at hand; null = unknown. */
export type ReadFact = (fact: string) => number | null;

/** A condition, ready to be asked: three-valued, with every test that it looked at. */
export interface CompiledCondition {
  holds(read: ReadFact): boolean | null; // null = unknown
  /** Whether it holds for sure: asks no more than that needs. */
  isTrue(read: ReadFact): boolean;
  reasons(read: ReadFact): FindingReason[];
  facts: readonly string[];
}

/**
 * Makes a condition ready to be asked many times. A test of an unknown fact is unknown; "all" is false as soon as one
 * is, "any" true as soon as one is (Kleene's three-valued logic).
 */
export function compileCondition(condition: Condition): CompiledCondition {
  if ('all' in condition) return combine(condition.all.map(compileCondition), false);
  if ('any' in condition) return combine(condition.any.map(compileCondition), true);
  return compileTest(condition);
}

/** @param decisive - the value of one part that decides the whole */
function combine(parts: readonly CompiledCondition[], decisive: boolean): CompiledCondition {
  return {
    holds(read) {
      let known = true;
      for (const part of parts) {
        const value = part.holds(read);
        if (value === decisive) return decisive;
        if (value === null) known = false;
      }
      return known ? !decisive : null;
    },
    isTrue: (read) =>
      decisive ? parts.some((part) => part.isTrue(read)) : parts.every((part) => part.isTrue(read)),
    reasons: (read) => parts.flatMap((part) => part.reasons(read)),
    facts: [...new Set(parts.flatMap(({ facts }) => facts))],
  };
}

function compileTest(test: FactTest): CompiledCondition {
  const comparison = comparisonOf(test);
  const threshold = test[comparison] ?? 0;
  const compare = comparers[comparison];
  const holds = (read: ReadFact): boolean | null => {
    const value = read(test.fact);
    return value === null ? null : compare(value, threshold);
  };
  return {
    holds,
    isTrue: (read) => holds(read) === true,
    reasons: (read) => {
      const value = read(test.fact);
      return [{ fact: test.fact, value, ...testWords(test, value), holds: holds(read) }];
    },
    facts: [test.fact],
  };
}

/** Which of the four a test uses; the schema lets exactly one through. */
function comparisonOf(test: FactTest): Comparison {
  return comparisons.find((name) => test[name] !== undefined) ?? 'atLeast';
}

/** Each test of a value against a threshold. */
export const comparers: Readonly<Record<Comparison, (value: number, threshold: number) => boolean>> = {
  atLeast: (value, threshold) => value >= threshold,
  atMost: (value, threshold) => value <= threshold,
  above: (value, threshold) => value > threshold,
  below: (value, threshold) => value < threshold,
};

/** How each test is said. */
export const comparisonWords: Readonly<Record<Comparison, string>> = {
  atLeast: 'at least',
  atMost: 'at most',
  above: 'above',
  below: 'below',
};

/** `uses in 28 days: 12, at most 20`. */
function testWords(test: FactTest, value: number | null): { text: string; asked: string } {
  const fact = findFact(test.fact);
  const unit: FactUnit = fact?.unit ?? 'count';
  const comparison = comparisonOf(test);
  const now = value === null ? 'unknown' : factWords(unit, value);
  const asked = `${comparisonWords[comparison]} ${factWords(unit, test[comparison] ?? 0)}`;
  return { text: `${fact?.words ?? test.fact}: ${now}, ${asked}`, asked };
}
