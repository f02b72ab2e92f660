import { contentOf } from './sentences.ts';

/** Words that change what a sentence commits to or destroys. The source has to say them too, in some form. */
const weighty: readonly (readonly [string, RegExp])[] = [
  [
    'all',
    /(?<!\p{L})(?:all|every|everyone|everybody|everything|any|anyone|alle[nrsm]?|jede[nrsm]?|tous|toutes|tout|chaque|todos|todas|cada)(?!\p{L})/iu,
  ],
  ['always', /(?<!\p{L})(?:always|immer|stets|toujours|siempre)(?!\p{L})/iu],
  ['only', /(?<!\p{L})(?:only|solely|nur|seulement|uniquement|solo|sólo|solamente)(?!\p{L})/iu],
  [
    'delete',
    /(?<!\p{L})(?:delet\w*|eras\w*|wip(?:e|es|ed|ing)|purg\w*|remov\w*|lösch\w*|entfern\w*|supprim\w*|elimin\w*|borr\w*)(?!\p{L})/iu,
  ],
  ['cancel', /(?<!\p{L})(?:cancel\w*|terminat\w*|kündig\w*|résili\w*|annul\w*)(?!\p{L})/iu],
  [
    'reset',
    /(?<!\p{L})(?:reset\w*|overwrit\w*|revok\w*|uninstall\w*|zurücksetz\w*|réinitialis\w*|restablec\w*)(?!\p{L})/iu,
  ],
  [
    'switch off',
    /(?<!\p{L})(?:disabl\w*|deactivat\w*|turn(?:s|ed|ing)?\s+off|switch(?:es|ed|ing)?\s+off|deaktivier\w*|désactiv\w*|desactiv\w*)(?!\p{L})/iu,
  ],
  [
    'switch on',
    /(?<!\p{L})(?:enabl\w*|activat\w*|turn(?:s|ed|ing)?\s+on|switch(?:es|ed|ing)?\s+on|aktivier\w*|activ[eé]\w*)(?!\p{L})/iu,
  ],
  ['at least', /(?<!\p{L})(?:at least|minimum|or more|mindestens|au moins|al menos)(?!\p{L})/iu],
  [
    'at most',
    /(?<!\p{L})(?:at most|up to|maximum|or less|no more than|höchstens|bis zu|au plus|jusqu|como máximo|hasta)(?!\p{L})/iu,
  ],
  [
    'more',
    /(?<!\p{L})(?:more|over|above|exceed\w*|increas\w*|mehr|über|plus de|más|supérieur\w*)(?!\p{L})/iu,
  ],
  ['less', /(?<!\p{L})(?:less|fewer|below|under|decreas\w*|reduc\w*|weniger|unter|moins|menos)(?!\p{L})/iu],
  [
    'must',
    /(?<!\p{L})(?:must|mandatory|obligatory|müssen|muss|doit|doivent|deben?|obligatori\w*|obligatoire)(?!\p{L})/iu,
  ],
  [
    'free',
    /(?<!\p{L})(?:for free|free of charge|at no (?:extra )?cost|kostenlos|gratis|gratuit\w*)(?!\p{L})/iu,
  ],
  [
    'safe',
    /(?<!\p{L})(?:safe(?:ly)?|secure(?:ly)?|harmless|guarante\w*|sicher|garantier\w*|garanti\w*|segur[oa]s?)(?!\p{L})/iu,
  ],
];
/** `required` and `need` oblige as well; where the source says one of them, `must` is no more than that. */
const alsoSaid = new Map([
  [
    'must',
    /(?<!\p{L})(?:requir\w*|need\w*|have to|has to|erforderlich|nötig|nécessaire|necesari\w*)(?!\p{L})/iu,
  ],
]);

/** What cannot be undone has to stand there in the same form, with what it is done to: `deleted exports` is no advice to delete. */
const sameForm: ReadonlySet<string> = new Set(['delete', 'cancel', 'reset']);

/** The weighty words of a sentence that the source does not say, by what they mean. */
export function uncitedWeight(sentence: string, source: string): string[] {
  return weighty
    .filter(([name, form]) => {
      const [word] = form.exec(sentence) ?? [];
      if (word === undefined || alsoSaid.get(name)?.test(source)) return false;
      return sameForm.has(name) ? !isDoneTo(word, sentence, source) : !form.test(source);
    })
    .map(([name]) => name);
}

/** How many words a verb and what it is done to are apart at most. */
const objectWithin = 4;

/** Whether the source has the same verb before, or behind, one of the same words. */
function isDoneTo(verb: string, sentence: string, source: string): boolean {
  const own = objectsOf(verb, sentence).flatMap((words) => [...words]);
  return objectsOf(verb, source).some((words) => own.length === 0 || own.some((word) => words.has(word)));
}

function objectsOf(verb: string, text: string): ReadonlySet<string>[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_.:-]+/gu) ?? [];
  return words.flatMap((word, at) => {
    if (word.replace(/[.:-]+$/, '') !== verb.toLowerCase()) return [];
    const after = contentOf(words.slice(at + 1, at + 1 + objectWithin).join(' '));
    return [after.size > 0 ? after : contentOf(words.slice(Math.max(0, at - objectWithin), at).join(' '))];
  });
}

/** Words of which one takes the other's place when a fact is turned round. */
const opposites: readonly (readonly [RegExp, RegExp])[] = [
  ['right|correct|richtig', 'wrong|incorrect|falsch'],
  ['early|earlier', 'late|later'],
  ['first', 'last|second'],
  ['old|older|oldest', 'new|newer|newest|newly'],
  ['longer|long', 'shorter|short'],
  ['higher|high', 'lower|low'],
  ['more|over|above|mehr|über|more than', 'less|fewer|under|below|weniger|unter'],
  ['before|vor|avant|antes', 'after|nach|après|después'],
  ['finished|ended|complete|completed', 'running|unfinished|incomplete'],
  ['on', 'off'],
  ['open', 'closed?'],
  ['manual|manually|by hand', 'automatic|automatically|by itself'],
  ['public', 'internal|private'],
  ['faster|fast', 'slower|slow'],
  ['always', 'never'],
  ['same', 'different|another|other'],
  ['ignores?', 'respects?|obeys?|follows?'],
  ['enters?|joins?', 'leaves?'],
  ['up', 'down'],
  ['raised?|increased?|increases?', 'lowered|decreased?|decreases?|reduced?'],
  [
    'minimum|at least|or more|mindestens|au moins|al menos',
    'maximum|at most|up to|no more than|or less|höchstens|bis zu|au plus|como máximo',
  ],
].map(([one, other]) => [wholeWord(one ?? ''), wholeWord(other ?? '')] as const);

function wholeWord(forms: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${forms})(?!\\p{L})`, 'iu');
}

/**
 * A word of a sentence whose opposite stands in its nearest source, while the word itself does not.
 * @returns null where there is none
 */
export function findOpposite(sentence: string, nearest: string): string | null {
  for (const pair of opposites) {
    for (const [own, other] of [pair, pair.toReversed() as [RegExp, RegExp]]) {
      const [word] = own.exec(sentence) ?? [];
      if (word !== undefined && !own.test(nearest) && other.test(nearest)) return word;
    }
  }
  return null;
}
