import type { GroupKey, PortfolioQuery, SortKey, Test } from './query.ts';
import type { Lookup, PortfolioWords } from './vocabulary.ts';

/** One word of a question. */
export interface Word {
  /** For comparing: lower case, without marks at its ends. */
  key: string;
  /** In lower case with its marks, where `€` counts. */
  raw: string;
  typed: string;
  quoted: boolean;
  /** What it was read as, where it looked like a slip; null = as typed. */
  corrected: string | null;
}

/** What some words came to. */
export type Part =
  | { kind: 'condition'; test: Test }
  | { kind: 'sort'; by: SortKey; descending: boolean }
  /** `isSize`: said of nothing else, it is about ARR. */
  | { kind: 'direction'; descending: boolean; isSize?: boolean }
  | { kind: 'group'; by: GroupKey }
  | { kind: 'limit'; count: number }
  | { kind: 'ask'; ask: PortfolioQuery['ask'] }
  | { kind: 'not' }
  | { kind: 'or' }
  /** Says nothing by itself. */
  | { kind: 'filler' };

/** Words that were read: how many, what they say, and what was assumed or went wrong. */
export interface Read {
  length: number;
  parts: readonly Part[];
  /** What was assumed, as a sentence. */
  note?: string;
  /** Why no answer can be given. */
  problem?: string;
}

/** What stands ahead, and what is known. */
export interface Ahead {
  words: readonly Word[];
  keys: readonly string[];
  /** Whether nothing stands before them. */
  isFirst: boolean;
  known: PortfolioWords;
  lookup: Lookup;
}

/** Reads at the start of the words; null = they are nothing that it knows. */
export type Reader = (ahead: Ahead) => Read | null;

/** A condition read from so many words. */
export function condition(length: number, test: Test, note?: string): Read {
  return { length, parts: [{ kind: 'condition', test }], ...(note === undefined ? {} : { note }) };
}

/** How many words a form takes at the start: `a|b` one of them, `?` may be missing; null = it does not fit. */
export function fits(form: string, keys: readonly string[]): number | null {
  let at = 0;
  for (const { words, optional } of compiled(form)) {
    if (words.has(keys[at] ?? '')) at += 1;
    else if (!optional) return null;
  }
  return at;
}

interface Element {
  words: ReadonlySet<string>;
  optional: boolean;
}

/** Forms stand in the code: there are a few hundred, each taken apart once. */
const forms = new Map<string, readonly Element[]>();

function compiled(form: string): readonly Element[] {
  const known = forms.get(form);
  if (known) return known;
  const elements = form.split(' ').map((element): Element => {
    const optional = element.endsWith('?');
    return { words: new Set((optional ? element.slice(0, -1) : element).split('|')), optional };
  });
  forms.set(form, elements);
  return elements;
}
