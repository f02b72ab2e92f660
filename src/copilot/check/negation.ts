import { tokensOf } from '../tokens.ts';
import { contentOf, sentencesOf, sharedWords } from './sentences.ts';

/** Words that deny what follows them in their clause: English, German, French, Spanish. */
const cues = new Set(
  `not no never none nobody nothing neither nor without cannot cant dont doesnt didnt wont isnt arent wasnt werent couldnt
  shouldnt wouldnt hasnt havent unable
  nicht kein keine keinen keinem keiner keines nie niemals niemand ohne weder
  pas jamais aucun aucune sans ni rien personne
  no nunca jamás ningún ninguna ninguno sin tampoco nadie nada`.split(/\s+/),
);
/** Words that deny by themselves, with what they deny. */
const denials = new Map(
  [
    ['unavailable', 'available'],
    ['unsupported', 'supported'],
    ['impossible', 'possible'],
    ['disabled', 'enabled'],
    ['disable', 'enable'],
    ['disables', 'enables'],
    ['disallowed', 'allowed'],
    ['forbidden', 'allowed'],
    ['denied', 'allowed'],
    ['unnecessary', 'necessary'],
    ['optional', 'required'],
    ['invalid', 'valid'],
    ['unaffected', 'affected'],
    ['excluded', 'included'],
    ['excludes', 'includes'],
    ['incompatible', 'compatible'],
    ['unlimited', 'limited'],
    ['inactive', 'active'],
    ['unlike', 'like'],
    ['unchanged', 'changed'],
    ['irreversible', 'reversible'],
    ['unresolved', 'resolved'],
    ['unmöglich', 'möglich'],
    ['unbegrenzt', 'begrenzt'],
    ['indisponible', 'disponible'],
    ['imposible', 'posible'],
  ].map(([word = '', denied = '']) => [word, tokensOf(denied)[0] ?? denied] as const),
);
const clauseEnd =
  /[,;:()–—]|(?<!\p{L})(?:but|because|if|when|unless|until|so|although|while|aber|weil|wenn|sondern|damit|mais|parce|quand|pero|porque|cuando|sino)(?!\p{L})/giu;
