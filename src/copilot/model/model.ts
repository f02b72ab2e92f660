import type { z } from 'zod';
import type { ModelUsage } from '../../domain/model.ts';

/** What a model is told and what it is given: ours, and the data of others. */
export interface RenderedPrompt {
  instructions: string;
  data: string;
}

/** Why there is no value. Whoever asked goes on without a model. */
export type ModelFailure =
  | 'timeout'
  | 'cancelled'
  | 'unreachable'
  /** The endpoint answered with an error: a wrong key, no such model, too many requests. */
  | 'refused'
  /** The model itself would not. */
  | 'declined'
  /** More than a megabyte, or cut off by the endpoint. */
  | 'too_long'
  /** No JSON, or not in the schema. */
  | 'garbled';

/** One answer, or why there is none; `usage` null = the endpoint did not say. */
export type ModelResult<T> =
  | { ok: true; value: T; usage: ModelUsage | null; model: string }
  | { ok: false; reason: ModelFailure; usage: ModelUsage | null };

export interface ModelRequest<T> {
  prompt: RenderedPrompt;
  /** Strict; the name is what the endpoint is told. */
  schema: { name: string; type: z.ZodType<T> };
  /** Ends everything that is asked for one answer. */
  signal: AbortSignal;
}

/** Anything that fills a schema from a prompt. It never throws for what the other side does. */
export interface Model {
  complete<T>(request: ModelRequest<T>): Promise<ModelResult<T>>;
}
