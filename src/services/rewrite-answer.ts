import type { Model } from '../copilot/model/model.ts';
import { type WrittenAnswer, writeAnswer } from '../copilot/model/write-answer.ts';
import { type AnswerSource, type CopilotAnswer, isRecord, type Passage } from '../domain/answer.ts';
import type { ModelSettings } from '../domain/model.ts';
import type { Prompts } from '../domain/prompt.ts';
import type { RequestContext } from './context.ts';
import { isModelHalted } from './model-halted.ts';
import { namesToMask } from './names-to-mask.ts';

/** What a model needs to write answers with. */
export interface AnswerWriter {
  model: Model;
  /** Where an agent of the same model is reached. */
  settings: ModelSettings;
  prompts: Prompts;
}

type Covered = Extract<CopilotAnswer, { kind: 'answer' }>;

/** An answer as it is shown, and how it came to be written; null = no model was asked */
export interface RewrittenAnswer {
  answer: Covered;
  writing: Readonly<Record<string, unknown>> | null;
}

/**
 * Has the model write an answer anew from the same passages. What it writes is checked; where too little of it stands,
 * the model is halted, or it does not answer in time, the answer stays as it was.
 */
export async function rewriteAnswer(
  ctx: RequestContext,
  answer: Covered,
  passages: readonly Passage[],
): Promise<RewrittenAnswer> {
  if (!ctx.writer || (await isModelHalted(ctx))) return { answer, writing: null };
  const { model, settings, prompts } = ctx.writer;
  const written = await writeAnswer(
    {
      model,
      price: settings.price,
      prompt: prompts.answer,
      secret: ctx.ids.secret(),
      names: await namesToMask(ctx),
      signal: new AbortController().signal,
    },
    answer.question,
    passages,
  );
  return {
    answer: written.ok ? shown(answer, written, passages) : answer,
    writing: { ...noteOf(written), currency: settings.price?.currency ?? null },
  };
}

/** The records that it cites are among its sources, as its documents are. */
function shown(
  answer: Covered,
  { sentences }: Extract<WrittenAnswer, { ok: true }>,
  passages: readonly Passage[],
): Covered {
  const ids = new Set(sentences.flatMap(({ passageIds }) => passageIds));
  const cited = [...ids].flatMap((id) => passages.filter((passage) => passage.id === id));
  const records = cited.filter(isRecord).map(
    ({ documentId: id, title }): AnswerSource => ({
      id,
      title,
      kind: 'record',
      status: null,
      url: id,
      reviewedOn: null,
      isStale: false,
    }),
  );
  return { ...answer, sentences, passages: cited, sources: [...answer.sources, ...records] };
}

function noteOf(written: WrittenAnswer): Readonly<Record<string, unknown>> {
  return { ...written.record, shown: written.ok, ...(written.ok ? {} : { reason: written.reason }) };
}
