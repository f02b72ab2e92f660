import type { CitedSentence, Passage } from '../domain/answer.ts';
import { plainSentences } from './plain-sentences.ts';
import { tokensOf } from './tokens.ts';

/** A document begins with what to do or what is so: that much of it is the answer. */
const leadSentences = 3;
const leadCharacters = 450;
/** Steps that follow belong to the beginning: one that is left out misleads. Source: no list of our knowledge has more. */
const listSentences = 10;
const listCharacters = 1_200;
/** What is added from another passage of the same document. */
const detailSentences = 2;
/** The part of the question's words, weighed by how rare they are, that a further passage has to hold. */
const detailShare = 0.3;

/**
 * The answer in the words of the best document, each sentence with its passage: how it begins, and what else in it
 * speaks of the question.
 * @param passages - of one document, in order
 * @returns empty when the document has no sentence that could be said
 */
export function assembleAnswer(question: string, passages: readonly Passage[]): CitedSentence[] {
  const said = passages.map((passage) => ({
    passage,
    sentences: plainSentences(passage.text).filter(canBeSaid),
  }));
  const first = said.findIndex(({ sentences }) => sentences.length > 0);
  const lead = said[first];
  if (!lead) return [];
  const next = said[first + 1];
  const steps = !hasSteps(lead) && next && hasSteps(next) && isBelow(lead, next) ? [next] : [];
  const answer = [
    ...cite(lead.passage, leadOf(lead)),
    ...steps.flatMap(({ passage, sentences }) => cite(passage, stepsOf(sentences))),
  ];
  const detail = bestDetail(question, said.slice(first + 1 + steps.length), answer);
  return [...answer, ...detail];
}

/** A greeting, a closing, and what holds a variable say nothing of the matter. */
function canBeSaid(sentence: string): boolean {
  return (
    !sentence.includes('{{') && !/,$/.test(sentence) && /[\p{L}\p{N}]\S*\s+\S*[\p{L}\p{N}]/u.test(sentence)
  );
}

/** The first sentences; where steps stand among them, all of these. */
function leadOf(lead: Said): string[] {
  return hasSteps(lead)
    ? stepsOf(lead.sentences)
    : withinLength(lead.sentences.slice(0, leadSentences), leadCharacters);
}

function stepsOf(sentences: readonly string[]): string[] {
  return withinLength(sentences.slice(0, listSentences), listCharacters);
}

/** Whether a numbered list begins in a passage. */
function hasSteps({ passage }: Said): boolean {
  return /^ {0,3}1[.)]\s/m.test(passage.text);
}

function isBelow({ passage }: Said, next: Said): boolean {
  return passage.heading === next.passage.heading;
}

function withinLength(sentences: readonly string[], most: number): string[] {
  let length = 0;
  return sentences.filter((sentence, index) => {
    length += sentence.length;
    return index === 0 || length <= most;
  });
}

function cite({ id }: Passage, sentences: readonly string[]): CitedSentence[] {
  return sentences.map((text) => ({ text, passageIds: [id] }));
}

interface Said {
  passage: Passage;
  sentences: string[];
}

/** From the passage that holds most of what the answer so far leaves open. */
function bestDetail(
  question: string,
  others: readonly Said[],
  answer: readonly CitedSentence[],
): CitedSentence[] {
  const answered = new Set(answer.flatMap(({ text }) => tokensOf(text)));
  const asked = new Set(tokensOf(question));
  const open = [...asked].filter((term) => !answered.has(term));
  const weights = rarity(asked, others);
  const total = sum(asked, weights);
  const rated = others.map((one) => ({
    ...one,
    share: shareOf(one, open, weights) / total + kindOfAnswer(question, one),
  }));
  const best = rated.reduce<(typeof rated)[number] | null>(
    (found, one) => (one.share >= detailShare && one.share > (found?.share ?? 0) ? one : found),
    null,
  );
  if (!best) return [];
  const { passage, sentences } = best;
  const start = sentences.findIndex((sentence) => tokensOf(sentence).some((term) => open.includes(term)));
  const from = Math.max(0, start);
  return cite(passage, sentences.slice(from, from + detailSentences));
}

/** "Why" is answered by the passage that says why, whatever else it shares with the question. */
function kindOfAnswer(question: string, { passage }: Said): number {
  return /^\W*why\b/i.test(question) && /^(?:why|cause|reason)\b/i.test(passage.heading ?? '') ? 1 : 0;
}

/** How much a word tells: the fewer passages hold it, the more. A word that none holds still counts as asked. */
function rarity(asked: ReadonlySet<string>, passages: readonly Said[]): ReadonlyMap<string, number> {
  const held = passages.map(({ sentences }) => new Set(tokensOf(sentences.join(' '))));
  return new Map(
    [...asked].map((term) => {
      const count = held.filter((terms) => terms.has(term)).length;
      return [term, Math.log(1 + (held.length + 1) / (count + 1))];
    }),
  );
}

function shareOf(
  { passage, sentences }: Said,
  open: readonly string[],
  weights: ReadonlyMap<string, number>,
): number {
  const held = new Set(tokensOf(`${passage.heading ?? ''} ${sentences.join(' ')}`));
  return sentences.length === 0
    ? 0
    : sum(
        open.filter((term) => held.has(term)),
        weights,
      );
}

function sum(terms: Iterable<string>, weights: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const term of terms) total += weights.get(term) ?? 0;
  return total;
}
