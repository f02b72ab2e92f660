import { lifecycleStages } from '../../domain/account.ts';
import type { UtcDay } from '../../domain/utc-day.ts';
import type { WordField } from './query.ts';

/** What a question can name: values that accounts have, members, and the day it is asked on. */
export interface PortfolioWords {
  today: UtcDay;
  /** Who asks, by id; null = nobody in particular, as from a terminal. */
  me: string | null;
  /** Values by field, as accounts have them. */
  values: Readonly<Record<'segment' | 'tier' | 'region' | 'useCase', readonly string[]>>;
  members: readonly { id: string; name: string }[];
  /** Whether a customer is called exactly so. */
  isAccountName(text: string): boolean;
}

/** A value that a word stands for. */
export interface NamedValue {
  field: WordField;
  value: string;
}

/** What can be looked up by the words of a question, made once per question. */
export interface Lookup {
  /** By letters and digits alone: `midmarket`. */
  values: ReadonlyMap<string, readonly NamedValue[]>;
  /** Ids of members by id, whole name, first and last name. */
  members: ReadonlyMap<string, readonly string[]>;
}

/** More words than these are no value. */
export const longestValue = 4;

/** Prepares what is known for looking up. */
export function toLookup({ values, members }: PortfolioWords): Lookup {
  const named = new Map<string, NamedValue[]>();
  const add = (word: string, field: WordField, value: string): void => {
    const key = foldWord(word);
    const known = named.get(key) ?? [];
    if (key !== '' && !known.some((one) => one.field === field && one.value === value))
      named.set(key, [...known, { field, value }]);
  };
  for (const field of ['segment', 'tier', 'region', 'useCase'] as const)
    for (const value of values[field]) add(value, field, value);
  for (const [word, value] of segmentSynonyms)
    if (values.segment.includes(value)) add(word, 'segment', value);
  for (const stage of lifecycleStages) add(stage, 'stage', stage);
  for (const [word, status] of statusWords) add(word, 'status', status);
  return { values: named, members: memberNames(members) };
}

function memberNames(members: PortfolioWords['members']): Lookup['members'] {
  const byName = new Map<string, string[]>();
  for (const { id, name } of members) {
    const words = name.split(/\s+/u);
    for (const text of new Set([id, name, words[0] ?? '', words.at(-1) ?? ''].map(foldWord)))
      if (text !== '') byName.set(text, [...(byName.get(text) ?? []), id]);
  }
  return byName;
}

/** Letters and digits alone, in lower case, so that `Mid-Market` and `mid market` are one. */
export function foldWord(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

const segmentSynonyms: readonly (readonly [string, string])[] = [
  ['small business', 'smb'],
  ['small businesses', 'smb'],
  ['small and medium', 'smb'],
  ['sme', 'smb'],
  ['midsize', 'mid-market'],
  ['mid sized', 'mid-market'],
  ['mm', 'mid-market'],
  ['ent', 'enterprise'],
];

const statusWords: readonly (readonly [string, string])[] = [
  ['active', 'active'],
  ['current', 'active'],
  ['live', 'active'],
  ['ended', 'ended'],
  ['churned', 'ended'],
  ['former', 'ended'],
  ['cancelled', 'ended'],
  ['canceled', 'ended'],
  ['gone', 'ended'],
];
