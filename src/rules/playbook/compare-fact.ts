import { type StepOf, stepTests } from '../../domain/playbook.ts';
import { factWords } from '../facts/fact-words.ts';
import { findFact } from '../facts/index.ts';
import { comparers, comparisonWords } from '../packs/compile-condition.ts';

/** What a comparison came to, with its sentence. */
export interface Compared {
  /** An unknown fact fits nothing. */
  fits: boolean;
  sentence: string;
}

/** Compares a fact with what a condition or check asks of it. @param value - null = nobody knows */
export function compareFact(
  step: Pick<StepOf<'check'>, 'fact' | 'is' | 'value'>,
  value: number | null,
): Compared {
  const fact = findFact(step.fact);
  const say = (number: number): string => factWords(fact?.unit ?? 'count', number);
  return {
    fits: value !== null && comparers[stepTests[step.is]](value, step.value),
    sentence: `${fact?.words ?? step.fact}: ${value === null ? 'unknown' : say(value)}, asked for ${askedWords(step)}`,
  };
}

/** `open tickets: at most 1`. */
export function lookWords(step: Pick<StepOf<'check'>, 'fact' | 'is' | 'value'>): string {
  return `${findFact(step.fact)?.words ?? step.fact}: ${askedWords(step)}`;
}

/** `at most 50 %`. */
function askedWords({ fact, is, value }: Pick<StepOf<'check'>, 'fact' | 'is' | 'value'>): string {
  return `${comparisonWords[stepTests[is]]} ${factWords(findFact(fact)?.unit ?? 'count', value)}`;
}
