import { tokensOf } from '../tokens.ts';

/** What begins a sentence with a capital and is no name. */
const openers = new Set(
  `accept actually add admins after allow already also always answer ask assign avoid because before both change check choose
  clear click close configure confirm connect contact copy create currently customers delete deselect disable download
  each edit either enable ensure enter every everyone expand export fill find first fix follow give go grant however
  import install instead invite keep later leave let log look make many map maybe most move navigate never next no
  note nothing now once only open otherwise pass paste pause pick please press provide put raise rather read reconnect
  refresh reload remember remove rename replace request reset restart restore resume retry review rotate run save scroll see
  select send set should show sign since some split start still stop switch tap tell then therefore try turn type under
  uncheck unless until update upgrade upload use users using verify view visit wait within without write yes
  aber als auch auf bei bitte das dann dem den der des die dies diese dieser drücken ein eine einen er es falls für gehen geben
  im in ist klicken melden mit nach nur ob öffnen ohne prüfen sie sobald starten und versuchen vor wählen warten wenn wie wir zu zum
  zuerst zur ihr ihre ihren ihrem ihnen
  ainsi alors après attendez au aucun aussi avant avec ce cela ces cette choisissez cliquez dans depuis des donc du elle en
  ensuite essayez et il ils la le les leur lorsque mais ne nous ouvrez par pas pour puis quand redémarrez sans sélectionnez si sur un une vérifiez vous
  abra antes aunque compruebe con cuando de después desde el ella en entonces espere esta este esto haga hay intente la las lo los luego no para pero
  por primero pulse reinicie se seleccione si sin su sus también una uno usted vaya y`.split(/\s+/),
);

const token = /[\p{L}\p{N}](?:[\p{L}\p{N}'’&+#_./:@-]*[\p{L}\p{N}+#])?/gu;
const polite = new Set(['i', 'sie', 'ihr', 'ihre', 'ihren', 'ihrem', 'ihnen', 'ok']);

/**
 * The names of a text that the source does not hold: words with a capital, identifiers, versions, addresses of mail, and
 * whatever mixes letters with digits or signs. The word that begins a sentence counts unless it commonly begins one.
 */
export function uncitedNames(text: string, source: string): string[] {
  const known = knownNames(source);
  return namesIn(text).filter((name) => !isKnown(name, known));
}

function namesIn(text: string): string[] {
  const plain = text.normalize('NFKC');
  return [...plain.matchAll(token)].flatMap(({ 0: word, index }) => {
    const lower = word.toLowerCase();
    if (polite.has(lower)) return [];
    if (/[_@#/]|[\p{L}\p{N}][.:][\p{L}\p{N}]|\p{L}\d|\d\p{L}|\p{Ll}\p{Lu}/u.test(word))
      return isOrdinal(word) ? [] : [word];
    if (!/\p{Lu}/u.test(word)) return [];
    const begins = /(?:^|[.!?:;…]\s|["“„«'(]|[-–—]\s)\s*$/u.test(plain.slice(0, index));
    const isShout = word.length > 1 && word === word.toUpperCase();
    return begins && !isShout && (openers.has(lower) || tokensOf(word).length === 0) ? [] : [word];
  });
}

/** `5th` and `3-day` are figures, and times such as `10:30`. */
function isOrdinal(word: string): boolean {
  return /^\d+(?:st|nd|rd|th|ms|s|m|min|h|d|kb|mb|gb|tb)$/i.test(word) || /^\d+(?:[.:/-]\d+)*$/.test(word);
}

interface KnownNames {
  words: ReadonlySet<string>;
  /** As they are written: `US` is not known by `us`. */
  written: ReadonlySet<string>;
  /** For identifiers that our token ends elsewhere than the source does. */
  text: string;
}

function knownNames(source: string): KnownNames {
  const plain = source.normalize('NFKC');
  const text = plain.toLowerCase();
  const written = new Set(
    [...plain.matchAll(token)].flatMap(([word]) => [word, ...word.split(/[-/]/), bare(word)]),
  );
  const words = [...text.matchAll(token)].flatMap(([word]) => [word, ...word.split(/[-/]/), bare(word)]);
  return { words: new Set(words), written, text };
}

function isKnown(name: string, { words, written, text }: KnownNames): boolean {
  const lower = name.toLowerCase();
  if (/^\p{Lu}{2,4}$/u.test(name)) return written.has(name);
  if (words.has(lower) || words.has(bare(lower)) || words.has(`${lower}s`)) return true;
  if (/[_@#/.:]/.test(name)) return hasWhole(text, lower);
  const parts = lower.split('-');
  return parts.length > 1 && parts.every((part) => words.has(part) || words.has(bare(part)));
}

/** Without what grammar adds to a name. */
function bare(word: string): string {
  return word.replace(/['’]s?$|s$/, '');
}

function hasWhole(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (!/[\p{L}\p{N}]/u.test(`${text[at - 1] ?? ' '}${text[at + part.length] ?? ' '}`)) return true;
  }
  return false;
}
