import type { Comparison, StepOf } from '../../domain/playbook.ts';
import { factWords } from '../facts/fact-words.ts';
import { findFact } from '../facts/index.ts';

const words: Readonly<Record<Comparison, string>> = {
  at_least: 'at least',
  at_most: 'at most',
  above: 'more than',
  below: 'less than',
};

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
    fits: value !== null && holds(step.is, value, step.value),
    sentence: `${fact?.words ?? step.fact}: ${value === null ? 'unknown' : say(value)}, asked for ${askedWords(step)}`,
  };
}

/** `at most 50 %`. */
export function askedWords({ fact, is, value }: Pick<StepOf<'check'>, 'fact' | 'is' | 'value'>): string {
  return `${words[is]} ${factWords(findFact(fact)?.unit ?? 'count', value)}`;
}

function holds(is: Comparison, fact: number, value: number): boolean {
  switch (is) {
    case 'at_least':
      return fact >= value;
    case 'at_most':
      return fact <= value;
    case 'above':
      return fact > value;
    case 'below':
      return fact < value;
  }
}
