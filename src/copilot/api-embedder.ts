import OpenAI from 'openai';
import { HoldfastError } from '../errors.ts';
import { type Embedder, normalize } from './embedder.ts';
import { withoutPersonalData } from './personal-data.ts';

/** Where vectors come from: any server that speaks OpenAI's API for embeddings. */
export interface EmbeddingApi {
  /** Such as `https://api.openai.com/v1`. */
  baseUrl: string;
  apiKey: string;
  model: string;
  /** How many numbers each vector has: the model is asked for as many, and another count is refused. */
  dimensions: number;
  /** One request, in milliseconds; a failed one is tried twice more. */
  timeoutMs?: number;
}

/** Source: OpenAI's limit of 300,000 tokens for all texts of one request, of which a text here has 6,000 at most. */
const textsAtOnce = 32;
/** Below the 8,192 tokens that OpenAI's models read, even when every token is two characters long. */
const longestText = 12_000;
const defaultTimeoutMs = 20_000;
const retries = 2;

/** Makes an embedder of an OpenAI-compatible API (ADR-0023). */
export function createApiEmbedder(api: EmbeddingApi): Embedder {
  const { baseUrl, apiKey, model, dimensions, timeoutMs = defaultTimeoutMs } = api;
  const client = new OpenAI({ baseURL: baseUrl, apiKey, timeout: timeoutMs, maxRetries: retries });
  const embedBatch = async (texts: readonly string[]): Promise<Float32Array<ArrayBuffer>[]> => {
    // Left to itself the client asks for base64, which not every server knows.
    const request = { model, input: [...texts], dimensions, encoding_format: 'float' as const };
    const { data } = await client.embeddings.create(request).catch((error: unknown) => {
      throw unavailable(api, error instanceof Error ? error.message : String(error), error);
    });
    return inOrder(api, texts.length, data);
  };
  return {
    id: `${model}@${new URL(baseUrl).host}/${dimensions}`,
    dimensions,
    embed: async (texts) => {
      const vectors = texts.map(() => new Float32Array(dimensions));
      const placed = texts.map((text, index) => ({ index, text: readable(text) }));
      const spoken = placed.filter(({ text }) => text !== '');
      for (let start = 0; start < spoken.length; start += textsAtOnce) {
        const batch = spoken.slice(start, start + textsAtOnce);
        const embedded = await embedBatch(batch.map(({ text }) => text));
        for (const [place, { index }] of batch.entries())
          vectors[index] = embedded[place] ?? new Float32Array(dimensions);
      }
      return vectors;
    },
  };
}

/** The API refuses an empty text, and one that is too long; personal data is none of its business. */
function readable(text: string): string {
  return withoutPersonalData(text.slice(0, longestText).toWellFormed()).trim();
}

/** Checks what the server sent before anything is kept: as many vectors as texts, each of the right size. */
function inOrder(
  api: EmbeddingApi,
  count: number,
  data: readonly { index: number; embedding: number[] }[] | undefined,
): Float32Array<ArrayBuffer>[] {
  const vectors = new Map(data?.map(({ index, embedding }) => [index, embedding]));
  return Array.from({ length: count }, (_, index) => {
    const vector = vectors.get(index);
    if (!vector) throw unavailable(api, `it sent no vector for text ${index + 1} of ${count}`);
    if (vector.length !== api.dimensions) {
      throw unavailable(
        api,
        `its vectors have ${vector.length} numbers where ${api.dimensions} are expected`,
      );
    }
    if (!vector.every(Number.isFinite)) throw unavailable(api, 'a vector holds something that is no number');
    return normalize(Float32Array.from(vector));
  });
}

function unavailable({ baseUrl, model }: EmbeddingApi, reason: string, cause?: unknown): HoldfastError {
  const where = `The embedding model ${model} at ${new URL(baseUrl).host} gave no vectors`;
  return new HoldfastError('HF_EMBEDDER_UNAVAILABLE', `${where}: ${reason.slice(0, 200)}`, { cause });
}
