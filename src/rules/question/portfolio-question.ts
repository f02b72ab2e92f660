import { editDistance } from '../accounts/edit-distance.ts';
import { asksInForeign, toWords } from '../portfolio/question-words.ts';
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
  const asked = { kind: 'portfolio', text: text.trim(), sure: false } as const;
  if (turnsPage(keys)) return { ...asked, follows: true, turns: true };
  if (follows(keys)) return { ...asked, follows: true };
  if (isCandidate(keys)) return { ...asked, follows: false };
  return isBare(keys) ? { ...asked, follows: false, bare: true } : null;
}

/** "What's red in EMEA", "ARR at risk by segment": nothing says that several customers are meant but what is asked of them. */
function isBare(keys: readonly string[]): boolean {
  const [first = ''] = keys;
  if (otherwiseAsked.has(first) || keys.length < 2 || keys.length > 20) return false;
  return keys.some(
    (key, at) => tellTales.has(key) || (key === 'risk' && keys[at - 1] === 'at' && keys.length > 2),
  );
}

const tellTales: ReadonlySet<string> = new Set(
  (
    'red reds amber ambers green greens renew renews renewing renewal expiring expire arr unowned churned contracts biggest ' +
    'largest smallest average'
  ).split(' '),
);

/** Politeness, which changes no question. */
const leads: ReadonlySet<string> = new Set('please pls hi hey hello ok and so also now'.split(' '));

function isCandidate(keys: readonly string[]): boolean {
  const [first = '', second = ''] = keys;
  if (first === 'how') return second === 'many' || (second === 'much' && keys.includes('arr'));
  if (otherwiseAsked.has(first)) return isRequest(keys) && hasNoun(keys);
  if (first === 'who' && /^(?:renew|churn)/u.test(second)) return true;
  if ((first === 'top' || first === 'bottom') && /^\d{1,4}$/u.test(second)) return true;
  return hasNoun(keys) || asksInForeign(keys);
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

/** "List them", "only enterprise", "sort by ARR", "next": about what was listed before. */
function follows(keys: readonly string[]): boolean {
  const [first = '', second = ''] = keys;
  const narrows = first === 'only' || first === 'just' || first === 'without' || first === 'except';
  const orders =
    ['sort', 'sorted', 'order', 'ordered', 'group', 'grouped'].includes(first) ||
    (first === 'by' && second !== '');
  if ((narrows || orders) && keys.length > 1 && keys.length <= 6 && !hasNoun(keys)) return true;
  const pointer = keys.findIndex(
    (key) => key === 'them' || key === 'those' || key === 'these' || key === 'ones' || key === 'they',
  );
  if (pointer < 0 || keys.length > 20) return false;
  return followers.has(keys[0] ?? '') || (keys[0] === 'how' && keys[1] === 'many');
}

/** "Next", "next page", "more please": the same list, a page on. */
function turnsPage(keys: readonly string[]): boolean {
  return /^(?:next|more|show more|next page|the next page|next ones|next 15)$/u.test(keys.join(' '));
}

const followers: ReadonlySet<string> = new Set(
  'list show which who only just sort group order rank give name what'.split(' '),
);
