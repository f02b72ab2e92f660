import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { previewDigest } from '../services/digest/draw-digest.ts';
import { getAccountHealth } from '../services/get-account-health.ts';
import { registerPictures } from './pictures.ts';

let fastify: FastifyInstance;
let ctx: Awaited<ReturnType<typeof testContext>>;
let close: () => Promise<void>;
let score: string;

beforeAll(async () => {
  const opened = await embedded.open();
  ctx = await testContext(opened.store, '2026-11-27T12:00:00.000Z');
  const days = Array.from({ length: 60 }, (_, index) =>
    new Date(Date.UTC(2026, 8, 25 + index, 9)).toISOString(),
  );
  await ingest(ctx, [
    sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme <b>' }),
    ...days.map((at) => sampleEvent('user.session', 'acme', at, {}, { user: 'ann' })),
    sampleEvent('incident.opened', 'acme', '2026-11-10', { incidentId: 'INC-7', title: 'Outage' }),
  ]);
  score = (await getAccountHealth(ctx, { accountId: 'acme' })).url.replace('/evidence/', '/pictures/');
  fastify = Fastify();
  await registerPictures(fastify, { services: ctx, mayOpen: ({ url }) => !url.includes('stranger') || 'no' });
  close = async () => {
    await fastify.close();
    await opened.close();
  };
});
afterAll(() => close());

const open = async (url: string) => await fastify.inject({ url });

describe('a picture', () => {
  it.each(['trend', 'waterfall'])(
    'of a score, %s, is a PNG that a browser may keep, and the same months later',
    async (picture) => {
      const first = await open(`${score}&picture=${picture}`);
      expect(first.statusCode).toBe(200);
      expect(first.headers['content-type']).toBe('image/png');
      expect(first.headers['cache-control']).toContain('immutable');
      expect(first.rawPayload.subarray(1, 4).toString()).toBe('PNG');
      await ingest(ctx, [sampleEvent('user.session', 'acme', '2026-11-20')]);
      expect((await open(`${score}&picture=${picture}`)).rawPayload.equals(first.rawPayload)).toBe(true);
    },
  );

  it('marks what happened, as text alone', async () => {
    const { body, headers } = await open(`${score}&picture=trend&format=svg&theme=dark`);
    expect(headers['content-type']).toContain('image/svg+xml');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    // A card of Teams shows it in a page of Microsoft's.
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(body).toContain('INC-7');
    expect(body).not.toContain('<b>');
  });

  it('of a digest is drawn from its snapshot', async () => {
    const { id } = await previewDigest(ctx, null);
    expect((await open(`/pictures/digests/${id}?width=360`)).statusCode).toBe(200);
    expect((await open('/pictures/digests/dg0')).statusCode).toBe(404);
    expect((await open(`/pictures/digests/${id}?picture=red&format=svg`)).body).toContain('width="140"');
  });

  it('of onboardings says how many came how far, as of its moment', async () => {
    const at = '2026-11-20T12:00:00.000Z';
    const url = `/pictures/onboardings/all?asOf=${at}&knownAt=${await ctx.store.lastSequence()}&format=svg`;
    const first = await open(url);
    expect(first.statusCode).toBe(200);
    expect(first.body).toContain('Goals of day 14');
    await ingest(ctx, [sampleEvent('contract.updated', 'begun', '2026-11-18', { startsOn: '2026-11-18' })]);
    expect((await open(url)).body).toBe(first.body);
    const later = url.replace(/knownAt=\d+/, `knownAt=${await ctx.store.lastSequence()}`);
    expect((await open(later)).body).not.toBe(first.body);
  });

  it('of cohorts is the same later, has a name as text alone, and fits a phone', async () => {
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-09-02', {
        startsOn: '2026-09-01',
        segment: '<b>big</b>',
      }),
    ]);
    const url = `/pictures/cohorts/segment?asOf=2026-11-27T12:00:00.000Z&knownAt=${await ctx.store.lastSequence()}&format=svg`;
    const first = await open(url);
    expect(first.statusCode).toBe(200);
    expect(first.body).not.toContain('<b>');
    expect(first.body).toContain('Everybody');
    await ingest(ctx, [sampleEvent('contract.updated', 'late', '2026-10-01', { startsOn: '2026-09-01' })]);
    expect((await open(url)).body).toBe(first.body);
    expect((await open(`${url}&width=340&theme=dark`)).body).toContain('width="340"');
    const lines = await open(`${url}&picture=lines`);
    expect(lines.body).toContain('<path');
    expect(lines.body).not.toBe(first.body);
    expect((await open('/pictures/cohorts/weather')).statusCode).toBe(400);
  });

  it.each([
    [400, '&picture=pie'],
    [400, '&width=99999'],
    [400, '&picture=trend&picture=trend'],
    [403, '&stranger=1'],
  ])('is refused in words, %s, where the address says %s', async (status, more) => {
    const { statusCode, headers, body } = await open(`${score}${more}`);
    expect(statusCode).toBe(status);
    expect(headers['content-type']).toContain('text/plain');
    expect(headers['cache-control']).toBe('no-store');
    expect(body.length).toBeGreaterThan(10);
  });

  it('of a customer that nobody knows is not there', async () => {
    expect((await open('/pictures/scores/nobody')).statusCode).toBe(404);
  });
});
