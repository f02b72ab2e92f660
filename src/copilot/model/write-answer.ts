import { z } from 'zod';
import type { CitedSentence, Passage } from '../../domain/answer.ts';
import { costMicrosOf, type ModelPrice, type ModelUsage } from '../../domain/model.ts';
import type { Prompt } from '../../domain/prompt.ts';
import { questionLimits } from '../../domain/question-limits.ts';
import { checkAnswer, type DroppedSentence } from '../check-answer.ts';
import { createMasking, type Masking, maskPart } from '../masking.ts';
import type { Model, ModelFailure } from './model.ts';
import { renderPrompt } from './render-prompt.ts';

/** What writes one answer. */
export interface Writer {
  model: Model;
  /** null = unknown. */
  price: ModelPrice | null;
  prompt: Prompt;
  /** Random, hexadecimal, new for every answer: it marks data and placeholders. */
  secret: string;
  /** Names of the users whom the texts may be about; masked before they leave. */
  names: readonly string[];
  signal: AbortSignal;
}

/** Why a written answer is not shown. */
export type NotWritten =
  | ModelFailure
  /** There are no passages, so nothing was asked. */
  | 'no_passages'
  /** The model found no answer in them. */
  | 'nothing_written'
  /** It wrote a placeholder that was never given out. */
  | 'forged_placeholder'
  /** Too little of it is in the passages. */
  | 'unsupported';

/** What is kept beside an answer, shown or not, so that it can be replayed and counted. */
export interface WritingRecord {
  /** `id@version`, and what tells the text apart from others of that version. */
  prompt: { name: string; digest: string };
  /** The version that answered; null = none did. */
  model: string | null;
  usage: ModelUsage | null;
  /** Millionths of the price's currency; null = unknown. */
  costMicros: number | null;
  dropped: DroppedSentence[];
}

export type WrittenAnswer = { record: WritingRecord } & (
  | { ok: true; sentences: CitedSentence[] }
  | { ok: false; reason: NotWritten }
);

/** No more than these are given to a model, and of each no more than so many characters. */
const limits = {
  passages: 12,
  passage: 2_500,
  question: 2 * questionLimits.characters, // a placeholder may be longer than what it stands for
  sentences: 40,
  sentence: 1_000,
  citations: 9,
} as const;
/** All attempts for one answer: somebody waits, and there is an answer without a model. */
const answerMs = 25_000;
/** So much of what was written has to stand: an answer with holes misleads. */
const standing = 0.5;

/** The bounds stand in checkAnswer, since endpoints differ in what a schema may say. */
const writtenSchema = z.strictObject({
  sentences: z.array(z.strictObject({ text: z.string(), passages: z.array(z.string()) })),
});

/**
 * Has a model answer a question from passages. They go to it as data, without personal data and under ids of this call;
 * what it writes is put back, checked against them, and refused where too little of it stands. Whoever asked shows the
 * answer without a model instead.
 */
export async function writeAnswer(
  writer: Writer,
  question: string,
  passages: readonly Passage[],
): Promise<WrittenAnswer> {
  const given = passages.slice(0, limits.passages);
  const record = recordOf(writer);
  if (given.length === 0) return { ok: false, reason: 'no_passages', record };
  const masking = createMasking(writer.names, writer.secret);
  const inputs = {
    question: maskPart(masking, question, limits.question),
    passages: given.map((passage, index) => lineOf(passage, index, masking)).join('\n'),
  };
  const result = await writer.model.complete({
    prompt: renderPrompt(writer.prompt, inputs, writer.secret.slice(8, 24)),
    schema: { name: 'cited_sentences', type: writtenSchema },
    signal: AbortSignal.any([writer.signal, AbortSignal.timeout(answerMs)]),
  });
  Object.assign(record, { usage: result.usage, costMicros: costMicrosOf([result.usage], writer.price) });
  if (!result.ok) return { ok: false, reason: result.reason, record };
  record.model = result.model;
  return judge(result.value.sentences, given, masking, record);
}

function recordOf({ prompt: { id, version, digest } }: Writer): WritingRecord {
  const prompt = { name: `${id}@${version}`, digest };
  return { prompt, model: null, usage: null, costMicros: 0, dropped: [] };
}

function lineOf({ title, heading, text }: Passage, index: number, masking: Masking): string {
  const shown = {
    id: idOf(index),
    title: maskPart(masking, title, limits.passage),
    ...(heading === null ? {} : { heading: maskPart(masking, heading, limits.passage) }),
    text: maskPart(masking, text, limits.passage),
  };
  return JSON.stringify(shown);
}

function idOf(index: number): string {
  return `P${index + 1}`;
}

function judge(
  written: z.infer<typeof writtenSchema>['sentences'],
  given: readonly Passage[],
  masking: Masking,
  record: WritingRecord,
): WrittenAnswer {
  if (written.length === 0) return { ok: false, reason: 'nothing_written', record };
  const idByOurs = new Map(given.map(({ id }, index) => [idOf(index), id]));
  const sentences: CitedSentence[] = [];
  for (const { text, passages } of written.slice(0, limits.sentences)) {
    const restored = masking.restore(text.slice(0, limits.sentence));
    if (!restored.ok) return { ok: false, reason: 'forged_placeholder', record };
    const cited = passages
      .slice(0, limits.citations)
      .map((id) => idByOurs.get(id) ?? `unknown ${id.slice(0, 40)}`);
    sentences.push({ text: restored.text, passageIds: cited });
  }
  const { kept, dropped } = checkAnswer(sentences, given);
  record.dropped = dropped;
  if (kept.length === 0 || kept.length < standing * sentences.length)
    return { ok: false, reason: 'unsupported', record };
  return { ok: true, sentences: kept, record };
}
