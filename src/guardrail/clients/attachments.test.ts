import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { grantFor } from '../../../test/support/grants.ts';
import { type MailServer, startMailServer } from '../../../test/support/mail-server.ts';
import type { Action } from '../../domain/action.ts';
import type { ArtifactReader } from '../../domain/artifact.ts';
import { createManualClock } from '../../domain/clock.ts';
import { sha256Of } from '../../domain/sha256.ts';
import type { Connector } from '../connector.ts';
import { readEffects } from '../read-effects.ts';
import { createFileOutbox } from './file-outbox.ts';
import { createSmtp } from './smtp.ts';

const bytes = new TextEncoder().encode('%PDF-1.3 the pack');
const { signal } = new AbortController();
const clock = createManualClock(new Date('2026-11-25T10:00:00Z'));
let folder: string;
let server: MailServer;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'holdfast-outbox-')), 'outbox');
  server = await startMailServer(null);
});
afterEach(async () => {
  await server.close();
  await rm(join(folder, '..'), { recursive: true, force: true });
});

const letter = (connector: 'smtp' | 'outbox'): Action => ({
  kind: 'message.customer',
  account: 'acme',
  connector,
  before: {},
  params: {
    to: ['ada@acme.example'],
    subject: 'Review',
    body: 'Hello',
    artifactIds: ['a1'],
    attachments: [
      { artifactId: 'a1', fileName: 'acme-qbr-v1.pdf', sha256: sha256Of(bytes), bytes: bytes.byteLength },
    ],
  },
});

describe.each<['smtp' | 'outbox', (read?: ArtifactReader) => Connector, () => Promise<number>]>([
  [
    'smtp',
    (read) => createSmtp({ url: server.url, from: 'us@ours.example' }, { readArtifact: read }),
    async () => server.mails.length,
  ],
  [
    'outbox',
    (read) => createFileOutbox(folder, clock, { readArtifact: read }),
    async () => (await readEffects(folder, null)).effects.length,
  ],
])('a letter with a file through %s', (name, open, sent) => {
  const perform = (read?: ArtifactReader) => open(read).perform(grantFor(letter(name)), signal);

  test('brings exactly the bytes that were approved', async () => {
    expect(await perform(async () => bytes)).toMatchObject({ kind: 'done' });
    expect(await sent()).toBe(1);
    if (name === 'outbox') {
      expect((await readdir(folder)).sort()).toEqual(['hf-p1-1.acme-qbr-v1.pdf', 'hf-p1-1.json']);
      expect(new Uint8Array(await readFile(join(folder, 'hf-p1-1.acme-qbr-v1.pdf')))).toEqual(bytes);
      expect((await readEffects(folder, null)).skipped).toEqual([]);
    } else {
      const raw = server.mails[0]?.raw ?? '';
      expect(raw).toMatch(/Content-Type: application\/pdf; name=acme-qbr-v1\.pdf/);
      expect(raw).toContain(Buffer.from(bytes).toString('base64'));
    }
  });

  test.each<[string, ArtifactReader | undefined, RegExp, boolean]>([
    [
      'has drifted',
      async () => new TextEncoder().encode('%PDF-1.3 another'),
      /not the file that was approved/,
      true,
    ],
    ['is gone', async () => null, /is gone/, true],
    [
      'cannot be read now',
      () => Promise.reject(new Error('the bucket is silent')),
      /bucket is silent/,
      false,
    ],
    ['nobody here can read', undefined, /reads no artifacts/, true],
  ])('stays where it is when the file %s', async (_what, read, reason, permanent) => {
    expect(await perform(read)).toMatchObject({
      kind: 'not_happened',
      permanent,
      reason: expect.stringMatching(reason),
    });
    expect(await sent()).toBe(0);
  });
});
