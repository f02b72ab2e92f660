import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { createLinks, type Links } from '../http/links.ts';
import { createPageGuard } from '../http/page-guard.ts';
import { createServer } from '../http/server.ts';
import { getTenantHealth } from '../services/get-tenant-health.ts';
import { registerStatusPages } from './status-pages.ts';

describeEngines('what a customer sees of itself', (engine) => {
  let server: FastifyInstance;
  let links: Links;
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
    links = createLinks('https://holdfast.example', 'ab'.repeat(32), ctx.clock);
    const contract = { name: 'Acme', segment: 'smb', owner: 'csm1', startsOn: '2026-11-15' };
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-11-15', contract),
      sampleEvent('contract.updated', 'bolt', '2026-11-15', { name: 'Bolt', startsOn: '2026-11-15' }),
      sampleEvent('integration.state', 'acme', '2026-11-20', { integration: 'crm', state: 'degraded' }),
      sampleEvent('ticket.created', 'acme', '2026-11-16', {
        ticketId: 'T-1',
        priority: 'P0',
        subject: 'Down',
      }),
    ]);
    const guard = createPageGuard(links, { opensLocally: false });
    server = await createServer({
      services: ctx,
      version: '1.2.3',
      sources: [],
      apps: [],
      linkTo: links.linkTo,
      startPage: null,
      readiness: () => ({ ready: true, detail: '' }),
      slackEvents: null,
      commands: null,
      pages: [(fastify) => registerStatusPages(fastify, { services: ctx, ...guard })],
    });
  });
  afterAll(async () => {
    await server.close();
    await close();
  });

  const signed = (path: string): string => links.linkTo(path).replace('https://holdfast.example', '');
  const open = (path: string) => server.inject(signed(path));

  test('opens by a link of ours alone, for the customer that it names, until it expires', async () => {
    for (const path of [
      '/status/acme',
      '/v1/status/acme',
      '/badges/status/acme',
      '/checklists/acme',
      '/v1/checklists/acme',
    ]) {
      expect([path, (await open(path)).statusCode]).toEqual([path, 200]);
      expect([path, (await server.inject(path)).statusCode]).toEqual([path, 403]);
      const moved = signed(path).replace('acme', 'bolt');
      expect([path, (await server.inject(moved)).statusCode]).toEqual([path, 403]);
    }
    const kept = signed('/status/acme');
    const now = ctx.clock.now();
    ctx.clock.set(new Date(now.getTime() + 31 * 86_400_000));
    expect((await server.inject(kept)).statusCode).toBe(403);
    ctx.clock.set(now);
  });

  test('tells the state as a page, as JSON and as a badge, and nothing of our promises or people', async () => {
    const json = (await open('/v1/status/acme')).json();
    expect(json).toMatchObject({
      account: { id: 'acme', name: 'Acme' },
      state: 'degraded',
      troubles: [{ state: 'degraded', text: 'Integration crm is degraded' }],
    });
    expect((await open('/badges/status/acme')).body).toContain('Status: degraded');
    for (const path of ['/status/acme', '/v1/status/acme'])
      expect((await open(path)).body).not.toMatch(/promise|csm1|evidence\/(?:events|figures|scores)|Down/);
  });

  test('a promise that we broke is ours: to the customer all works, as a page, JSON and badge', async () => {
    await ingest(ctx, [
      sampleEvent('ticket.created', 'bolt', '2026-11-16', {
        ticketId: 'T-2',
        priority: 'P0',
        subject: 'Stop',
      }),
    ]);
    expect((await getTenantHealth(ctx, 'bolt')).state).toBe('degraded');
    expect((await open('/v1/status/bolt')).json()).toMatchObject({ state: 'ok', troubles: [] });
    expect((await open('/status/bolt')).body).toContain('all works');
    expect((await open('/badges/status/bolt')).body).toContain('Status: all works');
    expect((await open('/status/acme')).body).toContain('Integration crm is degraded');
  });

  test('tells the checklist as a page and as JSON: the same steps, the next one first', async () => {
    const json = (await open('/v1/checklists/acme')).json();
    expect(json).toMatchObject({ account: { id: 'acme', name: 'Acme' }, startsOn: '2026-11-15', day: 6 });
    expect(json.total).toBe(json.steps.length);
    expect(json.next).toBe(json.steps.find((step: { done: boolean }) => !step.done).id);
    const page = (await open('/checklists/acme')).body;
    expect(page).toContain(`<b>${json.done}</b> of ${json.total} steps are done`);
    expect(page).not.toMatch(/csm1|evidence\/(?:events|figures|scores)|stuck|behind/);
  });

  test('says that there is no such customer without naming any', async () => {
    const answer = await open('/status/nobody');
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain('acme');
  });
});
