import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { createLedgerConnector } from '../../test/support/door.ts';
import { server } from '../../test/support/stores.ts';
import { readConfig } from '../config.ts';
import { loadContent } from '../content/content.ts';
import { proposeAction } from '../services/propose-action.ts';
import { runEffects } from '../services/run-effects.ts';
import { layGround, openServices, readContent, readDirectory } from './open-services.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-open-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const slackTokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789abcdef0123' };

describe('people', () => {
  const slack = slackTokens;

  test("are the demo company's where nobody wrote any down, and can be chosen in the playground", async () => {
    const { members, origin } = await readDirectory(readConfig({}), await loadContent(null));
    expect(origin).toBe('demo');
    expect(members.map(({ id }) => id)).toEqual([
      'csm1',
      'csm2',
      'agent1',
      'manager1',
      'manager2',
      'exec1',
      'admin1',
      'auditor1',
    ]);
    for (const { id, identities } of members) {
      expect(identities).toContainEqual({ platform: 'local', team: 'local', user: id });
    }
  });

  test('are never made up where people really chat', async () => {
    expect(await readDirectory(readConfig(slack), await loadContent(null))).toEqual({
      members: [],
      origin: 'file',
    });
  });

  test('are those whom the operator wrote down', async () => {
    writeFileSync(join(folder, 'members.yaml'), 'members:\n  - { id: ann, name: Ann, role: csm }\n');
    const { members, origin } = await readDirectory(readConfig({}), await readContent(folder));
    expect(origin).toBe('file');
    expect(members.map(({ id }) => id)).toEqual(['ann']);
  });
});

test.each(['nowhere', 'members.yaml'])(
  'a content folder that is none (%s) is refused, not passed over',
  async (name) => {
    await expect(readContent(join(folder, name))).rejects.toMatchObject({
      code: 'HF_CONFIG_INVALID',
      message: expect.stringContaining('HOLDFAST_CONFIG'),
    });
  },
);

describe.skipIf(!inject('serverUrl'))('on a PostgreSQL server', () => {
  test('several processes can start at once on an empty database', async () => {
    const { url, close } = await server.open();
    const config = readConfig({ HOLDFAST_HOME: folder, DATABASE_URL: url ?? '', HOLDFAST_LOG: 'silent' });
    const all = await Promise.all(
      Array.from({ length: 4 }, () => openServices(layGround(config), { decidesMembers: true })),
    );
    const [first] = all;
    expect(await first?.store.listProfileVersions()).toHaveLength(first?.content.profiles.length ?? 0);
    expect(await first?.store.listMembers()).toHaveLength(8);
    await Promise.all(all.map(({ store }) => store.close()));
    await close();
  });

  test('e-mails lead to the server of this process, wherever it listens', async () => {
    const { url, close } = await server.open();
    const home = mkdtempSync(join(folder, 'home-'));
    const config = readConfig({
      HOLDFAST_HOME: home,
      PORT: '0',
      DATABASE_URL: url ?? '',
      HOLDFAST_LOG: 'silent',
    });
    const links = { linkTo: (path: string) => `http://127.0.0.1:45678${path}` };
    const services = await openServices(layGround(config), { decidesMembers: true, links });
    const ctx = { ...services, member: null };
    const [exec] = services.content.directory.members.concat(demoMembers.filter(({ id }) => id === 'exec1'));
    const view = {
      summary: 'Week',
      blocks: [{ kind: 'text', spans: [{ text: 'Acme', link: '/evidence/x' }] }],
    };
    const params = { to: [exec?.email ?? ''], subject: 'Week', view };
    expect(await proposeAction(ctx, { kind: 'message.member', account: null, params })).toMatchObject({
      ok: true,
    });
    await runEffects(ctx, 'w1');
    const files = readdirSync(join(home, 'outbox'), { recursive: true }).map((file) =>
      join(home, 'outbox', String(file)),
    );
    const mails = files.filter((file) => file.endsWith('.eml')).map((file) => readFileSync(file, 'utf8'));
    expect(mails).toEqual([expect.stringContaining('127.0.0.1:45678/evidence/x')]);
    await services.store.close();
    await close();
  });

  test('what a terminal posts while no server runs waits for the chat that is set up', async () => {
    const { url, close } = await server.open();
    const home = mkdtempSync(join(folder, 'home-'));
    const environment = { HOLDFAST_HOME: home, DATABASE_URL: url ?? '', HOLDFAST_LOG: 'silent' };
    const config = readConfig({ ...environment, ...slackTokens });
    const services = await openServices(layGround(config), { decidesMembers: true });
    const ctx = { ...services, member: null };
    const params = { channel: 'C0123456', view: { summary: 'Hello', blocks: [] } };
    const made = await proposeAction(ctx, { kind: 'message.post', account: null, params });
    expect(made).toMatchObject({ ok: true, proposal: { connector: 'chat', state: 'approved' } });
    expect(await runEffects(ctx, 'terminal')).toBe(false);
    services.door.join(createLedgerConnector('chat'));
    await runEffects(ctx, 'server');
    const found = await services.store.listProposals({ limit: 9 });
    expect(found.map(({ proposal }) => proposal.state)).toEqual(['done']);
    await services.store.close();
    await close();
  });
});
