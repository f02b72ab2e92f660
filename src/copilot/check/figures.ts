import { findUncitedFigures } from '../check-figures.ts';
import { uncitedDates } from './dates.ts';
import { contentOf, sharedWords, unwrap } from './sentences.ts';

/** Words of numbers from two, in English, German, French and Spanish; `one` is an article as well. */
const numberWords = new Map<string, number>(
  [
    'two zwei deux dos',
    'three drei trois tres',
    'four vier quatre cuatro',
    'five fünf cinq cinco',
    'six sechs seis',
    'seven sieben sept siete',
    'eight acht huit ocho',
    'nine neun neuf nueve',
    'ten zehn dix diez',
    'eleven elf onze once',
    'twelve zwölf douze doce dozen dutzend douzaine docena',
  ].flatMap((words, index) => words.split(' ').map((word) => [word, index + 2] as const)),
);
/** Amounts that no figure shows; each must stand there in some form of the same language. */
const amounts =
  /(?<!\p{L})(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|half|twice|double[ds]?|triple[ds]?|zwanzig|hundert|tausend|doppelt|hälfte|vingt|trente|cent|mille|moitié|veinte|cien|mil|mitad|doble)(?!\p{L})/giu;

/** Units by their first letters, so that `5 min`, `5 minutes` and `5-minute` are the same quantity. */
const units: readonly (readonly [string, string])[] = [
  ['ms', 'ms|milliseconds?|millisekunden?'],
  ['second', 's|sec|secs|seconds?|sekunden?|secondes?|segundos?'],
  ['minute', 'm|min|mins|minutes?|minuten?|minutos?'],
  ['hour', 'h|hrs?|hours?|stunden?|heures?|horas?'],
  ['day', 'd|days?|tage?n?|jours?|días?|business days?|working days?|werktage?n?'],
  ['week', 'weeks?|wochen?|semaines?|semanas?'],
  ['month', 'months?|monate?n?|mois|meses|mes'],
  ['year', 'years?|jahre?n?|ans?|années?|años?'],
  ['percent', '%|percent|per cent|prozent|pour cent|por ciento'],
  ['kb', 'kb|kib|kilobytes?'],
  ['mb', 'mb|mib|megabytes?'],
  ['gb', 'gb|gib|gigabytes?'],
  ['tb', 'tb|tib|terabytes?'],
  ['eur', '€|eur|euros?'],
  ['usd', 'usd|dollars?'],
];
const unitOf = new Map(units.map(([unit, forms]) => [unit, new RegExp(`^(?:${forms})$`, 'iu')]));
const quantity =
  /(\d+(?:[.,]\d+)*)[\s-]?(business days?|working days?|per cent|pour cent|por ciento|[%€]|\p{L}+)/giu;
const versionLike = /\d+(?:\.\d+)+/g;

/**
 * The figures, versions, dates and quantities of a text that the source does not hold, as they stand in the text. A number
 * with another unit is another quantity; `4.40` and `4.4` are two versions.
 */
export function uncitedFigures(text: string, source: string): string[] {
  const digits = withDigits(text);
  const known = withDigits(unwrap(source));
  const knownQuantities = new Set(quantitiesIn(known));
  const knownVersions = new Set(known.match(versionLike) ?? []);
  const knownAmounts = new Set((source.match(amounts) ?? []).map((word) => word.toLowerCase()));
  return [
    ...findUncitedFigures(digits, [{ id: '', title: '', url: '', content: known }]),
    ...(digits.match(versionLike) ?? []).filter((version) => !knownVersions.has(version)),
    ...quantitiesIn(digits).filter((one) => !knownQuantities.has(one)),
    ...(text.match(amounts) ?? []).filter((word) => !knownAmounts.has(word.toLowerCase())),
    ...uncitedDates(text, source),
    ...strayFigures(digits, known),
  ];
}

/** How many words around a figure tell what it counts. */
const around = { own: 2, source: 5 } as const;

/** Figures that the source has, but among other words: `step 5` is no evidence for `tier 5`. */
function strayFigures(text: string, source: string): string[] {
  const known = Map.groupBy(placesIn(source, around.source), ({ figure }) => figure);
  return placesIn(text, around.own)
    .filter(({ figure, words }) => {
      const places = known.get(figure) ?? [];
      return (
        places.length > 0 && words.size > 0 && places.every((place) => sharedWords(words, place.words) === 0)
      );
    })
    .map(({ figure }) => figure);
}

/** Figures with the words around them, no further than the next comma or cell: behind it something else is counted. */
function placesIn(text: string, reach: number): { figure: string; words: ReadonlySet<string> }[] {
  return text.split(/[,;|](?!\d)|[()–—]|\n/).flatMap((part) => {
    const words = part.split(/\s+/).map((word) => word.replace(/^[^\p{L}\p{N}]+|[.,;:!?%]+$/gu, ''));
    return words.flatMap((figure, at) => {
      if (!/^\d+(?:[.,:]\d+)*$/.test(figure)) return [];
      const near = words.slice(Math.max(0, at - reach), at + reach + 1).filter((word) => !/\d/.test(word));
      return [{ figure, words: contentOf(near.join(' ')) }];
    });
  });
}
function withDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{L}+/gu, (word) => String(numberWords.get(word.toLowerCase()) ?? word));
}

function quantitiesIn(text: string): string[] {
  return [...text.matchAll(quantity)].flatMap(([, figure = '', word = '']) => {
    for (const [unit, forms] of unitOf)
      if (forms.test(word)) return [`${figure.replace(/,(?=\d{3})/g, '')} ${unit}`];
    return [];
  });
}
