import type { CitedSentence, Passage } from '../domain/answer.ts';
import { uncitedFigures } from './check/figures.ts';
import { findLiveText } from './check/live-text.ts';
import { uncitedNames } from './check/names.ts';
import { findContradiction } from './check/negation.ts';
import { contentOf, sentencesOf, sharedWords } from './check/sentences.ts';
import { findOpposite, uncitedWeight } from './check/weighty-words.ts';
import { findPromises } from './find-promises.ts';

/** Why a sentence may not stand. */
export type DropReason =
  | 'length'
  | 'no_citation'
  | 'unknown_citation'
  | 'live_text'
  | 'promise'
  | 'figure'
  | 'name'
  | 'weight'
  | 'unrelated'
  | 'contradiction';

/** A sentence that was written and is not shown. */
export interface DroppedSentence extends CitedSentence {
  reason: DropReason;
  /** What was found, or missed, as it stands in the sentence. */
  detail: string;
}

/** A written answer, sorted. */
export interface CheckedAnswer {
  /** In the order they were written, each with those of its citations that bear it. */
  kept: CitedSentence[];
  dropped: DroppedSentence[];
}

const limits = { sentences: 12, characters: 600, citations: 8 } as const;
/** How much of a sentence's words the nearest sentences of its passages have to say. */
const coverage = 0.6;
/** A sentence, and each passage it rests on, have at least so many words in common; one word says nothing. */
const fewest = 2;
/** A sentence may draw on so many of them. */
const bearers = 2;

/**
 * Sorts out what a model wrote. A sentence stays only where every passage it cites exists and those passages say what it
 * says: figures, versions, dates, names, denials, weighty words and most of the rest; and where it is text alone and promises nothing of its own.
 */
export function checkAnswer(
  sentences: readonly CitedSentence[],
  passages: readonly Passage[],
): CheckedAnswer {
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  const checked: CheckedAnswer = { kept: [], dropped: [] };
  for (const [index, sentence] of sentences.entries()) {
    const result =
      index < limits.sentences ? checkSentence(sentence, byId) : drop('length', `sentence ${index + 1}`);
    if (result.ok) checked.kept.push(result.sentence);
    else checked.dropped.push({ ...sentence, reason: result.reason, detail: result.detail });
  }
  return checked;
}

type Checked = { ok: true; sentence: CitedSentence } | { ok: false; reason: DropReason; detail: string };

function checkSentence({ text, passageIds }: CitedSentence, byId: ReadonlyMap<string, Passage>): Checked {
  const ids = [...new Set(passageIds)];
  if (text.trim() === '' || text.length > limits.characters)
    return drop('length', `${text.length} characters`);
  if (ids.length === 0) return drop('no_citation', '');
  if (ids.length > limits.citations) return drop('length', `${ids.length} citations`);
  const unknown = ids.find((id) => !byId.has(id));
  if (unknown !== undefined) return drop('unknown_citation', unknown);
  const live = findLiveText(text);
  if (live !== null) return drop('live_text', live);
  const cited = ids.flatMap((id) => byId.get(id) ?? []).filter((passage) => bears(passage, text));
  if (cited.length === 0) return drop('unrelated', text);
  const fault = findFault(text, cited);
  if (fault !== null) return fault;
  return { ok: true, sentence: { text: text.trim(), passageIds: cited.map(({ id }) => id) } };
}

function findFault(text: string, cited: readonly Passage[]): (Checked & { ok: false }) | null {
  const source = cited.map(({ title, heading, text: body }) => [title, heading, body].join('\n')).join('\n');
  const [promise] = findPromises(text, cited);
  if (promise) return drop('promise', promise.text);
  const [name] = uncitedNames(text, source);
  if (name !== undefined) return drop('name', name);
  const context = contextOf(cited);
  const { nearest, missing } = nearestOf(text, source, context);
  const said = [...nearest, context].join('\n\n');
  const [figure] = uncitedFigures(text, said);
  if (figure !== undefined) return drop('figure', figure);
  const [weight] = uncitedWeight(text, nearest.join('\n'));
  if (weight !== undefined) return drop('weight', weight);
  if (missing !== null) return drop('unrelated', missing);
  const turned = findOpposite(text, nearest[0] ?? '') ?? findContradiction(text, source);
  return turned === null ? null : drop('contradiction', turned);
}

/** Titles, headings and the headings within. */
function contextOf(cited: readonly Passage[]): string {
  return cited
    .flatMap(({ title, heading, text }) => [title, heading ?? '', ...(text.match(/^#+ .*$/gm) ?? [])])
    .join('\n');
}

function drop(reason: DropReason, detail: string): Checked & { ok: false } {
  return { ok: false, reason, detail: detail.slice(0, 200) };
}

/** Whether a passage has anything to do with a sentence; a citation that has not is no evidence. */
function bears({ title, heading, text: body }: Passage, text: string): boolean {
  const words = contentOf(text);
  const shared = sharedWords(words, contentOf(`${title}\n${heading ?? ''}\n${body}`));
  return shared >= fewest;
}

/** Stems of words that may stand with anything, wherever else the source has them. */
const neutral: ReadonlySet<string> = contentOf(
  'after again each end every first keep kept least most need new next now once one only open press same see set since still take until use wait way within work',
);

/** Behind it a sentence speaks of what the one before it named. */
const pronoun =
  /(?<!\p{L})(?:it|its|they|them|this|these|those|er|es|ihn|sie|il|elle|ils|lo|la|los)(?!\p{L})/iu;

/**
 * The sentences of a source that say most of a sentence, the nearest first; and the words for which it may not stand: too
 * many that they lack, or one that the source says about something else. Titles and headings are about all of it.
 */
function nearestOf(
  text: string,
  source: string,
  context: string,
): { nearest: string[]; missing: string | null } {
  const words = wordsOf(text);
  const figures = new Set([...contentOf(text)].filter((word) => !words.has(word)));
  const missing = new Set(words);
  const sentences = sentencesOf(source);
  const others = sentences.map((sentence, at) => ({
    sentence,
    content: contentOf(sentence),
    before: sentences[at - 1],
  }));
  const nearest: string[] = [];
  const explained = contentOf(context);
  const named = new Set(explained);
  for (let picked = 0; picked < bearers; picked++) {
    const [best] = others.toSorted(
      (a, b) =>
        sharedWords(missing, b.content) - sharedWords(missing, a.content) ||
        sharedWords(figures, b.content) - sharedWords(figures, a.content) ||
        a.content.size - b.content.size,
    );
    if (best === undefined || sharedWords(missing, best.content) < (picked === 0 ? 1 : fewest)) break;
    nearest.push(best.sentence);
    for (const word of best.content) missing.delete(word);
    if (pronoun.test(best.sentence)) for (const word of contentOf(best.before ?? '')) named.add(word);
  }
  for (const word of explained) missing.delete(word);
  const all = contentOf(source);
  const astray = [...missing].filter((word) => all.has(word) && !named.has(word) && !neutral.has(word));
  const isFar = words.size - missing.size < coverage * words.size;
  return { nearest, missing: isFar || astray.length > 0 ? [...(isFar ? missing : astray)].join(' ') : null };
}

/** Without figures, which are held against the nearest sentences alone. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set([...contentOf(text)].filter((word) => !/^[\d.,:/-]+$/.test(word)));
}
