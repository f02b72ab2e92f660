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
  /** Requests whose events are stored at once; more wait for nobody and are told to come back. */
  concurrentRequests: 8,
} as const;

/** Within what a body is read. */
export interface BodyLimits {
  sentBytes: number;
  unpackedBytes: number;
  /** How long it may take to come. */
  patienceMs: number;
  /** Is told of every piece that is kept, and may refuse it. */
  hold(bytes: number): void;
}

/** A body that does not come; the catalogue's status would say that it came and was wrong. */
class SlowBody extends HoldfastError {
  override get httpStatus(): number {
    return 408;
  }
}

/**
 * Reads a request's body, unpacked, within the limits: a gzip bomb is cut off while it unpacks.
 * @throws {HoldfastError} HF_BODY_TOO_LARGE, HF_BODY_INVALID for broken gzip and for what breaks off or is too slow, HF_MEDIA_TYPE for another encoding
 */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limits.sentBytes)
    throw tooLarge(limits.sentBytes, 'sent');
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const sent = limit(arriving(request, limits.patienceMs), limits.sentBytes, 'sent');
  if (encoding === 'identity' || encoding === '') return await collect(sent, limits);
  if (encoding === 'gzip' || encoding === 'x-gzip')
    return await collect(unpack(sent, limits.unpackedBytes), limits);
  throw new HoldfastError(
    'HF_MEDIA_TYPE',
    `Content-Encoding '${encoding.slice(0, 40)}' is not one that this address reads`,
    {
      next: 'Send gzip or no encoding.',
    },
  );
}

/** The bytes as they come; leaving early keeps the connection open for the answer. */
async function* arriving(request: IncomingMessage, patienceMs: number): AsyncGenerator<Uint8Array> {
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>;
  const late = Promise.withResolvers<never>();
  late.promise.catch(() => undefined); // raced below; unawaited in between, it must not end the process
  const timer = setTimeout(() => {
    const seconds = patienceMs / 1_000;
    late.reject(
      new SlowBody('HF_BODY_INVALID', `The body did not come within ${seconds} seconds`, {
        next: 'Send it again in smaller batches; events that are already in are recognised.',
      }),
    );
  }, patienceMs);
  try {
    for (;;) {
      const next = chunks.next();
      next.catch(() => undefined); // the answer to a late body may come first
      const { done, value } = await Promise.race([next, late.promise]);
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (error instanceof HoldfastError) throw error;
    throw new HoldfastError('HF_BODY_INVALID', 'The sender broke off before the end of the body', {
      next: 'Send it again; events that are already in are recognised.',
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

async function collect(
  chunks: AsyncIterable<Uint8Array>,
  { hold }: Pick<BodyLimits, 'hold'>,
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) {
    hold(chunk.length);
    parts.push(chunk);
  }
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
