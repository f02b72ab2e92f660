import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { memoryStorage, testArtifacts } from '../../test/support/artifacts.ts';
import type { Artifact } from '../domain/artifact.ts';
import { createManualClock } from '../domain/clock.ts';
import { createIds } from '../domain/ids.ts';
import { sha256Of } from '../domain/sha256.ts';
import { createLinks } from '../http/links.ts';
import { createPageGuard } from '../http/page-guard.ts';
import { createLog } from '../log.ts';
import type { Services } from '../services/context.ts';
import { registerArtifacts } from './artifact-file.ts';

const bytes = new TextEncoder().encode('%PDF-1.3');
const kept: Artifact = {
  id: 'a1',
  kind: 'qbr',
  account: 'a"c\r\nme/שלום',
  subject: 'a"c\r\nme/שלום',
  version: 2,
  format: 'pdf',
  audience: 'internal',
  asOf: new Date(0),
  knownAt: 1,
  size: 8,
  sha256: sha256Of(bytes),
  contentDigest: 'd',
  madeBy: 'csm1',
  madeAt: new Date(0),
};

async function open() {
  const clock = createManualClock(new Date('2026-11-27T10:00:00Z'));
  const links = createLinks('http://h', 'ab'.repeat(32), clock);
  const storage = memoryStorage();
  await storage.write('a1.pdf', bytes);
  const store = { findArtifacts: async (ids: string[]) => (ids.includes('a1') ? [kept] : []) };
  const log = createLog('silent');
  const services = { store, artifacts: testArtifacts(storage), ids: createIds(), log } as unknown as Services;
  const fastify = Fastify();
  await registerArtifacts(fastify, { services, ...createPageGuard(links, { opensLocally: false }) });
  return {
    clock,
    storage,
    get: (path: string) => fastify.inject(path),
    path: links.linkTo('/artifacts/a1').slice(8),
  };
}

describe('an artifact', () => {
  it('is handed out to whoever has its signed link, to be saved and never shown', async () => {
    const { get, path } = await open();
    const answer = await get(path);
    expect(answer.statusCode).toBe(200);
    expect(new Uint8Array(answer.rawPayload)).toEqual(bytes);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'content-disposition': 'attachment; filename="a-c-me-qbr-v2.pdf"',
    });
  });

  it('stays closed without a link, with one for another file, and when its time is over', async () => {
    const { get, path, clock } = await open();
    expect((await get('/artifacts/a1')).statusCode).toBe(403);
    expect((await get(path.replace('a1', 'a2'))).statusCode).toBe(403);
    clock.set(new Date('2026-12-28T10:00:00Z'));
    const late = await get(path);
    expect(late.statusCode).toBe(403);
    expect(late.body).toContain('/cs pack ACCOUNT KIND');
  });

  it('whose bytes were changed is not handed out', async () => {
    const { get, path, storage } = await open();
    await storage.write('a1.pdf', new TextEncoder().encode('other'));
    const answer = await get(path);
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('other');
  });
});
