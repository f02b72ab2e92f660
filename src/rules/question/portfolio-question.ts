import { editDistance } from '../accounts/edit-distance.ts';
import { isForeign, toWords } from '../portfolio/question-words.ts';
import type { PortfolioQuestion } from './question.ts';

/** What several customers are called. */
const nouns = ['accounts', 'customers', 'clients', 'companies', 'tenants', 'renewals', 'portfolio'];

/** Questions that begin so are about a thing to do, or about one customer. */
const otherwiseAsked: ReadonlySet<string> = new Set(
  'how why can could should would will do does did is are am was were when where if import export delete merge create add note'.split(
    ' ',
  ),
);
const longest = 500;

/**
 * Reads `accounts …` and `list …`, and recognises what may ask about many accounts in free words: "red enterprise accounts",
 * "which of Dana's accounts lost usage?", "top 10 by ARR". Whether it does is known only with the values that accounts have.
 * @returns null when it is nothing of the kind
 */
export function readPortfolio(text: string): Omit<PortfolioQuestion, 'otherwise'> | null {
  if (text.length > longest) return null;
  const command = /^\s*(?:\/\w{1,20}\s+)?(?:all\s+)?(accounts|portfolio)(?:\s+([\s\S]*))?$/iu.exec(text);
  if (command) return { kind: 'portfolio', text: (command[2] ?? '').trim(), sure: true, follows: false };
  const keys = toWords(text)
    .map(({ key }) => key)
    .filter((key) => !leads.has(key));
  if (follows(keys)) return { kind: 'portfolio', text: text.trim(), sure: false, follows: true };
  return isCandidate(keys) ? { kind: 'portfolio', text: text.trim(), sure: false, follows: false } : null;
}

/** Politeness, which changes no question. */
const leads: ReadonlySet<string> = new Set('please pls hi hey hello ok and so also now'.split(' '));

function isCandidate(keys: readonly string[]): boolean {
  const [first = '', second = ''] = keys;
  if (first === 'how') return second === 'many' || (second === 'much' && keys.includes('arr'));
  if (otherwiseAsked.has(first)) return isRequest(keys) && hasNoun(keys);
  if (first === 'who' && /^(?:renew|churn)/u.test(second)) return true;
  if ((first === 'top' || first === 'bottom') && /^\d{1,4}$/u.test(second)) return true;
  return hasNoun(keys) || (foreignAsks.has(first) && keys.slice(1, 4).some(isForeign));
}

/** "Can you list …", "could you show me …" */
function isRequest(keys: readonly string[]): boolean {
  const verbs = ['list', 'show', 'give', 'tell', 'find'];
  return ['can', 'could', 'would', 'will'].includes(keys[0] ?? '') && verbs.includes(keys[2] ?? '');
}

function hasNoun(keys: readonly string[]): boolean {
  return keys.some((key) =>
    nouns.some(
      (noun) =>
        key === noun ||
        (key.length > 5 && !key.includes("'") && editDistance(key, noun, 1) !== null && key.endsWith('s')),
    ),
  );
}

/** "Which", in languages that are not read: they get an answer that says so. */
const foreignAsks: ReadonlySet<string> = new Set(
  'welche welcher quels quelles cuáles cuántos cuantos quais quali quanti welke vilka które którzy wieviele combien'.split(
    ' ',
  ),
);

/** "List them", "which of those are red?", "only the red ones", "sort them by ARR": about what was listed before. */
function follows(keys: readonly string[]): boolean {
  const pointer = keys.findIndex(
    (key) => key === 'them' || key === 'those' || key === 'these' || key === 'ones' || key === 'they',
  );
  if (pointer < 0 || keys.length > 20) return false;
  return followers.has(keys[0] ?? '') || (keys[0] === 'how' && keys[1] === 'many');
}

const followers: ReadonlySet<string> = new Set(
  'list show which who only just sort group order rank give name what'.split(' '),
);
