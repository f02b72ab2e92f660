import { correctWords } from './correct-words.ts';
import { type Condition, everyAccount, type GroupKey, type PortfolioQuery, type Test } from './query.ts';
import { fillers, isForeign, toWords } from './question-words.ts';
import { readElsewhere } from './read-elsewhere.ts';
import { readFigure } from './read-figures.ts';
import { readAsk, readGroup, readLimit, readNot, readOr, readSort } from './read-shape.ts';
import { readLooseTime, readMove, readRenewal, readStart } from './read-times.ts';
import { readAtRisk, readBand, readFieldValue, readMissing, readName, readOwner } from './read-values.ts';
import type { Ahead, Part, Read, Reader, Word } from './reader.ts';
import { type PortfolioWords, toLookup } from './vocabulary.ts';

/** A question about many accounts, as far as it was understood. */
export interface ParsedPortfolio {
  query: PortfolioQuery;
  /** Words that were taken for others. */
  corrections: { typed: string; read: string }[];
  /** Words that mean nothing here, as typed. */
  unread: string[];
  /** Why there is no answer; empty = there is one. */
  problems: string[];
  /** What was assumed, as sentences. */
  notes: string[];
  /** Whether it is in a language that is not read. */
  foreign: boolean;
}

/** First fit first: what takes more words, or is said more exactly, stands before what takes less. */
const readers: readonly Reader[] = [
  readElsewhere,
  ...[readName, readAsk, readMissing, readNot, readOr, readGroup, readSort, readLimit, readMove, readAtRisk],
  ...[readStart, readRenewal, readFigure, readBand, readOwner, readFieldValue, readLooseTime],
];

/**
 * Understands a question about many accounts. Every word either becomes a part of the query, says nothing by its nature, or is
 * named as not understood.
 */
export function parsePortfolio(text: string, known: PortfolioWords): ParsedPortfolio {
  const lookup = toLookup(known);
  const words = correctWords(toWords(text), lookup);
  const draft = newDraft();
  for (let at = 0; at < words.length; ) {
    const rest = words.slice(at, at + wordsAhead);
    const read = readNext({
      words: rest,
      keys: rest.map(({ key }) => key),
      isFirst: at === 0,
      known,
      lookup,
    });
    take(draft, read, rest.slice(0, Math.max(1, read?.length ?? 1)));
    at += Math.max(1, read?.length ?? 1);
  }
  return finish(draft, words, known);
}

/** No part takes more words; looking at a few keeps long questions linear. */
const wordsAhead = 16;

interface Draft extends Omit<ParsedPortfolio, 'query' | 'foreign'> {
  conditions: Condition[];
  group: GroupKey | null;
  sort: PortfolioQuery['sort'] | null;
  limit: number | null;
  ask: PortfolioQuery['ask'];
  /** "not" was said and waits for what it turns. */
  not: string | null;
  /** Between the last condition and here stands nothing but "and" or "or". */
  joined: boolean;
  or: boolean;
}

function newDraft(): Draft {
  return {
    conditions: [],
    group: null,
    sort: null,
    limit: null,
    ask: 'list',
    corrections: [],
    unread: [],
    problems: [],
    notes: [],
    not: null,
    joined: false,
    or: false,
  };
}

const filler: Read = { length: 1, parts: [{ kind: 'filler' }] };

