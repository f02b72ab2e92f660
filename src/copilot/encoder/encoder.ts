import { Worker } from 'node:worker_threads';
import { HoldfastError } from '../../errors.ts';
import { type Embedder, normalize } from '../embedder.ts';
import { batchesOf, readable } from './batches.ts';
import type { EncoderReply, EncoderRequest } from './protocol.ts';

/** The encoder that is installed with Holdfast. */
export interface Encoder extends Embedder {
  /** Ends its thread; what is under way is refused. A later call starts it again. */
  close(): Promise<void>;
}

const dimensions = 512;

/**
 * Prepares the sentence encoder that is installed with Holdfast (ADR-0023). Its thread starts with the first text, in
 * under a second, and does not keep the process alive. It reads the first 128 word pieces of a text, about 500
 * characters: cut longer ones into passages. Callers take turns by the batch, so a question waits for no long indexing.
 */
export function createEncoder(): Encoder {
  let thread: Thread | null = null;
  const embedBatch = (texts: readonly string[]): Promise<Float32Array<ArrayBuffer>[]> => {
    thread ??= startThread(() => {
      thread = null;
    });
    return thread.embed(texts);
  };
  return {
    id: 'energetic-ai-en-0.2',
    dimensions,
    embed: async (texts) => {
      const vectors = texts.map(() => new Float32Array(dimensions));
      for (const batch of batchesOf(texts.map(readable))) {
        const embedded = await embedBatch(batch.map(({ text }) => text));
        for (const [place, { index }] of batch.entries()) {
          vectors[index] = normalize(embedded[place] ?? new Float32Array(dimensions));
        }
      }
      return vectors;
    },
    close: async () => {
      const ending = thread;
      thread = null;
      await ending?.close();
    },
  };
}

interface Thread {
  embed(texts: readonly string[]): Promise<Float32Array<ArrayBuffer>[]>;
  close(): Promise<void>;
}

function startThread(onExit: () => void): Thread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  const pending = new Map<number, PromiseWithResolvers<Float32Array<ArrayBuffer>[]>>();
  let lastId = 0;
  let cause = 'the encoder was closed';
  worker.unref();
  worker.on('message', (reply: EncoderReply) => {
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (pending.size === 0) worker.unref();
    if ('vectors' in reply) waiting?.resolve(reply.vectors);
    else waiting?.reject(unavailable(reply.problem));
  });
  worker.on('error', (error) => {
    cause = error.message;
  });
  worker.on('exit', () => {
    onExit();
    for (const waiting of pending.values()) waiting.reject(unavailable(cause));
    pending.clear();
  });
  return {
    embed: (texts) => {
      const waiting = Promise.withResolvers<Float32Array<ArrayBuffer>[]>();
      const request: EncoderRequest = { id: ++lastId, texts };
      pending.set(request.id, waiting);
      worker.ref();
      worker.postMessage(request);
      return waiting.promise;
    },
    close: async () => void (await worker.terminate()),
  };
}

function unavailable(reason: string): HoldfastError {
  return new HoldfastError('HF_EMBEDDER_UNAVAILABLE', `The sentence encoder gave no vectors: ${reason}`);
}
