import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { type Browser, consoleServer, signInAs } from '../../../test/support/console.ts';
import { createLedgerConnector, testDoor } from '../../../test/support/door.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { proposeAction } from '../../services/propose-action.ts';

describeEngines('deciding in the console', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let server: FastifyInstance;
  let close: () => Promise<void>;
  const browsers = new Map<string, Browser>();

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    const door = await testDoor([createLedgerConnector()]);
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, door);
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme <b>& Sons' })]);
    server = await consoleServer(ctx);
    for (const { id } of demoMembers) browsers.set(id, await signInAs(server, ctx, id));
  });
  afterAll(async () => {
    await server.close();
    await close();
  });

  const as = (id: string): Browser => browsers.get(id) ?? fail(id);
  const stateOf = async (id: string) => (await ctx.store.findProposal(id))?.proposal.state;
  async function proposed(percent = 5): Promise<string> {
    const member = demoMembers.find(({ id }) => id === 'csm1') ?? null;
    const params = { percent, reason: 'An <i>outage', expiresOn: '2027-03-31' };
    const made = await proposeAction(
      { ...ctx, member },
      { kind: 'concession.grant', account: 'acme', params },
    );
    if (!made.ok) throw new Error(made.reason);
    return made.proposal.id;
  }
  async function decide(who: string, id: string, fields: Record<string, string>): Promise<string> {
    const url = `/console/approvals/${id}`;
    const page = (await as(who).get(url)).body;
    const button = /name="button" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const answer = await as(who).submit('/console/approvals', page, { id, button, ...fields });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, url]);
    return /role="status">([^<]+)</.exec((await as(who).get(url)).body)?.[1] ?? '';
  }

  test('shows exactly what will happen, with every text of others escaped', async () => {
    const id = await proposed();
    const { body } = await as('manager1').get(`/console/approvals/${id}`);
    expect(body).toContain('Acme &lt;b&gt;&amp; Sons');
    expect(body).toContain('An &lt;i&gt;outage');
    expect(body).not.toContain('<i>outage');
    expect(await decide('csm1', id, { verb: 'cancel' })).toContain('You took it back');
  });

  test('lists what somebody may decide for them, and for others that it waits elsewhere', async () => {
    const id = await proposed();
    expect((await as('manager1').get('/console/approvals')).body).toContain(id);
    const asker = (await as('csm1').get('/console/approvals')).body;
    expect(asker).not.toContain(id);
    expect(asker).toContain('wait for somebody else');
    expect((await as('csm1').get('/console/approvals?show=waiting')).body).toContain(id);
    await decide('csm1', id, { verb: 'cancel' });
  });

  test('approves once, and says who and when to whoever looks afterwards', async () => {
    const id = await proposed();
    expect(await decide('manager1', id, { verb: 'approve' })).toBe('You approved it.');
    expect(await stateOf(id)).toBe('approved');
    const settled = (await as('csm1').get('/console/approvals?show=settled')).body;
    expect(settled).toContain('Helena Strand');
    expect(settled).toContain('21 Nov 2026, 12:00 UTC');
  });

  test('refuses whoever asked for it, and a role that may not, with the words of chat', async () => {
    const id = await proposed();
    expect(await decide('csm1', id, { verb: 'approve' })).toContain('You asked for it');
    const shown = (await as('manager1').get(`/console/approvals/${id}`)).body;
    const button = /name="button" value="([^"]+)"/.exec(shown)?.[1] ?? '';
    expect(await decide('auditor1', id, { verb: 'approve', button })).toMatch(/needs the role|Policy/);
    expect(await stateOf(id)).toBe('proposed');
    await decide('csm1', id, { verb: 'cancel' });
  });

  test('rejects with a reason alone', async () => {
    const id = await proposed();
    expect(await decide('manager1', id, { verb: 'reject', reason: ' ' })).toBe('A rejection needs a reason.');
    expect(await stateOf(id)).toBe('proposed');
    await decide('manager1', id, { verb: 'reject', reason: 'Too early' });
    expect(await stateOf(id)).toBe('rejected');
    expect((await as('csm1').get(`/console/approvals/${id}`)).body).toContain('Too early');
  });

  test('an edit makes a new version, on which the old button no longer counts', async () => {
    const id = await proposed();
    const page = (await as('manager1').get(`/console/approvals/${id}`)).body;
    const old = /name="button" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const form = (await as('manager1').get(`/console/approvals/${id}?edit=1`)).body;
    expect(form).toContain('name="in.percent"');
    expect(await decide('manager1', id, { verb: 'edit', 'in.percent': '4' })).toContain('version 2');
    const late = await as('manager2').submit(
      '/console/approvals',
      (await as('manager2').get('/console')).body,
      {
        id,
        button: old,
        verb: 'approve',
      },
    );
    expect(late.statusCode).toBe(303);
    expect(await stateOf(id)).toBe('proposed');
    expect(await decide('manager2', id, { verb: 'approve' })).toBe('You approved it.');
  });

  test('a button that was not made here decides nothing, and stands in the audit', async () => {
    const id = await proposed();
    expect(await decide('manager1', id, { verb: 'approve', button: `${id}.1.made-up` })).toContain(
      'not made here',
    );
    expect(await stateOf(id)).toBe('proposed');
    const actions = (await ctx.store.readAudit({ limit: 5, action: 'decision.refused' })).map(
      ({ actor }) => actor,
    );
    expect(actions[0]).toBe('manager1');
  });

  test('anybody who works here may halt, and running again is for those whom policy names', async () => {
    const page = (await as('csm1').get('/console/switches')).body;
    await as('csm1').submit('/console/switches', page, { on: 'true', scope: 'account', account: 'acme' });
    expect((await ctx.store.listKillSwitches()).filter(({ on }) => on).map(({ scope }) => scope)).toEqual([
      'account:acme',
    ]);
    expect((await as('manager1').get('/console/switches')).body).toContain('Customer acme');
    await as('auditor1').submit('/console/switches', (await as('auditor1').get('/console/switches')).body, {
      on: 'false',
      scope: 'account:acme',
    });
    expect((await as('auditor1').get('/console/switches')).body).toMatch(/role="status">(Refused|Asked)/);
    expect((await ctx.store.listKillSwitches())[0]?.on).toBe(true);
  });

  test('the audit can be searched, page by page, and verified', async () => {
    const page = (await as('auditor1').get('/console/audit?action=decision&actor=manager1')).body;
    expect(page).toContain('decision.refused');
    expect(page).not.toContain('session.began');
    await as('auditor1').submit('/console/audit', page);
    expect((await as('auditor1').get('/console/audit')).body).toContain('Verified: all');
  });
});

function fail(id: string): never {
  throw new Error(`nobody is called ${id}`);
}
