import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { type Browser, consoleServer, signInAs } from '../../../test/support/console.ts';
import { testDoor } from '../../../test/support/door.ts';
import { filesOf, policiesOf, shippedFiles } from '../../../test/support/policies.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { embedded } from '../../../test/support/stores.ts';
import { noteAccount } from '../../services/note-account.ts';
import { proposeAction } from '../../services/propose-action.ts';

const markup = '"><img src=x onerror=alert(1)>';

/** What policy or a role keeps from somebody, and what others write: neither comes through. */
describe('what is not for whoever looks', () => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let server: FastifyInstance;
  let hidden: string;
  let close: () => Promise<void>;
  const as = (member: string): Promise<Browser> => signInAs(server, ctx, member);

  beforeAll(async () => {
    const opened = await embedded.open();
    close = opened.close;
    const shipped = Object.fromEntries(shippedFiles().files.map(({ name, text }) => [name, text]));
    const unseen = `@id("agents.see-no-concession")
forbid (principal in Role::"agent", action == Action::"see", resource)
when { resource.kind == Kind::"concession.grant" };`;
    const door = await testDoor();
    const policies = await policiesOf(filesOf({ ...shipped, 'unseen.cedar': unseen }));
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, {
      ...door,
      policies: () => policies,
    });
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-11-10', {
        name: `Acme ${markup}`,
        segment: markup,
        owner: 'csm1',
        startsOn: '2026-11-10',
        useCase: markup,
      }),
      sampleEvent('integration.state', 'acme', '2026-11-19', { integration: markup, state: 'failed' }),
      sampleEvent('error.raised', 'acme', '2026-11-20', { code: markup, count: 40 }),
      sampleEvent('ticket.created', 'acme', '2026-11-21', {
        ticketId: 'T-1',
        priority: 'P1',
        subject: `Import ${markup}`,
      }),
    ]);
    const member = demoMembers.find(({ id }) => id === 'csm1') ?? null;
    await noteAccount({ ...ctx, member }, { account: 'acme', text: `A note ${markup}` });
    const params = { percent: 5, reason: `An outage ${markup}`, expiresOn: '2027-03-31' };
    const made = await proposeAction(
      { ...ctx, member },
      { kind: 'concession.grant', account: 'acme', params },
    );
    if (!made.ok) throw new Error(made.reason);
    hidden = made.proposal.id;
    server = await consoleServer(ctx);
  });
  afterAll(async () => {
    await server.close();
    await close();
  });

  test('a support agent finds no trace of a proposal that policy hides from them', async () => {
    const agent = await as('agent1');
    for (const path of ['', '/approvals', '/approvals?show=waiting', '/approvals?show=settled'])
      expect((await agent.get(`/console${path}`)).body).not.toMatch(new RegExp(`${hidden}|An outage`));
    const asked = await agent.get(`/console/approvals/${hidden}`);
    const unknown = await agent.get('/console/approvals/aaaaaaaaaaaaa');
    const textOf = (body: string): string => /<main[^>]*>([\s\S]*)<\/main>/.exec(body)?.[1] ?? '';
    expect([asked.statusCode, unknown.statusCode]).toEqual([404, 404]);
    expect(textOf(asked.body).replaceAll(/HF_\w+ · \S+/g, '')).toBe(
      textOf(unknown.body).replaceAll(/HF_\w+ · \S+/g, ''),
    );
    expect((await agent.get(`/console/approvals/${hidden}?edit=1`)).statusCode).toBe(404);
    expect((await (await as('manager1')).get(`/console/approvals/${hidden}`)).statusCode).toBe(200);
  });

  test('a button that somebody else was shown decides nothing for whoever may not see it', async () => {
    const page = (await (await as('manager1')).get(`/console/approvals/${hidden}`)).body;
    const button = /name="button" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const agent = await as('agent1');
    const own = (await agent.get('/console')).body;
    for (const verb of ['approve', 'reject', 'cancel', 'edit', 'undo', 'settle-done'])
      await agent.submit('/console/approvals', own, { id: hidden, button, verb, reason: 'why not' });
    expect((await ctx.store.findProposal(hidden))?.proposal.state).toBe('proposed');
  });

  test('no text of others is markup on any page, nor in an address', async () => {
    const admin = await as('admin1');
    const page = (await admin.get('/console/accounts')).body;
    await admin.submit('/console/views', page, { name: markup, query: `q=${encodeURIComponent(markup)}` });
    const asked = encodeURIComponent(markup);
    const paths = [
      ...['', '/accounts', '/accounts/acme', '/cohorts', '/cohorts?by=use-case', '/onboarding'],
      ...['/accounts/acme?part=timeline', '/accounts/acme?part=tickets', '/accounts/acme?part=status'],
      ...['/onboarding/acme', '/support', '/support/causes', '/alerts?show=all', `/approvals/${hidden}`],
      ...['/approvals?show=waiting', '/audit', `/audit?actor=${asked}&action=${asked}`, '/value/records'],
      ...[`/accounts?q=${asked}&segment=${asked}&owner=${asked}&sort=${asked}`, `/accounts/${asked}`],
      ...[`/approvals/${asked}`, `/cohorts?by=${asked}`, `/scorecard?month=${asked}`, `/${asked}`],
      ...[`/accounts/acme?part=${asked}`, `/value?days=${asked}`, `/rules?since=${asked}`],
    ];
    for (const path of paths) {
      const { body } = await admin.get(`/console${path}`);
      expect([path, body.includes('<img src=x')]).toEqual([path, false]);
    }
    const cookie = Buffer.from(JSON.stringify(['good', markup])).toString('base64url');
    const headers = { cookie: `${admin.cookies()}; holdfast_notice=${cookie}` };
    const told = (await server.inject({ url: '/console', headers })).body;
    expect(told).toContain('role="status">&quot;&gt;&lt;img');
  });

  test('nothing that is typed becomes a header', async () => {
    const admin = await as('admin1');
    const page = (await admin.get('/console/onboarding')).body;
    const broken = 'a\r\nSet-Cookie: stolen=1';
    const answers = [
      await admin.submit('/console/onboarding', page, { account: broken, item: 'x', done: 'true' }),
      await admin.submit('/console/views', page, { name: broken, query: `q=${broken}` }),
      await admin.submit('/console/approvals', page, { id: broken, button: broken, verb: broken }),
      await admin.submit('/console/alerts', page, { alert: broken, scope: broken, act: broken }),
    ];
    for (const { statusCode, headers } of answers) {
      expect(statusCode).toBe(303);
      expect(String(headers.location)).toMatch(/^\/console[\x21-\x7e]*$/);
      expect(JSON.stringify(headers)).not.toMatch(/"stolen|\\r\\n/);
    }
  });

  test('whoever makes a new cookie up for each request is still one who asks too often', async () => {
    const strict = await consoleServer(ctx, { requestsPerMinute: 2 });
    const codes: number[] = [];
    for (let index = 0; index < 4; index++) {
      const cookie = `holdfast_session=${String(index).padStart(64, '0')}`;
      codes.push((await strict.inject({ url: '/console', headers: { cookie } })).statusCode);
    }
    expect(codes).toEqual([303, 303, 429, 429]);
    await strict.close();
  });
});
