import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ArtifactStorage } from '../domain/artifact.ts';
import type { HoldfastError } from '../errors.ts';
import { createFolderStorage } from './folder-storage.ts';
import { createS3Storage } from './s3-storage.ts';

const S3rver = createRequire(import.meta.url)('s3rver') as new (
  options: object,
) => { run(): Promise<AddressInfo>; close(): Promise<void> };

const bytes = new TextEncoder().encode('the bytes');
let home: string;
let server: InstanceType<typeof S3rver>;
let endpoint: string;

beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-s3-'));
  server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'packs' }],
  });
  endpoint = `http://127.0.0.1:${(await server.run()).port}`;
});
afterAll(() => server.close());
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'holdfast-artifacts-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const headOf = (length: number) => ({ 'content-length': String(length) });
const keys = { id: 'S3RVER', secret: 'S3RVER', session: null };
const bucketAt = (address: string, bucket = 'packs'): ArtifactStorage =>
  createS3Storage({ endpoint: address, bucket, region: 'us-east-1', keys });

describe.each<[string, () => ArtifactStorage]>([
  ['a folder', () => createFolderStorage(join(home, 'artifacts'))],
  ['a bucket', () => bucketAt(endpoint)],
])('%s', (_name, open) => {
  it('gives back what it took, nothing where nothing is, and forgets what it is told to', async () => {
    const storage = open();
    await storage.write('a.pdf', bytes);
    expect(new TextDecoder().decode((await storage.read('a.pdf')) ?? undefined)).toBe('the bytes');
    expect(await storage.read('b.pdf')).toBeNull();
    await storage.remove('a.pdf');
    await storage.remove('a.pdf');
    expect(await storage.read('a.pdf')).toBeNull();
  });

  it('takes many at once', async () => {
    const storage = open();
    const names = Array.from({ length: 12 }, (_, at) => `many-${at}.md`);
    await Promise.all(names.map((name) => storage.write(name, new TextEncoder().encode(name))));
    const read = await Promise.all(
      names.map(async (name) => new TextDecoder().decode((await storage.read(name)) ?? undefined)),
    );
    expect(read).toEqual(names);
  });
});

describe('a folder', () => {
  it('has files that their owner alone reads, and nothing half-written', async () => {
    const folder = join(home, 'artifacts');
    await createFolderStorage(folder).write('a.pdf', bytes);
    expect(await readdir(folder)).toEqual(['a.pdf']);
    expect((await stat(join(folder, 'a.pdf'))).mode & 0o077).toBe(0);
  });

  it('that cannot be one refuses with what to do, and leaves nothing behind', async () => {
    await writeFile(join(home, 'artifacts'), 'a file');
    const storage = createFolderStorage(join(home, 'artifacts'));
    await expect(storage.write('a.pdf', bytes)).rejects.toMatchObject({
      code: 'HF_STORAGE_FAILED',
      next: expect.stringMatching(/nothing was recorded/),
    });
  });

  it('on a full disk refuses, says so, and leaves nothing half-written', async () => {
    // A device that is always full, in the place of the file that is written first.
    const folder = join(home, 'artifacts');
    const storage = createFolderStorage(folder);
    await storage.write('first.pdf', bytes);
    const { symlink } = await import('node:fs/promises');
    await symlink('/dev/full', join(folder, '.a.pdf.part'));
    await expect(storage.write('a.pdf', bytes)).rejects.toMatchObject({
      code: 'HF_STORAGE_FAILED',
      next: expect.stringMatching(/disk is full/),
    });
    expect(await readdir(folder)).toEqual(['first.pdf']);
    await chmod(folder, 0o700);
  });
});

describe('a bucket', () => {
  it('that does not answer refuses within seconds, with what to do', async () => {
    await expect(bucketAt('http://127.0.0.1:9').write('a.pdf', bytes)).rejects.toMatchObject({
      code: 'HF_STORAGE_FAILED',
      next: expect.stringMatching(/S3_ENDPOINT/),
    });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['takes the request and says nothing', () => undefined],
    ['says half of it and stalls', (response) => response.writeHead(200, headOf(100)).write('x'.repeat(50))],
    ['says half of it and goes', (response) => response.writeHead(200, headOf(100)).end('x'.repeat(50))],
    ['is broken', (response) => response.writeHead(500).end('<html>no</html>')],
  ])('that %s refuses in time, and gives no part of a file', async (_, answer) => {
    const silent = createServer((request, response) => answer(request.resume() && response));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const storage = createS3Storage({ endpoint: address, bucket: 'packs', region: 'us-east-1', keys }, 500);
    const beganMs = performance.now();
    await expect(storage.read('a.pdf')).rejects.toMatchObject({ code: 'HF_STORAGE_FAILED' });
    await expect(storage.write('a.pdf', bytes)).rejects.toMatchObject({ code: 'HF_STORAGE_FAILED' });
    expect(performance.now() - beganMs).toBeLessThan(5_000);
    silent.closeAllConnections();
    silent.close();
  });

  it('that does not know our key refuses, and says nothing of the secret', async () => {
    const wrong = { id: 'SOMEBODY', secret: 'known-to-nobody', session: null };
    const storage = createS3Storage({ endpoint, bucket: 'packs', region: 'us-east-1', keys: wrong });
    for (const attempt of [() => storage.write('a.pdf', bytes), () => storage.read('a.pdf')]) {
      const error = await attempt().then(
        () => expect.fail('it was let in'),
        (refusal: HoldfastError) => refusal,
      );
      expect(error).toMatchObject({ code: 'HF_STORAGE_FAILED', next: expect.stringMatching(/keys/) });
      expect(`${error.message} ${error.next}`).not.toContain(wrong.secret);
    }
  });

  it('that is not there refuses too: reading it is no empty answer', async () => {
    await expect(bucketAt(endpoint, 'elsewhere').read('a.pdf')).rejects.toMatchObject({
      code: 'HF_STORAGE_FAILED',
    });
  });
});
