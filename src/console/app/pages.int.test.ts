import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { type Browser, consoleServer, signInAs } from '../../../test/support/console.ts';
import { createLedgerConnector, testDoor } from '../../../test/support/door.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';

const paths = [
  ...[
    '',
    '/accounts',
    '/accounts?group=segment&sort=-arr&band=red',
    '/accounts/acme',
    '/accounts/acme?part=timeline',
  ],
  ...[
    '/accounts/acme?part=tickets',
    '/accounts/acme?part=status',
    '/accounts/acme?part=work',
    '/accounts/acme?part=files',
  ],
  ...[
    '/cohorts',
    '/cohorts?by=path',
    '/cohorts?by=start',
    '/onboarding',
    '/onboarding/acme',
    '/alerts',
    '/alerts?show=all',
  ],
  ...[
    '/support',
    '/support/causes',
    '/scorecard',
    '/retention?by=owner',
    '/digests',
    '/rules',
    '/value',
    '/value/records',
  ],
  ...['/approvals', '/approvals?show=settled', '/switches', '/health', '/audit', '/settings'],
];

describeEngines('the pages of the console', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let server: FastifyInstance;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    const door = await testDoor([createLedgerConnector()]);
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, door);
    await opened.store.writeMembers(demoMembers);
    server = await consoleServer(ctx);
  });
  afterAll(async () => {
    await server.close();
    await close();
  });

  const as = (member: string): Promise<Browser> => signInAs(server, ctx, member);

  describe('of an empty installation', () => {
    test('open, and say what to do', async () => {
      const admin = await as('admin1');
      for (const path of paths.filter((one) => !one.includes('acme'))) {
        const { statusCode, body } = await admin.get(`/console${path}`);
        expect([path, statusCode]).toEqual([path, 200]);
        expect(body).not.toMatch(/undefined|\[object|NaN/);
      }
      expect((await admin.get('/console/accounts/nobody')).statusCode).toBe(404);
      expect((await admin.get('/console/nowhere')).statusCode).toBe(404);
    });
  });

  describe('with customers', () => {
    beforeAll(async () => {
      // The portfolio is remembered for a minute.
      ctx.clock.set(new Date(ctx.clock.now().getTime() + 61_000));
      const contract = (id: string, more: Record<string, unknown>) =>
        sampleEvent('contract.updated', id, '2026-11-10', more);
      await ingest(ctx, [
        contract('acme', {
          name: '<script>alert(1)</script>',
          segment: 'smb',
          owner: 'csm1',
          startsOn: '2026-11-10',
          arr: { amount: 1_200_000, currency: 'USD' },
          renewsOn: '2027-01-31',
          useCase: 'reporting',
        }),
        contract('bolt', { name: 'Bolt', segment: 'enterprise', owner: 'csm2', useCase: 'alerts' }),
        sampleEvent('integration.state', 'acme', '2026-11-19', { integration: 'warehouse', state: 'failed' }),
        sampleEvent('usage.limit', 'acme', '2026-11-19', { limit: 'seats', used: 95, allowed: 100 }),
        sampleEvent('error.raised', 'acme', '2026-11-20', { code: 'E_SYNC', count: 40 }),
        sampleEvent('value.measured', 'acme', '2026-11-20', { hoursSaved: 12.5, automations: 30 }),
        sampleEvent('ticket.created', 'acme', '2026-11-21', {
          ticketId: 'T-1',
          priority: 'P1',
          subject: '=cmd',
        }),
      ]);
    });

    test('open for every role, within what it may read, and text of others is never markup', async () => {
      for (const { id, role } of demoMembers) {
        const browser = await as(id);
        for (const path of paths) {
          const { statusCode, body } = await browser.get(`/console${path}`);
          const isClosed =
            (path === '/audit' || path === '/settings') && role !== 'admin' && role !== 'auditor';
          expect([role, path, statusCode]).toEqual([role, path, isClosed ? 403 : 200]);
          expect(body).not.toMatch(/<script>|undefined|\[object|NaN/);
        }
      }
    });

    test('lead from a cohort to its customers, and from there to the evidence', async () => {
      const csm = await as('csm1');
      const cohorts = (await csm.get('/console/cohorts?by=use-case')).body;
      expect(cohorts).toContain('href="/console/accounts?useCase=reporting"');
      const list = (await csm.get('/console/accounts?useCase=reporting')).body;
      expect(list).toContain('href="/console/accounts/acme"');
      expect(list).not.toContain('href="/console/accounts/bolt"');
      expect((await csm.get('/console/accounts/acme')).body).toContain('href="/evidence/scores/acme?');
    });

    test('keep a view of the portfolio for whoever made it, and for nobody else', async () => {
      const csm = await as('csm1');
      const page = (await csm.get('/console/accounts?band=red')).body;
      await csm.submit('/console/views', page, { name: 'Mine & red', query: 'band=red&evil=1' });
      expect((await csm.get('/console/accounts')).body).toContain(
        'href="/console/accounts?band=red" dir="auto">Mine &amp; red',
      );
      expect((await (await as('csm2')).get('/console/accounts')).body).not.toContain('Mine &amp; red');
      await csm.submit('/console/views', page, { name: 'Mine & red', remove: 'true' });
      expect((await csm.get('/console/accounts')).body).toContain('is gone');
      expect((await csm.get('/console/accounts')).body).not.toContain('Mine &amp; red');
    });

    test('rename a view, and tell whoever works in a second window what the first one did', async () => {
      const csm = await as('csm1');
      const page = (await csm.get('/console/accounts')).body;
      const send = async (fields: Record<string, string>): Promise<string> => {
        await csm.submit('/console/views', page, fields);
        return /role="status">([^<]*)</.exec((await csm.get('/console/accounts')).body)?.[1] ?? '';
      };
      const names = async () => (await ctx.store.listSavedViews('csm1')).map(({ name }) => name);
      await send({ name: 'Red', query: 'band=red' });
      await send({ name: 'Green', query: 'band=green' });
      expect(await send({ name: 'Red', rename: 'At risk' })).toBe('“Red” is called “At risk” now.');
      expect(await names()).toEqual(['At risk', 'Green']);
      expect(await send({ name: 'Green', rename: 'At risk' })).toContain('Another view is called “At risk”');
      expect(await send({ name: 'Green', rename: ' ' })).toContain('Give the view a name');
      // The second window still shows the name from before.
      expect(await send({ name: 'Red', rename: 'Mine' })).toContain('“Red” is gone, or has another name');
      expect(await send({ name: 'Red', remove: 'true' })).toContain('was gone already');
      expect(await send({ name: 'At risk', query: 'band=amber' })).toContain('asks for this now');
      expect(await names()).toEqual(['At risk', 'Green']);
      for (const name of await names()) await send({ name, remove: 'true' });
      expect(await names()).toEqual([]);
    });

    test('say how the product works for one customer, with the record of each trouble', async () => {
      const { body } = await (await as('agent1')).get('/console/accounts/acme?part=status');
      expect(body).toContain('something stands still');
      expect(body).toMatch(/href="\/evidence\/events\/\d+" dir="auto">Integration warehouse failed/);
      expect(body).toContain('95 % of the limit seats are used');
      expect(body).toContain('40 errors in seven days, 0 before');
    });

    test('give value and use as a file in which no cell is a formula', async () => {
      const answer = await (await as('exec1')).get('/console/value.csv?days=30');
      expect(answer.headers['content-type']).toContain('text/csv');
      expect(answer.headers['content-disposition']).toMatch(
        /attachment; filename="value-and-use-2026-11-21.csv"/,
      );
      expect(answer.body).toContain('"value","hours saved","now","12.5"');
    });

    test('tick a step of a checklist for those who may, and refuse an auditor', async () => {
      const csm = await as('csm1');
      const page = (await csm.get('/console/onboarding/acme')).body;
      const item = /name="item" value="([^"]+)"/.exec(page)?.[1] ?? '';
      await csm.submit('/console/onboarding', page, { account: 'acme', item, done: 'true' });
      expect((await csm.get('/console/onboarding/acme')).body).toContain('Ticked.');
      const auditor = await as('auditor1');
      const shown = (await auditor.get('/console/onboarding/acme')).body;
      expect(shown).not.toContain('name="item"');
      const forged = await auditor.submit('/console/onboarding', shown, {
        account: 'acme',
        item,
        done: 'false',
      });
      expect(forged.statusCode).toBe(303);
      expect((await auditor.get('/console/onboarding')).body).toContain('may not change onboarding');
    });
  });
});
