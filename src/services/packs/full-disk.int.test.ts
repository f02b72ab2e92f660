import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { mountSmallDisk, type SmallDisk } from '../../../test/crash/small-disk.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { testArtifacts } from '../../../test/support/artifacts.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { embedded } from '../../../test/support/stores.ts';
import { createFolderStorage } from '../../artifacts/folder-storage.ts';
import { storedName } from '../../domain/artifact.ts';
import { digestOfNow, makeDigestPdf } from '../digest/make-digest-pdf.ts';
import { listArtifacts } from './list-artifacts.ts';
import { makePack } from './make-pack.ts';
import { readArtifact } from './read-artifact.ts';

let disk: SmallDisk | null = null;
let close = async (): Promise<void> => undefined;
afterEach(async () => {
  await close();
  disk?.remove();
});

test('a disk without a byte left: no pack and no digest is half-written or listed; with room both are made', async ({
  skip,
}) => {
  disk = mountSmallDisk(4, tmpdir());
  if (!disk) return skip('this process may not mount a disk');
  const opened = await embedded.open();
  close = opened.close;
  const folder = join(disk.folder, 'artifacts');
  const artifacts = testArtifacts(createFolderStorage(folder));
  const member = demoMembers.find(({ id }) => id === 'manager1') ?? null;
  const made = await testContext(opened.store, '2026-11-27T12:00:00.000Z');
  const ctx = { ...made, artifacts, member };
  await opened.store.writeMembers(demoMembers);
  await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-01-02', { name: 'Acme' })]);
  const id = await digestOfNow(ctx);
  const listed = async () => (await listArtifacts(ctx, { limit: 20 })).map(storedName).sort();
  const refused = { code: 'HF_STORAGE_FAILED', next: expect.stringMatching(/disk is full/) };

  await makePack(ctx, { accountId: 'acme', kind: 'renewal' });
  const before = await listed();
  disk.fill();
  await expect(makePack(ctx, { accountId: 'acme', kind: 'qbr' })).rejects.toMatchObject(refused);
  await expect(makeDigestPdf(ctx, id)).rejects.toMatchObject(refused);
  expect(await listed()).toEqual(before);
  expect(readdirSync(folder).sort()).toEqual(before);

  disk.free();
  await makePack(ctx, { accountId: 'acme', kind: 'qbr' });
  await makeDigestPdf(ctx, id);
  const after = await listed();
  expect(after).toHaveLength(before.length + 5);
  expect(readdirSync(folder).sort()).toEqual(after);
  for (const { id: one } of await listArtifacts(ctx, { limit: 20 })) await readArtifact(ctx, one);
});
