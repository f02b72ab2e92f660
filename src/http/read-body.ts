import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { HoldfastError } from '../errors.ts';

/** What one request to `POST /v1/events` may hold. */
export const ingestLimits = {
  /** Bytes as they are sent. */
  sentBytes: 10 * 1024 * 1024,
  /** Bytes after unpacking. */
  unpackedBytes: 50 * 1024 * 1024,
  /** Lines or elements. */
  records: 250_000,
  /** Requests that are read and stored at once; more wait for nobody and are told to come back. */
  concurrentRequests: 8,
} as const;

/**
 * Reads a request's body, unpacked, within the limits: a gzip bomb is cut off while it unpacks.
 * @throws {HoldfastError} HF_BODY_TOO_LARGE, HF_BODY_INVALID for broken gzip, HF_MEDIA_TYPE for another encoding
 */
export async function readBody(
  request: IncomingMessage,
  limits: { sentBytes: number; unpackedBytes: number },
): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limits.sentBytes)
    throw tooLarge(limits.sentBytes, 'sent');
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const sent = limit(request, limits.sentBytes, 'sent');
  if (encoding === 'identity' || encoding === '') return await collect(sent);
  if (encoding === 'gzip' || encoding === 'x-gzip') return await collect(unpack(sent, limits.unpackedBytes));
  throw new HoldfastError(
    'HF_MEDIA_TYPE',
    `Content-Encoding '${encoding.slice(0, 40)}' is not one that this address reads`,
    {
      next: 'Send gzip or no encoding.',
    },
  );
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function* limit(
  chunks: AsyncIterable<Uint8Array>,
  maximum: number,
  what: 'sent' | 'unpacked',
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maximum) throw tooLarge(maximum, what);
    yield chunk;
  }
}

async function* unpack(chunks: AsyncIterable<Uint8Array>, maximum: number): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  let failure: unknown = null;
  pipeline(chunks, gunzip, (error) => {
    failure = error ?? null;
  });
  try {
    yield* limit(gunzip as AsyncIterable<Uint8Array>, maximum, 'unpacked');
  } catch (error) {
    const cause = failure ?? error;
    if (cause instanceof HoldfastError) throw cause;
    if (error instanceof HoldfastError) throw error;
    throw new HoldfastError(
      'HF_BODY_INVALID',
      `The gzip data of the body is broken: ${(error as Error).message}`,
      { cause: error },
    );
  } finally {
    gunzip.destroy();
  }
}

function tooLarge(maximum: number, what: 'sent' | 'unpacked'): HoldfastError {
  const unpacked = what === 'unpacked' ? ' after unpacking' : '';
  return new HoldfastError('HF_BODY_TOO_LARGE', `The body is larger than ${maximum} bytes${unpacked}`);
}
