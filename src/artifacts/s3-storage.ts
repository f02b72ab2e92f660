import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import type { ArtifactStorage, S3Settings } from '../domain/artifact.ts';
import { HoldfastError } from '../errors.ts';

const prefix = 'artifacts/';
/** How long one attempt waits for a connection and for the head of an answer. */
const connectMs = 3_000;
const answerMs = 10_000;
const attempts = 2;
/** A server that falls silent at any point holds nobody up for longer. */
const patienceMs = 25_000;

/** Keeps artifacts as objects of a bucket that speaks S3. An object is there whole or not at all. */
export function createS3Storage(settings: S3Settings, waits: number = patienceMs): ArtifactStorage {
  const { endpoint, bucket } = settings;
  let opened: Promise<S3Client> | null = null;
  const client = (): Promise<S3Client> => {
    opened ??= openClient(settings);
    return opened;
  };
  const place = endpoint === null ? `s3://${bucket}` : `${endpoint}/${bucket}`;
  const trying = async <T>(
    what: string,
    work: (patience: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> => {
    const abortSignal = AbortSignal.timeout(waits);
    try {
      return await work({ abortSignal });
    } catch (error) {
      const isSilent = abortSignal.aborted;
      const { name, message } = isSilent
        ? new Error(`no answer within ${waits / 1_000} s`)
        : (error as Error);
      const code = isSilent ? 'ETIMEDOUT' : ((error as { code?: string }).code ?? name);
      throw new HoldfastError('HF_STORAGE_FAILED', `${place} ${what} (${code}: ${message.slice(0, 200)})`, {
        next: 'Look whether the S3 server runs, and at S3_ENDPOINT, S3_BUCKET and the keys; then ask again. Nothing was recorded.',
        cause: error,
      });
    }
  };
  return {
    place,
    write: (name, bytes) =>
      trying('took no artifact', async (patience) => {
        const { PutObjectCommand } = await import('@aws-sdk/client-s3');
        const object = { Bucket: bucket, Key: prefix + name, Body: bytes, ContentLength: bytes.byteLength };
        await (await client()).send(new PutObjectCommand(object), patience);
      }),
    read: (name) =>
      trying('gave no artifact', async (patience) => {
        const { GetObjectCommand, NoSuchKey } = await import('@aws-sdk/client-s3');
        try {
          const got = await (await client()).send(
            new GetObjectCommand({ Bucket: bucket, Key: prefix + name }),
            patience,
          );
          return got.Body ? await readWhole(got.Body, patience.abortSignal) : null;
        } catch (error) {
          if (error instanceof NoSuchKey || (error as Error).name === 'NoSuchKey') return null;
          throw error;
        }
      }),
    remove: (name) =>
      trying('removed no artifact', async (patience) => {
        const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
        const object = { Bucket: bucket, Key: prefix + name };
        await (await client()).send(new DeleteObjectCommand(object), patience);
      }),
  };
}

/** The client watches no body any more once its answer has begun: one that stalls is torn off here. */
async function readWhole(
  body: NonNullable<GetObjectCommandOutput['Body']>,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const stop = (): void =>
    void (body as { destroy?(error: Error): unknown }).destroy?.(new Error('torn off'));
  signal.addEventListener('abort', stop);
  try {
    return await body.transformToByteArray();
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Loaded when the first artifact is written or read: it takes a good part of a second. */
async function openClient({ endpoint, region, keys }: S3Settings): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  return new S3Client({
    region,
    maxAttempts: attempts,
    credentials: {
      accessKeyId: keys.id,
      secretAccessKey: keys.secret,
      ...(keys.session === null ? {} : { sessionToken: keys.session }),
    },
    // Servers of one's own know buckets by path, and not all of them know checksums.
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
    },
  });
}
