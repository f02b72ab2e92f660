import Fastify from 'fastify';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEngines } from '../../test/support/stores.ts';
import { type SlackApi, startSlackApi } from '../bot/playground/slack-api.ts';
import { createWorkspace } from '../bot/playground/workspace.ts';
import { createManualClock } from '../domain/clock.ts';
import { createIds } from '../domain/ids.ts';
import { registerSlackInstall } from '../http/slack-install.ts';
import type { Store } from '../store/store.ts';
import { createInstaller } from './slack-installer.ts';
import { type InstalledWorkspaces, openWorkspaces } from './slack-workspaces.ts';

const hourMs = 3_600_000;
const key = 'ab'.repeat(32);

describeEngines('workspaces that install the app', (engine) => {
  const clock = createManualClock(new Date('2026-11-21T10:00:00Z'));
  const ids = createIds();
  let api: SlackApi;
  let store: Store;
  let close: () => Promise<void>;
  let installed: InstalledWorkspaces;

  const client = () => ({ ...api.oauth, apiUrl: api.url });
  const services = () => ({ store, clock, ids, log: pino({ level: 'silent' }) });
  const open = (sealKey = key) =>
    openWorkspaces({ services: services(), client: client(), key: sealKey, own: null });
  const renewals = () => api.calls.filter(({ given }) => given.grant_type === 'refresh_token').length;
  /** A person in a browser, to Slack and back. */
  async function install(team: string, change: { state?: string; cookie?: string; code?: string } = {}) {
    const server = Fastify();
    const installer = createInstaller({
      services: services(),
      client: client(),
      teams: ['T1', 'T2'],
      key,
      workspaces: installed,
      baseUrl: 'https://holdfast.example',
    });
    await registerSlackInstall(server, installer);
    const begun = await server.inject('/slack/install');
    const location = new URL(String(begun.headers.location));
    const cookie = String(begun.headers['set-cookie']).split(';')[0] ?? '';
    const state = change.state ?? location.searchParams.get('state') ?? '';
    const code = change.code ?? api.oauth.allow(team);
    const back = await server.inject({
      url: `/slack/oauth_redirect?${new URLSearchParams({ code, state })}`,
      headers: { cookie: change.cookie ?? cookie },
    });
    await server.close();
    return { location, status: back.statusCode, text: back.body };
  }

  beforeEach(async () => {
    clock.set(new Date('2026-11-21T10:00:00Z'));
    const opened = await engine.open();
    store = opened.store;
    for (const { team } of await store.listInstallations()) await store.removeInstallation(team);
    api = await startSlackApi({ workspace: createWorkspace([], clock), clock, ids });
    installed = await open();
    close = async () => {
      await api.close();
      await opened.close();
    };
  });
  afterEach(() => close());

  it('are asked for exactly the scopes that are used, and served from then on', async () => {
    expect(installed.teams()).toEqual([]);
    const { location, status } = await install('T1');
    expect(location.origin).toBe(new URL(api.url).origin);
    expect(location.searchParams.get('scope')).toContain('chat:write');
    expect(location.searchParams.get('redirect_uri')).toBe('https://holdfast.example/slack/oauth_redirect');
    expect(status).toBe(200);
    await install('T2');
    expect(installed.teams()).toEqual(['T1', 'T2']);
    const [first, second] = [await installed.tokenOf('T1'), await installed.tokenOf('T2')];
    expect(api.oauth.isGood(first ?? '') && api.oauth.isGood(second ?? '') && first !== second).toBe(true);
    expect(await installed.tokenOf('T9')).toBeNull();
    expect(await installed.tokenOf(null)).toBe(first);
  });

  it('that nobody named are refused, in the audit, and nothing of them is kept', async () => {
    expect(await install('T9')).toMatchObject({ status: 403 });
    expect(await store.listInstallations()).toEqual([]);
    const [entry] = await store.readAudit({ limit: 1 });
    expect(entry).toMatchObject({ action: 'slack.refused' });
  });

  it('are not installed by what another browser began, or long ago, or what Slack refused', async () => {
    const { location } = await install('T1');
    await installed.forget('T1');
    for (const change of [
      ...[{ cookie: 'holdfast_slack_install=00' }, { cookie: '' }, { state: '1.x' }, { code: '' }],
      { state: location.searchParams.get('state') ?? '' },
    ])
      expect((await install('T1', change)).status).toBe(400);
    expect(await store.listInstallations()).toEqual([]);
  });

  it('keep their tokens sealed: the database alone, another key or another team opens none', async () => {
    await install('T1');
    const [row] = await store.listInstallations();
    const token = (await installed.tokenOf('T1')) ?? '';
    expect(Buffer.from(row?.sealed ?? []).toString('latin1')).not.toContain(token.slice(0, 12));
    expect((await open('cd'.repeat(32))).teams()).toEqual([]);
    if (row) await store.writeInstallation({ ...row, team: 'T2' }, clock.now());
    expect((await open()).teams()).toEqual(['T1']);
    expect(await (await open()).tokenOf('T1')).toBe(token);
  });

  it('renew a token before its end, one at a time over all processes', async () => {
    await install('T1');
    const other = await open();
    const before = await installed.tokenOf('T1');
    clock.set(new Date(clock.now().getTime() + 10 * hourMs));
    expect(await installed.tokenOf('T1')).toBe(before);
    clock.set(new Date(clock.now().getTime() + 1.5 * hourMs));
    const asked = [installed, other, installed, other].map((one) => one.tokenOf('T1'));
    const given = await Promise.all(asked);
    expect(renewals()).toBe(1);
    expect(given.every((token) => api.oauth.isGood(token ?? ''))).toBe(true);
    const now = [await installed.tokenOf('T1'), await other.tokenOf('T1')];
    expect(now[0]).not.toBe(before);
    expect(now[1]).toBe(now[0]);
    expect(renewals()).toBe(1);
  });

  it('go on with the old token while Slack cannot renew it, and have none when it is over', async () => {
    await install('T1');
    const before = await installed.tokenOf('T1');
    clock.set(new Date(clock.now().getTime() + 11.5 * hourMs));
    api.failNext('oauth.v2.access', { status: 200, error: 'internal_error' });
    expect(await installed.tokenOf('T1')).toBe(before);
    clock.set(new Date(clock.now().getTime() + hourMs));
    api.failNext('oauth.v2.access', { status: 200, error: 'internal_error' });
    expect(await installed.tokenOf('T1')).toBeNull();
    // Whoever failed to renew it gave the token back to be renewed.
    clock.set(new Date(clock.now().getTime() + 60_000));
    expect(api.oauth.isGood((await installed.tokenOf('T1')) ?? '')).toBe(true);
  });

  it('wait for whoever renews where the old token is over', async () => {
    await install('T1');
    clock.set(new Date(clock.now().getTime() + 13 * hourMs));
    const other = await open();
    const tokens = await Promise.all([installed.tokenOf('T1'), other.tokenOf('T1')]);
    expect(tokens[0]).toBe(tokens[1]);
    expect([api.oauth.isGood(tokens[0] ?? ''), renewals()]).toEqual([true, 1]);
  });
});