/** `no longer when it starts` denies what follows, which is no clause of its own. */
const deniedClause = /(?<!\p{L})(?:no longer|not|nicht mehr|nicht) (?:when|if|while|because|wenn|weil) /giu;
/** Forbidden outright: the verb that follows must not begin a sentence about the same. */
const prohibition = /^(?:please )?(?:do not|don['’]?t|never|avoid) (\p{L}+)/iu;
/** How far a denial reaches, in words that say something: a verb's far, a noun's near. */
const reach = { verb: 5, noun: 2 } as const;
/** A noun stands within so many words of any kind. */
const nounWithin = 3;
const beforeNouns = new Set(
  'no without neither nor ohne kein keine keinen keinem keiner keines sans aucun aucune sin ningún ninguna ninguno'.split(
    ' ',
  ),
);

/** A denial: the words it reaches, nearest first. */
interface Denial {
  head: string;
  scope: ReadonlySet<string>;
}

/**
 * Where a sentence denies what the source affirms, or affirms what it denies: the word in question. Only the source's
 * sentences that are most like each part of the sentence are asked.
 * @returns null where both agree
 */
export function findContradiction(sentence: string, source: string): string | null {
  const whole = contentOf(sentence);
  const others = sentencesOf(source);
  const forbidden = findForbidden(sentence, others);
  if (forbidden !== null) return forbidden;
  for (const clause of clausesOf(sentence)) {
    const words = contentOf(clause);
    if (words.size === 0) continue;
    const nearest = nearestOf(words, whole, others);
    if (nearest.length === 0) continue;
    const own = denialsIn(clause);
    const theirs = nearest.map((near) => clausesOf(near).flatMap(denialsIn));
    const unfounded = own.find(
      (denial) =>
        !theirs.flat().some(({ scope }) => sharedWords(denial.scope, scope) > 0) &&
        !isDeniedIn(denial.head, others),
    );
    if (unfounded) return unfounded.head;
    if (own.length > Math.max(...theirs.map(({ length }) => length))) return own.at(-1)?.head ?? null;
    const denied = new Set(own.flatMap(({ scope }) => [...scope]));
    // Where several are equally near, one that affirms is enough.
    const lost = nearest.map(
      (near) => deniedIn(near).find((head) => words.has(head) && !denied.has(head)) ?? null,
    );
    if (lost.every((head) => head !== null)) return lost[0] ?? null;
    const refused = [...words].find((word) => !denied.has(word) && isRefused(word, whole, others));
    if (refused !== undefined) return refused;
  }
  return null;
}

/** A verb that begins a clause, where the source forbids it with something that the clause names. */
function findForbidden(sentence: string, sentences: readonly string[]): string | null {
  const rules = sentences.flatMap((text) => {
    const [, verb] = prohibition.exec(text) ?? [];
    return verb === undefined ? [] : [{ verb: tokensOf(verb)[0], about: contentOf(text) }];
  });
  for (const clause of clausesOf(sentence)) {
    const [first = ''] = clause.trim().split(/\s+/);
    const [verb] = tokensOf(first);
    const rule = rules.find((one) => one.verb === verb && sharedWords(contentOf(clause), one.about) > 1);
    if (verb !== undefined && rule) return verb;
  }
  return null;
}

function isDeniedIn(word: string, sentences: readonly string[]): boolean {
  return sentences.some((sentence) =>
    clausesOf(sentence)
      .flatMap(denialsIn)
      .some(({ head }) => head === word),
  );
}

/** Whether the source denies a word beside another word of the sentence, and nowhere affirms it. */
function isRefused(word: string, whole: ReadonlySet<string>, sentences: readonly string[]): boolean {
  const naming = sentences.filter((sentence) => withDenied(sentence).has(word));
  const denying = naming.filter((sentence) => deniedIn(sentence).includes(word));
  return (
    denying.length > 0 &&
    denying.length === naming.length &&
    denying.some((sentence) => sharedWords(whole, withDenied(sentence)) > 1)
  );
}

/** The heads of a sentence's denials that it does not affirm elsewhere. */
function deniedIn(sentence: string): string[] {
  const clauses = clausesOf(sentence).map((clause) => ({ clause, denials: denialsIn(clause) }));
  const affirmed = new Set(
    clauses.flatMap(({ clause, denials }) => {
      const scope = new Set(denials.flatMap((denial) => [...denial.scope]));
      return [...contentOf(clause)].filter((word) => !scope.has(word));
    }),
  );
  return clauses
    .flatMap(({ denials }) => denials.map(({ head }) => head))
    .filter((head) => !affirmed.has(head));
}

function clausesOf(text: string): string[] {
  return text
    .replace(deniedClause, 'not ')
    .split(clauseEnd)
    .filter((clause) => clause.trim() !== '');
}

function nearestOf(
  words: ReadonlySet<string>,
  whole: ReadonlySet<string>,
  sentences: readonly string[],
): string[] {
  const scored = sentences.map((text) => {
    const content = withDenied(text);
    return { text, score: sharedWords(words, content) * 100 + Math.min(sharedWords(whole, content), 99) };
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best < 100 ? [] : scored.filter(({ score }) => score === best).map(({ text }) => text);
}

/** `unavailable` is near `available`. */
function withDenied(text: string): ReadonlySet<string> {
  return new Set([
    ...contentOf(text),
    ...clausesOf(text).flatMap((clause) => denialsIn(clause).map(({ head }) => head)),
  ]);
}

/** The denials of a clause. Two of the same word take each other away. */
function denialsIn(clause: string): Denial[] {
  const words =
    clause
      .toLowerCase()
      .replace(/['’]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const found: Denial[] = [];
  for (const [index, word] of words.entries()) {
    const denied = denials.get(word);
    const isAfterCue = words.slice(Math.max(0, index - 2), index).some((before) => cues.has(before));
    if (denied !== undefined && !isAfterCue) found.push({ head: denied, scope: new Set([denied]) });
    if (!cues.has(word) || words[index + 1] === 'only' || words[index + 1] === 'nur') continue;
    const isNoun = beforeNouns.has(word);
    const after = words.slice(index + 1, isNoun ? index + 1 + nounWithin : undefined);
    if (after.slice(0, 2).some((next) => denials.has(next))) continue;
    const ahead = after.flatMap(tokensOf).slice(0, reach[isNoun ? 'noun' : 'verb']);
    const scope = ahead.length > 0 ? ahead : words.slice(0, index).flatMap(tokensOf).slice(-2).reverse();
    const [head] = scope;
    if (head !== undefined) found.push({ head, scope: new Set(scope) });
  }
  return found;
}
