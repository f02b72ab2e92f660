import type { Comparison, StepOf } from '../../domain/playbook.ts';
import { factWords } from '../../domain/playbook-facts.ts';

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

/** Compares a fact with what a condition or check asks of it. @param fact - null = nobody knows */
export function compareFact(
  { fact: name, is, value }: Pick<StepOf<'check'>, 'fact' | 'is' | 'value'>,
  fact: number | null,
): Compared {
  const asked = `${words[is]} ${value}`;
  if (fact === null) return { fits: false, sentence: `${factWords[name]}: unknown, asked for ${asked}` };
  const fits = holds(is, fact, value);
  return { fits, sentence: `${factWords[name]}: ${fact}, asked for ${asked}` };
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
