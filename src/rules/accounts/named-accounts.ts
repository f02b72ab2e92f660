import { coreWords, foldText, hostOf, wordsOf } from './name-forms.ts';
import type { AccountName } from './resolve-account.ts';

/** A name of one word that is shorter may be any word. */
const fewestLetters = 4;
/** Longer texts are looked at up to here. */
const longest = 8_000;

/**
 * The accounts that a text names somewhere in it, by id, name, alias or external id, word for word but for case, accents,
 * legal form and a possessive `'s`, or by a domain of theirs, also above a host and inside a URL or e-mail address; a name
 * inside a longer one is none. Nothing is corrected or completed: a text is no answer to "which account?".
 * @returns their ids, in the order of the directory
 */
export function namedAccounts(text: string, directory: readonly AccountName[]): string[] {
  const hostOwners = ownersOf(directory, ({ domains }) =>
    domains.flatMap((one) => hostOf(foldText(one)) ?? []),
  );
  const { words, pieces, hosts } = read(foldText(text.slice(0, longest)), hostOwners);
  const said = new Set(words.flatMap(({ as, bare }) => [as, bare]));
  const byHost = new Set(hosts.flatMap((host) => ownersAbove(host, hostOwners)));
  const found = directory.flatMap(({ id, name, aliases, externalIds }) => {
    const exact = externalIds.map(foldText).filter((one) => pieces.has(one));
    const spoken = [id, name, ...aliases].map(coreOf).filter((core) => isSaid(core, said, words));
    const by = [...exact, ...spoken.map((core) => core.join(' '))];
    return by.length === 0 && !byHost.has(id) ? [] : [{ id, by }];
  });
  // Whoever writes of Acme Europe does not write of Acme.
  const isPart = (one: string, other: string): boolean => one !== other && ` ${other} `.includes(` ${one} `);
  return found
    .filter(
      ({ id, by }) =>
        byHost.has(id) ||
        by.some(
          (one) => !found.some((other) => other.id !== id && other.by.some((longer) => isPart(one, longer))),
        ),
    )
    .map(({ id }) => id);
}

/** A word as it stands, and without a possessive `'s`: `Acme's` is Acme, and McDonald's is itself. */
interface Word {
  as: string;
  bare: string;
}

interface Read {
  words: Word[];
  /** What may be an external id. */
  pieces: Set<string>;
  hosts: string[];
}

type Owners = ReadonlyMap<string, readonly string[]>;

/** Takes a text apart. An address names its host alone, and what stands behind it: `acme@mail.example` is not Acme. */
function read(folded: string, hostOwners: Owners): Read {
  const text: Read = { words: [], pieces: new Set(), hosts: [] };
  for (const token of folded.split(betweenTokens)) {
    const address = trimmed(token);
    const host = hostOf(address);
    const isAddress = host !== null && (/@|:\/\//u.test(address) || ownersAbove(host, hostOwners).length > 0);
    if (isAddress) text.hosts.push(host);
    for (const piece of (isAddress ? behindHost(address) : token).split(/[:/=]/u)) {
      text.words.push(...toWords(piece));
      text.pieces.add(trimmed(piece));
    }
  }
  return text;
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

function toWords(piece: string): Word[] {
  const bare = wordsOf(withoutPossessive(piece));
  return wordsOf(piece).map((as, index) => ({ as, bare: bare[index] ?? as }));
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

function coreOf(name: string): readonly string[] {
  return coreWords(wordsOf(foldText(name)));
}

function isSaid(core: readonly string[], said: ReadonlySet<string>, words: readonly Word[]): boolean {
  const [first = ''] = core;
  if (!said.has(first) || (core.length === 1 && first.length < fewestLetters)) return false;
  return words.some((_, from) =>
    core.every((one, index) => {
      const word = words[from + index];
      return word?.as === one || word?.bare === one;
    }),
  );
}
