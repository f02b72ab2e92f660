import { z } from 'zod';

const text = z.string().nullable().catch(null);
const micros = z.int().min(0).nullable().catch(null);
const prompt = z.object({ name: z.string(), digest: z.string() }).nullable().catch(null);
const cost = { prompt, costMicros: micros, currency: text };
const count = z.int().min(0);

/** A sentence that a model wrote and that was not shown. */
const dropped = z.object({ text: z.string(), reason: z.string(), detail: z.string().catch('') });
const draft = z.object({ kind: z.string(), title: z.string().catch(''), outcome: z.string().catch('') });

const writingSchema = z.object({
  ...cost,
  /** Whether its words are the answer; null = it was asked to write nothing. */
  shown: z.boolean().nullable().catch(null),
  /** Why they are not; null = they are. */
  reason: text,
  /** The version that answered; null = none did. */
  model: text,
  usage: z.object({ inputTokens: count, outputTokens: count }).nullable().catch(null),
  dropped: z.array(dropped).catch([]),
  /** What it looked up before; null = nothing. */
  lookedUp: z
    .object({
      ...cost,
      /** `done`, or why it was ended. */
      end: text,
      calls: count.nullable().catch(null),
      drafts: z.array(draft).catch([]),
    })
    .nullable()
    .catch(null),
});

/** How a model came to write an answer, as far as it was kept. Costs are millionths of the currency, null = unknown. */
export type AnswerWriting = z.infer<typeof writingSchema>;

/** Reads what was kept beside an answer by this version or an earlier one. @returns null where no model was asked */
export function readWriting(kept: Readonly<Record<string, unknown>> | null): AnswerWriting | null {
  return kept === null ? null : writingSchema.parse(kept);
}
