import { coreWords, foldText, hostOf, wordsOf } from './name-forms.ts';
import type { AccountName } from './resolve-account.ts';

/** A name of one word, or an external id, that is shorter may be any word. */
const fewestLetters = 4;
/** Longer texts are looked at up to here. */
const longest = 8_000;

/**
 * The accounts that a text names somewhere in it, by id, name, alias or external id, word for word but for case, accents,
 * legal form and a possessive `'s`, or by a domain of theirs, also above a host and inside a URL or e-mail address. A name
 * inside a longer one is none, and neither is a number. Nothing is corrected or completed: a text is no answer to "which
 * account?".
 * @returns their ids, in the order of the directory
 */
export function namedAccounts(text: string, directory: readonly AccountName[]): string[] {
  const hostOwners = ownersOf(directory, ({ domains }) =>
    domains.flatMap((one) => hostOf(foldText(one)) ?? []),
  );
  const keyOwners = ownersOf(directory, ({ externalIds }) =>
    externalIds.map((one) => trimmed(foldText(one))).filter((one) => isTelling([one])),
  );
  const { words, keys, hosts } = read(foldText(text.slice(0, longest)), hostOwners);
  const starts = startsOf(words);
  const named = withoutNested([
    ...keys.flatMap(({ key, ...span }) => (keyOwners.get(key) ?? []).map((id) => ({ id, ...span }))),
    ...directory.flatMap((account) => mentionsOf(account, words, starts)),
  ]);
  for (const host of hosts) for (const id of ownersAbove(host, hostOwners)) named.add(id);
  return directory.map(({ id }) => id).filter((id) => named.has(id));
}

/** A word as it stands, and without a possessive `'s`: `Acme's` is Acme, and McDonald's is itself. */
interface Word {
  as: string;
  bare: string;
}

/** Words of the text, by their places; `to` is the first after them. */
interface Span {
  from: number;
  to: number;
}

/** An account, and the words that name it. */
interface Mention extends Span {
  id: string;
}

interface Read {
  words: Word[];
  /** What may be an external id. */
  keys: (Span & { key: string })[];
  hosts: string[];
}

type Owners = ReadonlyMap<string, readonly string[]>;

/** Takes a text apart. An address names its host alone, and what stands behind it: `acme@mail.example` is not Acme. */
function read(folded: string, hostOwners: Owners): Read {
  const text: Read = { words: [], keys: [], hosts: [] };
  for (const token of folded.split(betweenTokens)) {
    const address = trimmed(token);
    const host = hostOf(address);
    const isAddress = host !== null && (/@|:\/\//u.test(address) || ownersAbove(host, hostOwners).length > 0);
    if (isAddress) text.hosts.push(host);
    const rest = isAddress ? behindHost(address) : token;
    const from = text.words.length;
    for (const piece of rest.split(/[:/=]/u)) addWords(text, piece);
    text.keys.push({ key: trimmed(rest), from, to: text.words.length });
  }
  return text;
}

function addWords({ words, keys }: Read, piece: string): void {
  const from = words.length;
  const bare = wordsOf(withoutPossessive(piece));
  for (const [index, as] of wordsOf(piece).entries()) words.push({ as, bare: bare[index] ?? as });
  keys.push({ key: trimmed(piece), from, to: words.length });
}

const betweenTokens = /[\s,;!?()"“”<>|]+|:(?=[a-z]+:\/\/)/u;

/** Without a possessive `'s`, and without what is neither letter nor digit at its ends. */
function trimmed(token: string): string {
  return withoutPossessive(token).replace(/^[^\p{L}\p{N}]+|(?<=[\p{L}\p{M}\p{N}])[^\p{L}\p{M}\p{N}]+$/gu, '');
}

function withoutPossessive(token: string): string {
  return token.replace(/(?<=[\p{L}\p{M}\p{N}])['’]s(?![\p{L}\p{M}\p{N}])/gu, '');
}

function behindHost(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).replace(/^[^/]*(?:\/\/[^/]*)?/u, '');
}

/** Who is called so, by what `keysOf` gives. */
function ownersOf(
  directory: readonly AccountName[],
  keysOf: (account: AccountName) => readonly string[],
): Owners {
  const owners = new Map<string, string[]>();
  for (const account of directory)
    for (const key of keysOf(account)) owners.set(key, [...(owners.get(key) ?? []), account.id]);
  return owners;
}

/** Whose the host is, else whose the nearest domain above it. */
function ownersAbove(host: string, owners: Owners): readonly string[] {
  const labels = host.split('.').slice(-mostLabels);
  for (let from = 0; from < labels.length; from += 1) {
    const found = owners.get(labels.slice(from).join('.'));
    if (found) return found;
  }
  return [];
}

/** No host has more. Source: RFC 1035, section 2.3.4: 255 octets */
const mostLabels = 127;

type Starts = ReadonlyMap<string, ReadonlySet<number>>;

/** Where each word stands. */
function startsOf(words: readonly Word[]): Starts {
  const starts = new Map<string, Set<number>>();
  for (const [at, { as, bare }] of words.entries())
    for (const word of [as, bare]) starts.set(word, (starts.get(word) ?? new Set()).add(at));
  return starts;
}

/** Where the text says a name of the account, with its legal form or without. */
function mentionsOf(
  { id, name, aliases }: AccountName,
  words: readonly Word[],
  starts: Starts,
): readonly Mention[] {
  return [id, name, ...aliases].flatMap((one) => {
    const whole = wordsOf(foldText(one));
    const core = coreWords(whole);
    if (!isTelling(core)) return [];
    const spellings = [core, ...(core === whole ? [] : [whole])];
    return spellings
      .filter((spelled) => spelled.every((word) => starts.has(word)))
      .flatMap((spelled) =>
        [...(starts.get(spelled[0] ?? '') ?? [])]
          .filter((from) => isSaidAt(spelled, words, from))
          .map((from) => ({ id, from, to: from + spelled.length })),
      );
  });
}

function isSaidAt(spelled: readonly string[], words: readonly Word[], from: number): boolean {
  return spelled.every((one, index) => {
    const word = words[from + index];
    return word?.as === one || word?.bare === one;
  });
}

/** `error 500` names nobody, and neither does a word of three letters. */
function isTelling(words: readonly string[]): boolean {
  const isLong = words.length > 1 || (words[0] ?? '').length >= fewestLetters;
  return isLong && words.some((word) => /\p{L}/u.test(word));
}

/** Who is named where no longer name stands: the words of Acme Europe do not name Acme, and other words of the text may. */
function withoutNested(mentions: readonly Mention[]): Set<string> {
  const named = new Set<string>();
  const taken = new Set<number>();
  const byLength = Map.groupBy(mentions, ({ from, to }) => to - from);
  for (const length of [...byLength.keys()].sort((a, b) => b - a)) {
    // Of one length first all, then their words: two accounts may have one name.
    const free = (byLength.get(length) ?? []).filter((one) => !placesOf(one).some((at) => taken.has(at)));
    for (const one of free) {
      named.add(one.id);
      for (const at of placesOf(one)) taken.add(at);
    }
  }
  return named;
}

function placesOf({ from, to }: Span): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
