import type { OpenAI } from 'openai';
import { type ModelSettings, type ModelUsage, openAiUrl } from '../../domain/model.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { failureOf } from './failure.ts';
import type { Model, ModelRequest, ModelResult } from './model.ts';

/** How long one attempt may take, and how often one is repeated. */
export interface ModelLimits {
  callMs: number;
  retries: number;
}

const modelLimits: ModelLimits = { callMs: 15_000, retries: 1 };

/** A model behind any OpenAI-compatible endpoint. The library is loaded at the first call. */
export function createOpenAiModel(settings: ModelSettings, limits: ModelLimits = modelLimits): Model {
  return {
    complete: async (request) => {
      const { OpenAI } = await import('openai');
      const errors = await import('openai/error');
      try {
        return await ask(new OpenAI(clientOptions(settings, limits)), settings.name, request);
      } catch (error) {
        return { ok: false, reason: failureOf(error, errors, request.signal), usage: null };
      }
    },
  };
}

/** What a client of ours is made with: nothing comes from the environment, and nothing is logged. */
export function clientOptions({ url, key }: ModelSettings, { callMs, retries }: ModelLimits) {
  return {
    apiKey: key ?? 'none',
    baseURL: url ?? openAiUrl,
    organization: null,
    project: null,
    timeout: callMs,
    maxRetries: retries,
    logLevel: 'off' as const,
    fetch: boundedFetch,
  };
}

async function ask<T>(
  client: OpenAI,
  model: string,
  { prompt, schema, signal }: ModelRequest<T>,
): Promise<ModelResult<T>> {
  const { zodResponseFormat } = await import('openai/helpers/zod');
  const completion = await client.chat.completions.parse(
    {
      model,
      messages: [
        { role: 'system', content: prompt.instructions },
        { role: 'user', content: prompt.data },
      ],
      response_format: zodResponseFormat(schema.type, schema.name),
    },
    { signal },
  );
  const usage = usageOf(completion.usage);
  const message = completion.choices[0]?.message;
  if (message?.refusal) return { ok: false, reason: 'declined', usage };
  const parsed = schema.type.safeParse(message?.parsed);
  if (!parsed.success) return { ok: false, reason: 'garbled', usage };
  return { ok: true, value: parsed.data, usage, model: nameOf(completion.model) ?? model };
}

/** An endpoint may say anything here; only whole numbers can be counted. */
function usageOf(
  given: { prompt_tokens?: unknown; completion_tokens?: unknown } | null | undefined,
): ModelUsage | null {
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = given ?? {};
  return isCount(inputTokens) && isCount(outputTokens) ? { inputTokens, outputTokens } : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** The version that answered, as the endpoint calls it; a name that could be anything else is no name. */
function nameOf(given: unknown): string | null {
  return typeof given === 'string' && /^[\w.:/@+-]{1,100}$/.test(given) ? given : null;
}
