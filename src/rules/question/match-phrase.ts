import { isPartOfName, type Token } from './tokens.ts';

/** A form of the phrase table, ready to compare. */
export interface Form {
  before: readonly Element[];
  after: readonly Element[];
  slot: '*' | "*'s" | '*~' | null; // null = the form has no account
}

interface Element {
  words: ReadonlySet<string>;
  optional: boolean;
}

/** Reads one form of the table; see `Phrases` for its signs. */
export function compileForm(form: string): Form {
  const parts = form.split(' ');
  const at = parts.findIndex((part) => part.startsWith('*'));
  const slot = parts[at];
  return {
    before: (at < 0 ? parts : parts.slice(0, at)).map(toElement),
    after: at < 0 ? [] : parts.slice(at + 1).map(toElement),
    slot: slot === '*' || slot === "*'s" || slot === '*~' ? slot : null,
  };
}

/**
 * Compares words with a form.
 * @returns the words that stand for the account, perhaps none; null when the form does not fit
 */
export function matchForm(form: Form, tokens: readonly Token[]): Token[] | null {
  const from = matchBefore(form.before, tokens);
  if (from === null) return null;
  if (form.slot === null) return from === tokens.length ? [] : null;
  const to = matchAfter(form.after, tokens, from);
  if (to === null) return null;
  const slot = tokens.slice(from, to);
  if (form.slot === '*~') {
    const end = endOfName(slot);
    return end < slot.length ? withoutOwner(slot.slice(0, end)) : slot;
  }
  if (form.slot === '*') return slot;
  const last = slot.at(-1);
  const owned = last && possessive.test(last.text);
  // "How is Brindle Health doing" asks about a company; "how is Brindle's health" does not.
  if (!owned && from > 0 && isPartOfName(tokens[to], last)) return null;
  return withoutOwner(slot);
}

/**
 * Takes words off the front.
 * @returns how many words the form takes there; null when it does not fit or would take all of them
 */
export function matchLead(form: Form, tokens: readonly Token[]): number | null {
  const length = matchBefore(form.before, tokens);
  return length === null || length === 0 || length >= tokens.length ? null : length;
}

function withoutOwner(slot: Token[]): Token[] {
  const last = slot.at(-1);
  return last
    ? [
        ...slot.slice(0, -1),
        { key: last.key.replace(possessive, ''), text: last.text.replace(possessive, '') },
      ]
    : slot;
}

const possessive = /'s["'*_~]*$/iu;

function toElement(part: string): Element {
  const optional = part.endsWith('?');
  return { words: new Set((optional ? part.slice(0, -1) : part).split('|')), optional };
}

function matchBefore(elements: readonly Element[], tokens: readonly Token[]): number | null {
  return countWords(elements, (index) => tokens[index]?.key);
}

function matchAfter(elements: readonly Element[], tokens: readonly Token[], from: number): number | null {
  const end = tokens.length - 1;
  const count = countWords(elements.toReversed(), (index) =>
    end - index < from ? '' : tokens[end - index]?.key,
  );
  return count === null ? null : tokens.length - count;
}

/** How many words the elements take, as many as they can; a word that an optional one took is given back where needed. */
function countWords(
  elements: readonly Element[],
  wordAt: (index: number) => string | undefined,
  element = 0,
  word = 0,
): number | null {
  const wanted = elements[element];
  if (!wanted) return word;
  const taken = wanted.words.has(wordAt(word) ?? '')
    ? countWords(elements, wordAt, element + 1, word + 1)
    : null;
  return taken === null && wanted.optional ? countWords(elements, wordAt, element + 1, word) : taken;
}

/** Where the words stop being a name: at the first word of change or state, unless it is written as part of a name. */
function endOfName(slot: readonly Token[]): number {
  const at = slot.findIndex(
    (token, index) =>
      outcomes.has(token.key) &&
      !(index === 0 && token.key === 'the') &&
      !isPartOfName(token, slot[index - 1]),
  );
  return at < 0 ? slot.length : at;
}

/** What happens to accounts and scores, and the small words that lead there. */
const outcomes: ReadonlySet<string> = new Set(
  (
    'drop drops dropped dropping change changes changed changing fall falls fell fallen falling decline declined ' +
    'declining decrease decreased decreasing increase increased increasing improve improved improving rise rose risen ' +
    'rising go goes going gone went turn turned turning become became get got getting jump jumped move moved moving ' +
    'leave leaving left cancel cancelled canceled cancelling lose losing lost slip slipped slipping slide dip dipped crash crashed tank tanked tanking worsen worsened churn ' +
    'churned churning suffer suffering struggle struggling fail failing look looking do doing score scored scores ' +
    'health healthy unhealthy happy unhappy red amber yellow green low lower high higher down up bad worse good better ' +
    'risky degraded stale at so not no only still in such being been a the'
  ).split(' '),
);
