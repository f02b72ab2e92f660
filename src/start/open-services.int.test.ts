import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { server } from '../../test/support/stores.ts';
import { readConfig } from '../config.ts';
import { loadContent } from '../content/content.ts';
import { layGround, openServices, readContent, readDirectory } from './open-services.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-open-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('people', () => {
  const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789abcdef0123' };

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
});
