import type { Band } from '../../domain/health.ts';
import type { Missable, WordField } from './query.ts';
import { type Ahead, condition, fits, type Read, type Reader } from './reader.ts';
import { foldWord, longestValue, type NamedValue } from './vocabulary.ts';

const accountNouns = 'accounts|account|customers|customer|clients|client|companies|company|tenants|tenant';

/** `"green"`, `called green`: a part of a name. */
export const readName: Reader = ({ words, keys }) => {
  const lead = fits('called|named', keys) ?? fits('with|whose name? like|containing', keys) ?? 0;
  const word = words[lead];
  if (!word || (lead === 0 && !word.quoted)) return null;
  return condition(lead + 1, { field: 'name', contains: word.typed.replace(/["']/gu, '').trim() });
};

const bandWords: ReadonlyMap<string, readonly Band[]> = new Map([
  ['red', ['red']],
  ['reds', ['red']],
  ['amber', ['amber']],
  ['ambers', ['amber']],
  ['greens', ['green']],
  ['yellow', ['amber']],
  ['orange', ['amber']],
  ['green', ['green']],
  ['healthy', ['green']],
  ['unhealthy', ['red', 'amber']],
]);

/** `red`, `in amber`, `healthy`. */
export const readBand: Reader = ({ keys, known, words }) => {
  const lead = fits('in? the? band|health|status?', keys) ?? 0;
  const anyOf = bandWords.get(keys[lead] ?? '');
  if (!anyOf) return null;
  const typed = words[lead]?.typed ?? '';
  const note = known.isAccountName(typed)
    ? `'${typed}' is read as the band; the customer of that name: \`/cs health "${typed}"\``
    : undefined;
  const after = fits('band|bands|zone|health', keys.slice(lead + 1)) ?? 0;
  return condition(lead + 1 + after, { field: 'band', anyOf }, note);
};

const fieldWords: ReadonlyMap<string, WordField> = new Map([
  ['segment', 'segment'],
  ['tier', 'tier'],
  ['region', 'region'],
  ['stage', 'stage'],
  ['phase', 'stage'],
  ['status', 'status'],
  ['usecase', 'useCase'],
]);

/** `enterprise`, `segment=enterprise`, `gold tier`, `in eu`. */
export const readFieldValue: Reader = (ahead) => {
  const { keys } = ahead;
  const glued = /^([a-z-]+)=(.+)$/u.exec(keys[0] ?? '');
  if (glued) return readGlued(ahead, glued[1] ?? '', glued[2] ?? '');
  const lead = fieldLead(keys);
  const value = lookUp(ahead, lead.length, lead.field);
  if (!value) return lead.isNamed ? refuseValue(ahead, lead) : null;
  const end = lead.length + value.length;
  const trailing = lead.field === null ? fieldWords.get(keys[end] ?? '') : undefined;
  const named = trailing && value.found.find(({ field }) => field === trailing);
  const chosen = named ?? value.found[0];
  if (!chosen) return null;
  const others = value.found.filter(({ field }) => field !== chosen.field);
  const isSure = named !== undefined || lead.field !== null || others.length === 0;
  const also = others.map(({ field }) => nameOfField(field)).join(' and ');
  const note = isSure
    ? undefined
    : `'${chosen.value}' is read as the ${nameOfField(chosen.field)}; it is also a ${also}.`;
  return condition(named ? end + 1 : end, { field: chosen.field, anyOf: [chosen.value] }, note);
};

/** `segment is gold`, where no segment is called gold. */
function refuseValue(ahead: Ahead, { field, length }: FieldLead): Read | null {
  const typed = ahead.words[length]?.typed;
  return field === null || typed === undefined ? null : unknownValue(ahead, field, typed, length + 1);
}

function readGlued(ahead: Ahead, name: string, value: string): Read {
  const key = foldWord(name);
  if (key === 'band') {
    const anyOf = bandWords.get(value);
    return anyOf
      ? condition(1, { field: 'band', anyOf })
      : problem(1, `'${value}' is no band: red, amber or green.`);
  }
  if (key === 'owner') return readOwnerNamed(ahead, value, 1);
  if (key === 'name' || key === 'id') return condition(1, { field: 'name', contains: value });
  const field = fieldWords.get(key);
  if (!field)
    return problem(1, `'${name}' is no field: segment, tier, region, stage, status, owner, band, name.`);
  const found = ahead.lookup.values.get(foldWord(value))?.find((one) => one.field === field);
  return found ? condition(1, { field, anyOf: [found.value] }) : unknownValue(ahead, field, value, 1);
}

interface FieldLead {
  field: WordField | null;
  length: number;
  /** Whether "is" said that a value follows. */
  isNamed: boolean;
}

function fieldLead(keys: readonly string[]): FieldLead {
  const skip = fits('in? the?', keys) ?? 0;
  const isTwo = foldWord(`${keys[skip] ?? ''}${keys[skip + 1] ?? ''}`) === 'usecase';
  const field = isTwo ? 'useCase' : (fieldWords.get(keys[skip] ?? '') ?? null);
  if (field === null) return { field, length: 0, isNamed: false };
  const end = skip + (isTwo ? 2 : 1);
  const said = fits('is|of', keys.slice(end)) ?? 0;
  return { field, length: end + said, isNamed: said > 0 };
}

function lookUp(
  { keys, lookup }: Ahead,
  from: number,
  field: WordField | null,
): { found: readonly NamedValue[]; length: number } | null {
  for (let length = longestValue; length > 0; length -= 1) {
    if (keys.length < from + length) continue;
    const text = foldWord(keys.slice(from, from + length).join(' '));
    const found = lookup.values.get(text) ?? lookup.values.get(text.replace(/s$/u, '')) ?? [];
    const fitting = field === null ? found : found.filter((one) => one.field === field);
    if (fitting.length > 0) return { found: fitting, length };
  }
  return null;
}

function unknownValue({ lookup }: Ahead, field: WordField, typed: string, length: number): Read {
  const known = [...lookup.values.values()].flat().filter((one) => one.field === field);
  const values = [...new Set(known.map(({ value }) => value))].sort();
  const list = values.slice(0, 12).join(', ') || 'none yet';
  return problem(length, `No customer has the ${nameOfField(field)} '${typed}'. Known: ${list}.`);
}

function problem(length: number, text: string): Read {
  return { length, parts: [], problem: text };
}

function nameOfField(field: WordField): string {
  return field === 'useCase' ? 'use case' : field;
}

/** `Dana's`, `owned by Dana Reyes`, `my`. */
export const readOwner: Reader = (ahead) => {
  const { keys, known, words } = ahead;
  const mine = fits('my|mine', keys) ?? fits('owned|managed by me', keys) ?? fits('i own|manage', keys);
  if (mine !== null)
    return known.me === null
      ? problem(mine, `'${words[0]?.typed}' needs somebody who asks; name the owner: owner=NAME.`)
      : condition(mine, { field: 'owner', anyOf: [known.me] });
  const lead =
    fits('owned|managed|run|kept by', keys) ??
    fits('looked after by', keys) ??
    fits('owner|csm is|=?', keys) ??
    fits('assigned to', keys);
  if (lead !== null) return readMember(ahead, lead) ?? unnamed(ahead, lead);
  const at = fits('of|for|by|from', keys) ?? 0;
  const named = readMember(ahead, at);
  if (named) return named;
  const apart = readOwnerOfNoun(ahead, at);
  if (apart) return apart;
  const isOwned =
    /['’]s?$/u.test(words[at]?.raw ?? '') &&
    fits(`red|amber|green? ${accountNouns}`, keys.slice(at + 1)) !== null;
  return isOwned && words[at]?.corrected === null ? unnamed(ahead, at) : null;
};

/** "Danas accounts", "bos red customers": the sign was left out, and the noun says that an owner stands before it. */
function readOwnerOfNoun(ahead: Ahead, at: number): Read | null {
  const key = ahead.keys[at] ?? '';
  if (!key.endsWith('s')) return null;
  if (fits(`reds|red|amber|green? ${accountNouns}`, ahead.keys.slice(at + 1)) === null) return null;
  const ids = ahead.lookup.members.get(foldWord(key.slice(0, -1)));
  return ids ? ownerOf(ahead, ids, ahead.words.slice(at, at + 1), at + 1) : null;
}

function readMember(ahead: Ahead, from: number): Read | null {
  for (let length = 3; length > 0; length -= 1) {
    const words = ahead.keys.slice(from, from + length);
    if (words.length < length) continue;
    const text = foldWord(words.join(' ').replace(/['’]s?$/u, ''));
    const ids = ahead.lookup.members.get(text);
    if (ids) return ownerOf(ahead, ids, ahead.words.slice(from, from + length), from + length);
  }
  return null;
}

function readOwnerNamed(ahead: Ahead, value: string, length: number): Read {
  const ids = ahead.lookup.members.get(foldWord(value));
  return ids ? ownerOf(ahead, ids, ahead.words.slice(0, 1), length) : unknownOwner(ahead, value, length);
}

function ownerOf(
  { known }: Ahead,
  ids: readonly string[],
  words: readonly { typed: string }[],
  length: number,
): Read {
  if (ids.length === 1) return condition(length, { field: 'owner', anyOf: ids });
  const names = ids.map((id) => `${known.members.find((member) => member.id === id)?.name ?? id} (${id})`);
  const typed = words.map((word) => word.typed).join(' ');
  return problem(length, `Several people fit '${typed}': ${names.slice(0, 6).join(', ')}. Say which.`);
}

function unnamed(ahead: Ahead, at: number): Read {
  const typed = ahead.words[at]?.typed.replace(/['’]s?$/u, '') ?? '';
  if (typed === '') return problem(at, 'An owner is asked for and not named.');
  return unknownOwner(ahead, typed, at + 1);
}

function unknownOwner({ known }: Ahead, typed: string, length: number): Read {
  const names = known.members.slice(0, 8).map(({ name }) => name);
  return problem(length, `Nobody here is called '${typed}'. Known: ${names.join(', ') || 'nobody yet'}.`);
}

const missables: readonly (readonly [string, Missable])[] = [
  ['renewal|renewals date|dates?', 'renewsOn'],
  ['arr|revenue|contract? value?', 'arr'],
  ['health? score|scores', 'score'],
  ['owner|owners|csm', 'owner'],
  ['segment|segments', 'segment'],
  ['tier|tiers', 'tier'],
  ['region|regions', 'region'],
  ['seats', 'seats'],
];

/** `without a renewal date`, `no owner`, `missing ARR`, `unowned`. */
export const readMissing: Reader = ({ keys }) => {
  const word = ({ unowned: 'owner', unassigned: 'owner', unscored: 'score' } as const)[keys[0] ?? ''];
  if (word !== undefined) return condition(1, { field: 'missing', of: word });
  const lead =
    fits('without|no|missing|lacking|unknown a|an|any|the?', keys) ??
    fits('with no|unknown', keys) ??
    fits('have|has no', keys);
  if (lead === null) return null;
  for (const [form, of] of missables) {
    const length = fits(form, keys.slice(lead));
    if (length !== null && length > 0) return condition(lead + length, { field: 'missing', of });
  }
  return null;
};

const riskForms = [
  'at risk',
  'at-risk',
  'atrisk',
  'risky',
  'in danger|trouble',
  'with|have|has an|any|open? open? alert|alerts',
  'endangered',
];

/** `at risk`, `with open alerts`: what `/cs risks` lists. */
export const readAtRisk: Reader = ({ keys }) => {
  const length = riskForms.map((form) => fits(form, keys)).find((one) => one !== null) ?? null;
  return length === null ? null : condition(length, { field: 'atRisk' });
};
