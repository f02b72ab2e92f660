import type { Bound } from './query.ts';
import { type ReadAmount, readAmount } from './read-amount.ts';
import { type Ahead, condition, fits, type Read, type Reader } from './reader.ts';

type Figure = 'arr' | 'score' | 'seats';

const figureWords: readonly (readonly [string, Figure])[] = [
  ['arr|acv|revenue|contract|spend', 'arr'],
  ['annual recurring? revenue|value', 'arr'],
  ['a|per year', 'arr'],
  ['health? score|scores', 'score'],
  ['points', 'score'],
  ['seats|licences|licenses|seat', 'seats'],
];

/** The words that lead to a bound: which end it is, and whether the end itself is in it. */
const comparisons: readonly (readonly [string, 'min' | 'max', boolean])[] = [
  ['no less than', 'min', false],
  ['no more than', 'max', false],
  ['over|above|exceeding', 'min', true],
  ['more|greater|larger|higher|bigger than', 'min', true],
  ['at least', 'min', false],
  ['minimum|min of?', 'min', false],
  ['under|below|beneath', 'max', true],
  ['less|lower|smaller|fewer than', 'max', true],
  ['at most', 'max', false],
  ['up to', 'max', false],
  ['maximum|max of?', 'max', false],
];

/** `over 50k ARR`, `score below 40`, `between €50k and €100k`, `at least 200 seats`. */
export const readFigure: Reader = (ahead) => {
  const { keys } = ahead;
  const lead = fits('with|having|whose|paying|worth|scoring|scored a|an|the?', keys) ?? 0;
  const implied = keys[0]?.startsWith('scor') && lead > 0 ? 'score' : null;
  const named = figureAt(keys.slice(lead));
  const at = lead + (named?.length ?? 0);
  const start = at + (fits('is|of|are|=', keys.slice(at)) ?? 0);
  const figure = named?.figure ?? implied;
  return (
    readBeyond(ahead, start, figure) ?? readBetween(ahead, start, figure) ?? readBound(ahead, start, figure)
  );
};

function figureAt(keys: readonly string[]): { figure: Figure; length: number } | null {
  for (const [form, figure] of figureWords) {
    const length = fits(form, keys);
    if (length !== null && length > 0) return { figure, length };
  }
  return null;
}

function readBound(ahead: Ahead, at: number, figure: Figure | null): Read | null {
  for (const [form, end, open] of comparisons) {
    const length = fits(form, ahead.keys.slice(at));
    if (length === null) continue;
    const amount = amountAt(ahead, at + length);
    if (!amount) continue;
    const bound: Bound = { hundredths: amount.hundredths, open };
    const range = { min: end === 'min' ? bound : null, max: end === 'max' ? bound : null };
    return toRead(ahead, at + length + amount.length, figure, amount, range);
  }
  return figure === null ? null : readExact(ahead, at, figure);
}

/** `50k+`, `50k or more`, `200 seats or fewer`: that much, and what lies beyond. */
function readBeyond(ahead: Ahead, at: number, figure: Figure | null): Read | null {
  const plus = /\d\p{L}*\+/u.test(ahead.words[at]?.raw ?? '');
  const amount = readAmount(ahead.words.slice(at, at + 4).map(({ raw }) => raw.replace('+', '')));
  if (!amount) return null;
  const end = at + amount.length;
  const named = figure === null ? figureAt(ahead.keys.slice(end)) : null;
  const after = ahead.keys.slice(end + (named?.length ?? 0));
  const more = fits('or|and more|above|over|higher|up|upwards', after);
  const less = fits('or|and less|below|under|lower|fewer', after);
  const beyond = more ?? less;
  if (!plus && beyond === null) return null;
  const bound: Bound = { hundredths: amount.hundredths, open: false };
  const range = less === null ? { min: bound, max: null } : { min: null, max: bound };
  const length = end + (beyond === null ? 0 : (named?.length ?? 0) + beyond);
  return toRead(ahead, length, figure ?? (beyond === null ? null : (named?.figure ?? null)), amount, range);
}

/** `score 40` says a number and no side. */
function readExact(ahead: Ahead, at: number, figure: Figure): Read | null {
  const amount = amountAt(ahead, at);
  if (!amount || at === 0) return null;
  const bound: Bound = { hundredths: amount.hundredths, open: false };
  return toRead(ahead, at + amount.length, figure, amount, { min: bound, max: bound });
}

function readBetween(ahead: Ahead, at: number, figure: Figure | null): Read | null {
  const lead = fits('between|from', ahead.keys.slice(at)) ?? 0;
  const one = amountAt(ahead, at + lead);
  if (!one) return null;
  const join = at + lead + one.length;
  const joined = fits('and|to', ahead.keys.slice(join));
  const other = joined === null ? null : amountAt(ahead, join + joined);
  if (joined === null || !other || (lead === 0 && !one.isMoney && !other.isMoney)) return null;
  const range = {
    min: { hundredths: one.hundredths, open: false },
    max: { hundredths: other.hundredths, open: false },
  };
  const amount = {
    ...other,
    currency: one.currency ?? other.currency,
    isMoney: one.isMoney || other.isMoney,
  };
  return toRead(ahead, join + joined + other.length, figure, amount, range);
}

/** Numbers of a thousand and more without a word are money; smaller ones may be anything. */
const surelyMoney = 100_000;

function toRead(
  { keys }: Ahead,
  end: number,
  named: Figure | null,
  amount: ReadAmount,
  range: { min: Bound | null; max: Bound | null },
): Read | null {
  const after = fits('in|of', keys.slice(end)) ?? 0;
  const trailing = figureAt(keys.slice(end + after));
  const figure =
    named ?? trailing?.figure ?? (amount.isMoney || amount.hundredths >= surelyMoney ? 'arr' : null);
  const length =
    end + (trailing && (named === null || trailing.figure === named) ? after + trailing.length : 0);
  if (figure === null)
    return {
      length: end,
      parts: [],
      problem: `Of what should it be ${keys.slice(0, end).join(' ')}? Say ARR, score or seats.`,
    };
  if (figure !== 'arr')
    return amount.currency === null
      ? condition(length, { field: figure, ...range })
      : {
          length,
          parts: [],
          problem: `A ${figure === 'score' ? 'score' : 'number of seats'} has no currency.`,
        };
  const note = amount.currency === null ? eachCurrency : undefined;
  return condition(length, { field: 'arr', ...range, currency: amount.currency }, note);
}

const eachCurrency = 'No currency was named, so each ARR is compared as the number that it is in its own.';

function amountAt({ words }: Ahead, at: number): ReadAmount | null {
  return readAmount(words.slice(at, at + 4).map(({ raw }) => raw));
}
