import type { Account } from '../../domain/account.ts';
import { foldText, hostOf } from './name-forms.ts';
import {
  type AskedName,
  leadingTypoDistance,
  lesser,
  looseDistance,
  type Name,
  toAskedName,
  toName,
  typoDistance,
} from './near-names.ts';

/** What an account can be called by. */
export type AccountName = Pick<Account, 'id' | 'name' | 'aliases' | 'domains' | 'externalIds'>;

/** An account to choose. */
export type AccountChoice = Pick<Account, 'id' | 'name'>;

/** Which account a text means: one, one of several (at most five), or none, with the closest three at most. */
export type AccountMatch =
  | { kind: 'found'; id: string }
  | { kind: 'ambiguous'; candidates: AccountChoice[] }
  | { kind: 'unknown'; closest: AccountChoice[] };

/**
 * Finds the account that a text means. The first of these that fits any account decides: its id as typed · id, name,
 * alias, external id or domain (also inside a URL or e-mail address), whatever the case and width · the domain above that
 * host · the same name but for punctuation and accents · but for the legal form · each word begins a word of the name,
 * in order · a typo of a whole name · a typo of as many of its first words as were typed. Several accounts at one step
 * are a choice, never a guess.
 *
 * Numbers are never corrected or completed (`t-1001` is no typo of `t-1002`), and letters of look-alike scripts are
 * never corrected into each other. Empty text and text of more than 500 characters mean no account.
 * Source: five candidates: FEATURES A5
 */
export function resolveAccount(text: string, directory: readonly AccountName[]): AccountMatch {
  const folded = foldText(text.slice(0, maxLength + 1));
  if (folded === '' || text.length > maxLength) return { kind: 'unknown', closest: [] };
  const query: Query = { ...toAskedName(folded), typed: text.trim(), host: hostOf(folded) };
  const exact = firstHits(exactSteps, query, directory);
  if (exact.length > 0) return toMatch(exact);
  const entries = directory.map(toEntry);
  const similar = firstHits(similarSteps, query, entries);
  return similar.length > 0 ? toMatch(similar) : { kind: 'unknown', closest: closestTo(query, entries) };
}

/** The longest text that is looked up, in UTF-16 units: as long as a question may be. */
const maxLength = 500;

interface Query extends AskedName {
  typed: string;
  host: string | null; // null = not a domain, URL or e-mail address
}

/** An account with its names taken apart. */
interface Entry extends AccountChoice {
  names: readonly Name[];
}

interface Hit {
  account: AccountChoice;
  distance: number;
}

/** How far an account is at one step, 0 = nothing nearer; null = it does not fit. */
type Step<Row> = (query: Query, row: Row) => number | null;

const exactSteps: readonly Step<AccountName>[] = [
  (query, account) => (account.id === query.typed ? 0 : null),
  (query, account) => (isCalled(query, account) ? 0 : null),
  (query, account) => (isBelowDomain(query, account) ? 0 : null),
];

const similarSteps: readonly Step<Entry>[] = [
  (query, { names }) => (query.whole && names.some((name) => name.whole === query.whole) ? 0 : null),
  (query, { names }) => (query.core && names.some((name) => name.core === query.core) ? 0 : null),
  prefixDistance,
  (query, { names }) => nearestOf(names, (name) => typoDistance(query, name)),
  (query, { names }) => nearestOf(names, (name) => leadingTypoDistance(query, name)),
];

/** The accounts that fit at the first step that any account fits, each once. */
function firstHits<Row extends AccountChoice>(
  steps: readonly Step<Row>[],
  query: Query,
  rows: readonly Row[],
): Hit[] {
  for (const step of steps) {
    const hits = new Map<string, Hit>();
    for (const row of rows) {
      const distance = step(query, row);
      if (distance !== null) hits.set(row.id, { account: row, distance });
    }
    if (hits.size > 0) return [...hits.values()];
  }
  return [];
}

function toMatch(hits: Hit[]): AccountMatch {
  const [first] = hits;
  if (first && hits.length === 1) return { kind: 'found', id: first.account.id };
  return { kind: 'ambiguous', candidates: choices(hits, 5) };
}

function toEntry({ id, name, aliases }: AccountName): Entry {
  const names = [toName(foldText(id)), toName(foldText(name))];
  for (const alias of aliases) names.push(toName(foldText(alias)));
  return { id, name, names };
}

function nearestOf(names: readonly Name[], distanceOf: (name: Name) => number | null): number | null {
  let best: number | null = null;
  for (const name of names) best = lesser(best, distanceOf(name));
  return best;
}

function isCalled({ folded, host }: Query, account: AccountName): boolean {
  const same = (name: string) => foldText(name) === folded;
  return (
    same(account.id) ||
    same(account.name) ||
    account.aliases.some(same) ||
    account.externalIds.some(same) ||
    (host !== null && account.domains.some((domain) => hostOf(foldText(domain)) === host))
  );
}

/** `app.acme.example` belongs to whoever has `acme.example`. */
function isBelowDomain({ host }: Query, account: AccountName): boolean {
  if (host === null) return false;
  return account.domains.some((domain) => {
    const above = hostOf(foldText(domain));
    return above !== null && host.endsWith(`.${above}`);
  });
}

/** The letters that the closest fitting name has beyond the query; one letter alone says too little. */
function prefixDistance(query: Query, { names }: Entry): number | null {
  if (query.whole.length < 2) return null;
  let best: number | null = null;
  for (const { words, whole } of names) {
    const beyond = whole.length - query.whole.length;
    if (beyond > 0 && (best === null || beyond < best) && beginsInOrder(query.words, words)) best = beyond;
  }
  return best;
}

function beginsInOrder(query: readonly string[], words: readonly string[]): boolean {
  let at = 0;
  for (const word of words) {
    const begin = query[at];
    if (begin === undefined) break;
    if (word.startsWith(begin) && !cutsNumber(begin, word)) at += 1;
  }
  return at === query.length;
}

/** `tenant1` does not begin `tenant12`: half a number is another number. */
function cutsNumber(begin: string, word: string): boolean {
  return isDigit(begin.at(-1)) && isDigit(word[begin.length]);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && /\p{Nd}/u.test(character);
}

/** Accounts worth offering when none fits: those that share a word, then those up to three edits away. */
function closestTo(query: Query, entries: readonly Entry[]): AccountChoice[] {
  const wanted = new Set(query.core.split(' ').filter((word) => word.length > 2));
  const hits: Hit[] = [];
  for (const account of entries) {
    const distance = nearestOf(account.names, (name) => looseDistance(query, wanted, name));
    if (distance !== null) hits.push({ account, distance });
  }
  return choices(hits, 3);
}

function choices(hits: Hit[], count: number): AccountChoice[] {
  return hits
    .sort((left, right) => left.distance - right.distance || compare(left.account, right.account))
    .slice(0, count)
    .map(({ account }) => ({ id: account.id, name: account.name }));
}

/** By code unit: the same order on every machine. */
function compare(left: AccountChoice, right: AccountChoice): number {
  if (left.name !== right.name) return left.name < right.name ? -1 : 1;
  if (left.id === right.id) return 0;
  return left.id < right.id ? -1 : 1;
}
