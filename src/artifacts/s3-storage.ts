import type { S3Client } from '@aws-sdk/client-s3';
import type { ArtifactStorage, S3Settings } from '../domain/artifact.ts';
import { HoldfastError } from '../errors.ts';

const prefix = 'artifacts/';
/** A server that does not answer holds nobody up for longer. */
const connectMs = 3_000;
const requestMs = 15_000;
const attempts = 2;

/** Keeps artifacts as objects of a bucket that speaks S3. An object is there whole or not at all. */
export function createS3Storage(settings: S3Settings): ArtifactStorage {
  const { endpoint, bucket } = settings;
  let opened: Promise<S3Client> | null = null;
  const client = (): Promise<S3Client> => {
    opened ??= openClient(settings);
    return opened;
  };
  const place = endpoint === null ? `s3://${bucket}` : `${endpoint}/${bucket}`;
  const trying = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const { name, message } = error as Error;
      const code = (error as { code?: string }).code ?? name;
      throw new HoldfastError('HF_STORAGE_FAILED', `${place} ${what} (${code}: ${message.slice(0, 200)})`, {
        next: 'Look whether the S3 server runs, and at S3_ENDPOINT, S3_BUCKET and the keys; then ask again. Nothing was recorded.',
        cause: error,
      });
    }
  };
  return {
    place,
    write: (name, bytes) =>
      trying('took no artifact', async () => {
        const { PutObjectCommand } = await import('@aws-sdk/client-s3');
        const object = { Bucket: bucket, Key: prefix + name, Body: bytes, ContentLength: bytes.byteLength };
        await (await client()).send(new PutObjectCommand(object));
      }),
    read: (name) =>
      trying('gave no artifact', async () => {
        const { GetObjectCommand, NoSuchKey } = await import('@aws-sdk/client-s3');
        try {
          const got = await (await client()).send(
            new GetObjectCommand({ Bucket: bucket, Key: prefix + name }),
          );
          return got.Body ? await got.Body.transformToByteArray() : null;
        } catch (error) {
          if (error instanceof NoSuchKey || (error as Error).name === 'NoSuchKey') return null;
          throw error;
        }
      }),
    remove: (name) =>
      trying('removed no artifact', async () => {
        const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
        await (await client()).send(new DeleteObjectCommand({ Bucket: bucket, Key: prefix + name }));
      }),
  };
}

/** Loaded when the first artifact is written or read: it takes a good part of a second. */
async function openClient({ endpoint, region, keys }: S3Settings): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  return new S3Client({
    ...{ region, maxAttempts: attempts },
    credentials: {
      ...{ accessKeyId: keys.id, secretAccessKey: keys.secret },
      ...(keys.session === null ? {} : { sessionToken: keys.session }),
    },
    // Servers of one's own know buckets by path, and not all of them know checksums.
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: connectMs, requestTimeout: requestMs },
  });
}
