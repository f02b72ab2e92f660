const monthNames: readonly (readonly string[])[] = [
  ['jan', 'januar', 'january', 'jänner', 'janvier', 'enero'],
  ['feb', 'februar', 'february', 'février', 'febrero'],
  ['mar', 'mär', 'märz', 'march', 'mars', 'marzo'],
  ['apr', 'april', 'avril', 'abril'],
  ['may', 'mai', 'mayo'],
  ['jun', 'june', 'juni', 'juin', 'junio'],
  ['jul', 'july', 'juli', 'juillet', 'julio'],
  ['aug', 'august', 'août', 'agosto'],
  ['sep', 'sept', 'september', 'septembre', 'septiembre'],
  ['oct', 'okt', 'october', 'oktober', 'octobre', 'octubre'],
  ['nov', 'november', 'novembre', 'noviembre'],
  ['dec', 'dez', 'december', 'dezember', 'décembre', 'diciembre'],
];
const monthOf = new Map(
  monthNames.flatMap((names, index) => names.map((name) => [name, index + 1] as const)),
);
const month = `(${[...monthOf.keys()].sort((a, b) => b.length - a.length).join('|')})\\.?`;

const iso = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/g;
const dotted = /\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b/g;
const dayFirst = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th|er|\\.)?(?: of| de)? ${month}(?:,? (?:de )?(\\d{4}))?(?!\\p{L})`,
  'giu',
);
const monthFirst = new RegExp(
  `(?<!\\p{L})${month} (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?(?![\\d\\p{L}])`,
  'giu',
);

/**
 * The dates of a text as `year-month-day`; `month-day` for one without a year. What slashes mean differs from country to
 * country: those are compared as figures.
 */
function datesIn(text: string): string[] {
  const day = (year: string | undefined, monthNumber: number, dayNumber: string): string =>
    `${year === undefined ? '' : `${year}-`}${monthNumber}-${Number(dayNumber)}`;
  const named = (name = '') => monthOf.get(name.toLowerCase()) ?? 0;
  return [
    ...[...text.matchAll(iso)].map(([, y, m, d = '']) => day(y, Number(m), d)),
    ...[...text.matchAll(dotted)].map(([, d = '', m, y]) => day(y, Number(m), d)),
    ...[...text.matchAll(dayFirst)].map(([, d = '', m, y]) => day(y, named(m), d)),
    ...[...text.matchAll(monthFirst)].map(([, m, d = '', y]) => day(y, named(m), d)),
  ];
}

/** The dates of a text that stand in none of these; one without a year stands for any year's. */
export function uncitedDates(text: string, source: string): string[] {
  const known = new Set(datesIn(source).flatMap((date) => [date, date.split('-').slice(-2).join('-')]));
  return datesIn(text).filter((date) => !known.has(date));
}
