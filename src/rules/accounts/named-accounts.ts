import { coreWords, foldText, wordsOf } from './name-forms.ts';
import type { AccountName } from './resolve-account.ts';

/** A name of one word that is shorter may be any word. */
const fewestLetters = 4;
/** Longer texts are looked at up to here. */
const longest = 8_000;

/**
 * The accounts that a text names somewhere in it, by id, name, alias, external id or domain, word for word but for case,
 * accents and legal form; a name inside a longer one is none. Nothing is corrected or completed: a text is no answer to "which account?".
 * @returns their ids, in the order of the directory
 */
export function namedAccounts(text: string, directory: readonly AccountName[]): string[] {
  const folded = foldText(text.slice(0, longest));
  const words = wordsOf(folded);
  const said = new Set(words);
  const line = ` ${words.join(' ')} `;
  const tokens = new Set(folded.split(/[\s,;:!?()"“”]+/u).map((token) => token.replace(/\.$/, '')));
  const found = directory.flatMap(({ id, name, aliases, domains, externalIds }) => {
    const exact = [...domains, ...externalIds].map(foldText).filter((one) => tokens.has(one));
    const spoken = [id, name, ...aliases].map(coreOf).filter((core) => isSaid(core, said, line));
    const by = [...exact, ...spoken.map((core) => core.join(' '))];
    return by.length === 0 ? [] : [{ id, by }];
  });
  // Whoever writes of Acme Europe does not write of Acme.
  const isPart = (one: string, other: string): boolean => one !== other && ` ${other} `.includes(` ${one} `);
  return found
    .filter(({ id, by }) =>
      by.some(
        (one) => !found.some((other) => other.id !== id && other.by.some((longer) => isPart(one, longer))),
      ),
    )
    .map(({ id }) => id);
}

function coreOf(name: string): readonly string[] {
  return coreWords(wordsOf(foldText(name)));
}

function isSaid(core: readonly string[], said: ReadonlySet<string>, line: string): boolean {
  const [first = ''] = core;
  if (!said.has(first) || (core.length === 1 && first.length < fewestLetters)) return false;
  return core.length === 1 || line.includes(` ${core.join(' ')} `);
}