function readNext(ahead: Ahead): Read | null {
  for (const reader of readers) {
    const read = reader(ahead);
    if (read && read.length > 0) return read;
  }
  return fillers.has((ahead.keys[0] ?? '').replace(/'s?$/u, '')) ? filler : null;
}

function take(draft: Draft, read: Read | null, words: readonly Word[]): void {
  const typed = words.map((word) => word.typed).join(' ');
  for (const word of words)
    if (read && word.corrected !== null) draft.corrections.push({ typed: word.typed, read: word.corrected });
  if (!read) {
    draft.unread.push(typed);
    draft.joined = false;
    return;
  }
  if (read.note !== undefined && !draft.notes.includes(read.note)) draft.notes.push(read.note);
  if (read.problem !== undefined) draft.problems.push(read.problem);
  for (const part of read.parts) put(draft, part, typed);
}

function put(draft: Draft, part: Part, typed: string): void {
  switch (part.kind) {
    case 'filler':
      if (typed !== 'and') draft.joined = draft.joined && joining.has(typed.toLowerCase());
      return;
    case 'not':
      draft.not = typed;
      return;
    case 'or':
      draft.or = true;
      return;
    case 'condition':
      putCondition(draft, part.test, typed);
      return;
    case 'sort':
      // "top 10 by score": what is said after a superlative counts, with its direction.
      draft.sort =
        draft.sort && draft.limit !== null
          ? turned(draft.sort, part)
          : { by: part.by, descending: part.descending };
      return;
    case 'direction':
      draft.sort = {
        ...(draft.sort ?? (part.isSize ? { by: 'arr' } : everyAccount.sort)),
        descending: part.descending,
      };
      return;
    case 'group':
      draft.group = part.by;
      return;
    case 'limit':
      draft.limit = part.count;
      return;
    case 'ask':
      draft.ask = part.ask;
  }
}

const joining: ReadonlySet<string> = new Set(['and', 'both', 'the', 'in', 'are', 'is']);

/** "Top 10 by score" are the highest scores, "bottom 5 by ARR" the smallest. Dates and names keep their own order. */
function turned(
  first: PortfolioQuery['sort'],
  { by, descending }: PortfolioQuery['sort'],
): PortfolioQuery['sort'] {
  if (by === 'renewsOn' || by === 'name' || by === 'startsOn') return { by, descending };
  return { by, descending: first.descending };
}

function putCondition(draft: Draft, test: Test, typed: string): void {
  const condition: Condition = {
    not: draft.not !== null,
    typed: draft.not === null ? typed : `${draft.not} ${typed}`,
    ...test,
  };
  const last = draft.conditions.at(-1);
  const merged = last && draft.joined ? union(last, condition) : null;
  if (merged) draft.conditions[draft.conditions.length - 1] = merged;
  else {
    if (draft.or && last)
      draft.problems.push(
        `'or' joins values of one kind here, such as red or amber; '${last.typed} or ${typed}' are two questions.`,
      );
    draft.conditions.push(condition);
  }
  draft.not = null;
  draft.or = false;
  draft.joined = true;
}

/** "red or amber", "enterprise and mid-market": several values of one field, any of which will do. */
function union(last: Condition, next: Condition): Condition | null {
  if (!('anyOf' in last) || !('anyOf' in next) || last.field !== next.field) return null;
  if (next.not && !last.not) return null;
  const anyOf = [...new Set([...last.anyOf, ...next.anyOf])];
  return { ...last, anyOf, typed: `${last.typed}, ${next.typed}` } as Condition;
}

function finish(draft: Draft, words: readonly Word[], known: PortfolioWords): ParsedPortfolio {
  const { conditions, corrections, problems, notes } = draft;
  const unread = draft.not === null ? draft.unread : [...draft.unread, draft.not];
  for (const field of ['use', 'scoreChange'] as const) {
    const spans = new Set(
      conditions
        .filter((one) => one.field === field)
        .map((one) => ('since' in one ? one.since : 'from' in one ? `${one.from} ${one.to}` : '')),
    );
    if (spans.size > 1) problems.push('Two spans of time are compared at once; ask for one of them.');
  }
  const foreign = words.some(({ key }) => isForeign(key));
  notes.push(...unread.filter((word) => known.isAccountName(word)).map(nameNote));
  return {
    query: {
      conditions: conditions.some(({ field }) => field === 'status') ? conditions : [...conditions, active],
      group: draft.group,
      sort: draft.sort ?? usualSort(conditions),
      limit: draft.limit,
      ask: draft.ask,
    },
    corrections,
    unread,
    problems,
    notes,
    foreign: foreign && unread.length > 0,
  };
}

/** Who has left is no customer any more, unless somebody asks. */
const active: Condition = { not: false, typed: '', field: 'status', anyOf: ['active'] };

/** What was asked about orders the answer: changes by their size, renewals by their day. */
function usualSort(conditions: readonly Condition[]): PortfolioQuery['sort'] {
  for (const condition of conditions) {
    if (condition.field === 'use' || condition.field === 'scoreChange')
      return { by: condition.field, descending: condition.direction === 'rose' };
    if (condition.field === 'renewsOn') return { by: 'renewsOn', descending: false };
  }
  return everyAccount.sort;
}

function nameNote(word: string): string {
  return `'${word}' is a customer's name; a list is filtered by it as "${word}", and \`/cs health ${word}\` tells of it.`;
}
