import type { FrictionQuestion, RegisterQuestion, ReviewQuestion } from './question.ts';

const scopes = {
  mine: 'mine',
  my: 'mine',
  all: 'all',
  due: 'due',
  overdue: 'due',
  ended: 'ended',
  closed: 'ended',
} as const;
const kinds = {
  risk: 'risk',
  risks: 'risk',
  action: 'action',
  actions: 'action',
  opportunity: 'opportunity',
  opportunities: 'opportunity',
} as const;
/** More words than these are a sentence. */
const longestName = 6;

/**
 * Reads `register [mine|all|due|ended] [risk|opportunity|action]`, `register add [ACCOUNT]`, `review [mine|all]` and `friction`.
 * @returns null when the text is none of them
 */
export function readRegister(text: string): RegisterQuestion | ReviewQuestion | FrictionQuestion | null {
  const [verb = '', ...rest] = text.trim().split(/\s+/);
  const words = rest.map((word) => word.toLowerCase());
  if (/^frictions?$/i.test(verb)) return rest.length === 0 ? { kind: 'friction' } : null;
  if (/^review$/i.test(verb)) return readReview(words);
  if (!/^register$/i.test(verb)) return null;
  if (words[0] === 'add' || words[0] === 'new')
    return rest.length > longestName + 1
      ? null
      : { kind: 'register', verb: 'add', account: rest.slice(1).join(' ') };
  return readList(words[0] === 'list' ? words.slice(1) : words);
}

function readReview(words: readonly string[]): ReviewQuestion | null {
  const [word, ...more] = words;
  if (more.length > 0) return null;
  if (word === undefined) return { kind: 'review', scope: null };
  return word === 'mine' || word === 'all' ? { kind: 'review', scope: word } : null;
}

function readList(words: readonly string[]): RegisterQuestion | null {
  let scope: keyof typeof scopes | null = null;
  let only: keyof typeof kinds | null = null;
  for (const word of words) {
    if (Object.hasOwn(scopes, word) && scope === null) scope = word as keyof typeof scopes;
    else if (Object.hasOwn(kinds, word) && only === null) only = word as keyof typeof kinds;
    else return null;
  }
  return {
    kind: 'register',
    verb: 'list',
    scope: scope === null ? null : scopes[scope],
    only: only === null ? null : kinds[only],
  };
}
