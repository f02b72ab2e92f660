import { z } from 'zod';
import { costMicrosOf, type ModelUsage } from '../../domain/model.ts';
import { uncitedDirections } from '../check/directions.ts';
import { uncitedFigures } from '../check/figures.ts';
import { findLiveText } from '../check/live-text.ts';
import { uncitedNames } from '../check/names.ts';
import { findContradiction } from '../check/negation.ts';
import { findOpposite, uncitedWeight } from '../check/weighty-words.ts';
import { uncitedWords } from '../check/words.ts';
import type { ModelFailure } from './model.ts';
import { renderPrompt } from './render-prompt.ts';
import type { Writer } from './write-answer.ts';

/** Why what a model wrote is not shown. */
export type NotNarrated = ModelFailure | 'nothing_written' | 'unsupported';

/** What is kept beside a narration, shown or not. */
export interface NarrationRecord {
  /** `id@version` */
  prompt: string;
  model: string | null; // null = none answered
  usage: ModelUsage | null;
  /** Millionths of the price's currency; null = unknown. */
  costMicros: number | null;
  /** Sentences that say something else than what they were made of, with what. */
  dropped: { text: string; because: string }[];
}

export type Narrated = { record: NarrationRecord } & (
  | { ok: true; sentences: string[] }
  | { ok: false; reason: NotNarrated }
);

const schema = {
  name: 'chosen_sentences',
  type: z.strictObject({ sentences: z.array(z.strictObject({ from: z.string(), text: z.string() })) }),
};
const narrationMs = 25_000;
const longest = 300;

/**
 * Has a model choose, order and reword sentences that were counted. Each is held against the one that it was made of: the
 * same figures, no other name or word, no other direction, no denial, nothing that could become more than text. One that fails is
 * left out; where none is left there is no narration.
 * @param given - sentences with every figure in them
 * @param most - how many may stand
 */
export async function narrate(writer: Writer, given: readonly string[], most: number): Promise<Narrated> {
  const { id, version } = writer.prompt;
  const record: NarrationRecord = {
    prompt: `${id}@${version}`,
    model: null,
    usage: null,
    costMicros: 0,
    dropped: [],
  };
  const lines = given.map((text, index) => JSON.stringify({ id: `S${index + 1}`, text }));
  const result = await writer.model.complete({
    prompt: renderPrompt(writer.prompt, { sentences: lines.join('\n') }, writer.secret.slice(8, 24)),
    schema,
    signal: AbortSignal.any([writer.signal, AbortSignal.timeout(narrationMs)]),
  });
  Object.assign(record, { usage: result.usage, costMicros: costMicrosOf([result.usage], writer.price) });
  if (!result.ok) return { ok: false, reason: result.reason, record };
  record.model = result.model;
  const written = result.value.sentences.slice(0, most);
  if (written.length === 0) return { ok: false, reason: 'nothing_written', record };
  const sentences: string[] = [];
  const used = new Set<string>();
  for (const { from, text } of written) {
    const source = given[Number(/^S(\d{1,2})$/.exec(from)?.[1]) - 1];
    const fault =
      source === undefined ? 'no source' : used.has(from) ? 'said twice' : faultOf(text.trim(), source);
    used.add(from);
    if (fault === null) sentences.push(text.trim());
    else record.dropped.push({ text: text.slice(0, longest), because: fault });
  }
  return sentences.length === 0
    ? { ok: false, reason: 'unsupported', record }
    : { ok: true, sentences, record };
}

/** What a sentence says that its source does not, or leaves out; null = it says the same */
export function faultOf(text: string, source: string): string | null {
  if (text === '' || text.length > longest) return 'length';
  if (!/[.!]$/.test(text)) return 'no sentence';
  const live = findLiveText(text);
  if (live !== null) return live;
  const lost = uncitedFigures(source, text);
  if (lost.length > 0) return `left out: ${lost[0]}`;
  if (figuresIn(text) !== figuresIn(source)) return 'figures in another order';
  const added = [
    ...uncitedFigures(text, source),
    ...uncitedNames(text, source),
    ...uncitedDirections(text, source),
    ...uncitedWeight(text, source).filter((word) => word !== 'less' && word !== 'more'),
    ...uncitedWords(text, source),
  ];
  if (added.length > 0) return `added: ${added[0]}`;
  return findContradiction(text, source) ?? findOpposite(text, source);
}

/** In their order: `38 of 25` has the figures of `25 of 38`, among the same words. */
function figuresIn(text: string): string {
  return (text.match(/\d+(?:[.,]\d+)*/g) ?? []).join(' ');
}
