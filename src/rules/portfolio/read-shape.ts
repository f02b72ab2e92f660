import type { GroupKey, SortKey } from './query.ts';
import { fits, type Part, type Read, type Reader } from './reader.ts';

const sortWords: readonly (readonly [string, SortKey, boolean])[] = [
  ['health? score|scores change', 'scoreChange', false],
  ['health|score|scores', 'score', false],
  ['arr|acv|revenue|value|size|spend', 'arr', true],
  ['renewal|renewals|renews date|day?', 'renewsOn', false],
  ['name|alphabet|alphabetically', 'name', false],
  ['change|drop|loss', 'scoreChange', false],
  ['usage|use|activity change?', 'use', false],
  ['seats', 'seats', true],
  ['start|age date?', 'startsOn', false],
];

const groupWords: readonly (readonly [string, GroupKey])[] = [
  ['segment|segments', 'segment'],
  ['tier|tiers', 'tier'],
  ['region|regions', 'region'],
  ['use case|cases', 'useCase'],
  ['usecase|use-case', 'useCase'],
  ['lifecycle? stage|stages', 'stage'],
  ['owner|owners|csm|csms', 'owner'],
  ['band|bands|health band?', 'band'],
  ['colour|color', 'band'],
  ['currency|currencies', 'currency'],
  ['renewal? month|months', 'renewalMonth'],
];

/** `grouped by segment`, `per owner`, `by region`. */
export const readGroup: Reader = ({ keys }) => {
  const lead =
    fits('group|grouped|grouping|split|broken|breakdown down? by', keys) ?? fits('per|by|each|every', keys);
  if (lead === null) return null;
  const explicit = lead > 1;
  for (const [form, by] of groupWords) {
    const length = fits(form, keys.slice(lead));
    // "by health" is an order, "grouped by health" brings bands together
    if (length === null || (!explicit && by === 'band' && keys[lead] === 'health')) continue;
    return { length: lead + length, parts: [{ kind: 'group', by }] };
  }
  if (!explicit) return null;
  return {
    length: lead + 1,
    parts: [],
    problem: `Nothing can be grouped by '${keys[lead] ?? ''}': segment, tier, region, use case, stage, owner, band, currency, month.`,
  };
};

/** `sorted by renewal`, `by ARR descending`, `lowest score first`, `order by name`. */
export const readSort: Reader = ({ keys }) => {
  const lead = fits('and? then? sort|sorted|sorting|order|ordered|ranked|rank by', keys) ?? fits('by', keys);
  if (lead === null) {
    const alphabetic = fits('alphabetically', keys) ?? fits('in alphabetical|alphabetic order', keys);
    if (alphabetic === null) return readFirst(keys);
    return { length: alphabetic, parts: [{ kind: 'sort', by: 'name', descending: false }] };
  }
  const down = fits('highest|largest|biggest|latest|descending', keys.slice(lead));
  const up = fits('lowest|smallest|earliest|ascending|soonest|next', keys.slice(lead));
  const from = lead + (down ?? up ?? 0);
  for (const [form, by, usual] of sortWords) {
    const length = fits(form, keys.slice(from));
    if (length === null) continue;
    const end = from + length;
    const said = directionAt(keys.slice(end));
    const descending = said?.descending ?? (down !== null ? true : up !== null ? false : usual);
    return { length: end + (said?.length ?? 0), parts: [{ kind: 'sort', by, descending }] };
  }
  if (lead < 2) return null;
  return {
    length: lead + 1,
    parts: [],
    problem: `Nothing can be sorted by '${keys[lead] ?? ''}': score, ARR, renewal, name, change, usage, seats, start.`,
  };
};

/** `lowest score first`, `highest first`. */
function readFirst(keys: readonly string[]): Read | null {
  const down = fits('highest|largest|biggest|latest', keys);
  const lead = down ?? fits('lowest|smallest|earliest|soonest|worst|best', keys);
  if (lead === null) return null;
  for (const [form, by] of sortWords) {
    const length = fits(form, keys.slice(lead));
    const first = length === null ? null : fits('first', keys.slice(lead + length));
    if (length !== null && first !== null)
      return { length: lead + length + first, parts: [{ kind: 'sort', by, descending: down !== null }] };
  }
  const first = fits('first', keys.slice(lead));
  if (first === null) return null;
  const isSize = sizes.has(keys[0] ?? '');
  return { length: lead + first, parts: [{ kind: 'direction', descending: down !== null, isSize }] };
}

/** Said of nothing, these are about ARR, as in "the 10 largest". */
const sizes: ReadonlySet<string> = new Set(['biggest', 'largest', 'smallest']);

function directionAt(keys: readonly string[]): { length: number; descending: boolean } | null {
  const down =
    fits('desc|descending|downwards', keys) ?? fits('highest|largest|biggest|latest|newest first', keys);
  if (down !== null) return { length: down, descending: true };
  const up =
    fits('asc|ascending|upwards', keys) ?? fits('lowest|smallest|earliest|soonest|oldest|next first', keys);
  return up === null ? null : { length: up, descending: false };
}

const countWords = 'one two three four five six seven eight nine ten'.split(' ');
const limitAtMost = 1_000;

const superlatives: readonly (readonly [string, readonly Part[]])[] = [
  ['top', [{ kind: 'sort', by: 'arr', descending: true }]],
  ['bottom', [{ kind: 'sort', by: 'score', descending: false }]],
  ['first', []],
  ['biggest|largest|highest|richest', [{ kind: 'sort', by: 'arr', descending: true }]],
  ['smallest|tiniest', [{ kind: 'sort', by: 'arr', descending: false }]],
  ['worst|unhealthiest|sickest|lowest|weakest', [{ kind: 'sort', by: 'score', descending: false }]],
  ['best|healthiest|strongest', [{ kind: 'sort', by: 'score', descending: true }]],
];

/** `top 10`, `5 largest`, `the worst three`, `first 20`. */
export const readLimit: Reader = ({ keys }) => {
  const ahead = readNextFew(keys);
  if (ahead) return ahead;
  const early = numberAt(keys[0]);
  const at = early === null ? 0 : 1;
  for (const [form, parts] of superlatives) {
    const length = fits(form, keys.slice(at));
    if (length === null) continue;
    const late = early === null ? numberAt(keys[length]) : null;
    const count = early ?? late;
    if (count === null && form === 'first') return null;
    if (count === 0) return { length: at + length, parts: [], problem: 'Of none there is nothing to list.' };
    const until = at + length + (late === null ? 0 : 1);
    const scored = fits('scoring|scored', keys.slice(until));
    const end = until + (scored ?? 0);
    const limit: Part[] =
      count === null && form !== 'top' && form !== 'bottom'
        ? []
        : [{ kind: 'limit', count: Math.min(count ?? 10, limitAtMost) }];
    if (scored === null) return { length: end, parts: [...limit, ...parts] };
    const descending = !lowest.has(keys[at] ?? '');
    return { length: end, parts: [...limit, { kind: 'sort', by: 'score', descending }] };
  }
  const limit = fits('limit', keys) === null ? null : numberAt(keys[1]);
  return limit === null ? null : { length: 2, parts: [{ kind: 'limit', count: Math.max(1, limit) }] };
};

/** "Five lowest scoring": the score is meant, whatever the superlative is about else. */
const lowest: ReadonlySet<string> = new Set('bottom smallest tiniest worst lowest weakest'.split(' '));

/** `next 10 renewals`: so many, not a span of time. */
function readNextFew(keys: readonly string[]): Read | null {
  const count = keys[0] === 'next' ? numberAt(keys[1]) : null;
  if (count === null || count === 0) return null;
  // "Renewals" itself is read afterwards, with the time that may follow it.
  const isOf = fits(
    'red|amber|green? accounts|customers|clients|companies? to? renewals|renewal|renew',
    keys.slice(2),
  );
  if (isOf === null) return null;
  return {
    length: 2,
    parts: [
      { kind: 'limit', count },
      { kind: 'sort', by: 'renewsOn', descending: false },
    ],
  };
}

function numberAt(key: string | undefined): number | null {
  if (key === undefined) return null;
  if (/^\d{1,4}$/u.test(key)) return Number(key);
  const at = countWords.indexOf(key);
  return at < 0 ? null : at + 1;
}

/** `how many`, `number of`, `total ARR of`. */
export const readAsk: Reader = ({ keys, isFirst }) => {
  const count = fits('how many', keys) ?? fits('number|count of', keys) ?? fits('count', keys);
  if (count !== null) return { length: count, parts: [{ kind: 'ask', ask: 'count' }] };
  const sum =
    fits('how much arr|revenue is|do|does|are?', keys) ??
    fits('what is the|our|my? total|sum? arr|revenue of|for|from|at|in?', keys) ??
    fits('total|sum of? arr|revenue of|for|from|at|in?', keys) ??
    // "ARR at risk by segment"
    (isFirst && fits('arr|revenue at|in|renewing|expiring|up', keys) !== null ? 1 : null);
  return sum === null ? null : { length: sum, parts: [{ kind: 'ask', ask: 'sum' }] };
};

/** `not`, `except`, `but no`: turns what follows. */
export const readNot: Reader = ({ keys }) => {
  const length =
    fits('but? not|no|except|excluding|without|exclude|neither|nor|never', keys) ??
    fits("isn't|aren't|don't|doesn't|didn't|won't|haven't|hasn't|wasn't|weren't", keys) ??
    fits('other than', keys) ??
    fits('apart from', keys);
  return length === null ? null : { length, parts: [{ kind: 'not' }] };
};

/** `or`, which joins values of one kind. */
export const readOr: Reader = ({ keys }) =>
  keys[0] === 'or' ? { length: 1, parts: [{ kind: 'or' }] } : null;
