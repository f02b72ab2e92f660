import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createManualClock } from '../domain/clock.ts';
import type { KnowledgeSource } from '../domain/knowledge-source.ts';
import { type SettingsOf, sourceSettingsSchema } from '../domain/source-settings.ts';
import { createFilesSource } from './knowledge-files.ts';
import { createFolderSource } from './knowledge-folder.ts';
import { readKnowledgeSources } from './knowledge-sources.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-sources-'));
});
afterAll(() => rm(root, { recursive: true }));
beforeEach(async () => {
  await rm(root, { recursive: true });
  await mkdir(root);
});

const read = (source: KnowledgeSource) => source.read(null, new AbortController().signal);
const runbook = (id: string, change = '') =>
  `---\nid: ${id}\nkind: runbook\ntitle: How to ${id}\nproduct_area: exports\naudience: internal\nowner: agent1\nupdated_at: 2026-11-01\nreviewed_on: 2026-11-02\nsource: our own\n${change}---\n\nDo it.\n`;

describe('knowledge.yaml', () => {
  const parse = async (text: string) => {
    await writeFile(join(root, 'knowledge.yaml'), text);
    return await readKnowledgeSources(join(root, 'knowledge.yaml'));
  };

  test('names sources of every type', async () => {
    const sources = await parse(`
sources:
  - { name: docs, type: folder, path: ./docs }
  - { name: bugs, type: github-issues, repository: acme/product, labels: [known issue], audience: customer }
  - { name: help, type: zendesk-articles, subdomain: acme, locale: en-us }
  - { name: articles, type: intercom-articles, hosting: eu, regions: [eu] }
  - { name: wiki, type: langchain, module: ./wiki.mjs, export: Wiki, arguments: [{ space: HELP }], kind: runbook }
`);
    expect(sources.map(({ name, type }) => [name, type])).toEqual([
      ['docs', 'folder'],
      ['bugs', 'github-issues'],
      ['help', 'zendesk-articles'],
      ['articles', 'intercom-articles'],
      ['wiki', 'langchain'],
    ]);
    expect(sources[0]).toMatchObject({ kind: 'product', audience: 'internal' });
    expect(await readKnowledgeSources(null)).toEqual([]);
    expect(await parse('# nothing yet\n')).toEqual([]);
  });

  test.each([
    ['an unknown key', '  - { name: a, type: folder, path: x, colour: red }', 2, 'colour'],
    ['an unknown type', '  - name: a\n    type: ftp', 3, 'type'],
    [
      'a name in use',
      '  - { name: a, type: folder, path: x }\n  - { name: a, type: folder, path: y }',
      3,
      "named 'a'",
    ],
    ['our own name', '  - { name: files, type: folder, path: x }', 2, 'always there'],
    ['the tickets’ name', '  - { name: tickets, type: folder, path: x }', 2, 'always there'],
    [
      'a repository elsewhere',
      '  - { name: a, type: github-issues, repository: acme/.., labels: [x] }',
      2,
      'owner/name',
    ],
    [
      'a repository with a path',
      '  - { name: a, type: github-issues, repository: a/b/c, labels: [x] }',
      2,
      'owner/name',
    ],
    ['no labels', '  - { name: a, type: github-issues, repository: a/b, labels: [] }', 2, 'labels'],
    [
      'a host for a subdomain',
      '  - { name: a, type: zendesk-articles, subdomain: evil.example/, locale: en }',
      2,
      '.zendesk.com',
    ],
    [
      'a path for a locale',
      '  - { name: a, type: zendesk-articles, subdomain: a, locale: ../x }',
      2,
      'locale',
    ],
    ['no list', '  name: a', 1, 'sources'],
  ])('%s is refused with its place', async (_, text, line, reason) => {
    const error = await parse(`sources:\n${text}\n`).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'HF_CONTENT_INVALID', message: expect.stringContaining(reason) });
    expect((error as Error).message).toContain(`knowledge.yaml:${line}: `);
  });
});

describe('a folder', () => {
  const settings = (given: object = {}) =>
    sourceSettingsSchema.parse({
      name: 'docs',
      type: 'folder',
      path: 'docs',
      ...given,
    }) as SettingsOf<'folder'>;
  const write = async (path: string, text: string | Buffer) => {
    await mkdir(join(root, 'docs', path, '..'), { recursive: true });
    await writeFile(join(root, 'docs', path), text);
  };

  test('gives pages with front matter as they say, and others as the settings say', async () => {
    await write('ops/restart.md', runbook('restart', 'regions: [eu]\n'));
    await write('guide/exports.md', 'Intro.\n\n# Exports #\n\nAt most 50.\n');
    await write('ops/stop.md', `\uFEFF${runbook('stop', '')}`);
    await write('readme.txt', 'no Markdown');
    await write('.git/description.md', 'no page');
    await write('node_modules/x/readme.md', 'no page');
    const { documents, problems } = await read(createFolderSource(settings({ audience: 'customer' }), root));
    expect(problems).toEqual([]);
    expect(documents).toMatchObject([
      { key: 'guide/exports', title: 'Exports', kind: 'product', audience: 'customer', updatedAt: null },
      {
        key: 'ops/restart',
        kind: 'runbook',
        audience: 'internal',
        regions: ['eu'],
        meta: { id: 'restart', owner: 'agent1' },
      },
      // With a byte order mark, as editors of Windows write it: what is internal would else be a page for customers.
      { key: 'ops/stop', kind: 'runbook', audience: 'internal', meta: { id: 'stop' } },
    ]);
  });

  test('a broken file is told with its line, and its last good version stands', async () => {
    await write('restart.md', runbook('restart', 'colour: red\n'));
    await write('latin.md', Buffer.from([0x23, 0x20, 0xe9]));
    await write('huge.md', 'x'.repeat(1_048_577));
    await write('good.md', 'Good.');
    const { documents, problems, isGone } = await read(createFolderSource(settings(), root));
    expect(documents.map(({ key }) => key)).toEqual(['good']);
    expect(problems).toEqual([
      expect.stringContaining('huge.md:1: has 1048577 bytes'),
      expect.stringContaining('latin.md:1: not valid UTF-8'),
      expect.stringMatching(/restart\.md:11: .*colour/),
    ]);
    expect(['restart', 'latin', 'huge', 'good', 'vanished'].map(isGone)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  test('TE18: links of the file system lead nowhere, inside or outside', async () => {
    await write('inside.md', 'Inside.');
    await writeFile(join(root, 'secret.md'), 'A secret.');
    await mkdir(join(root, 'private'));
    await writeFile(join(root, 'private', 'more.md'), 'Another secret.');
    await symlink(join(root, 'secret.md'), join(root, 'docs', 'link.md'));
    await symlink(join(root, 'private'), join(root, 'docs', 'folder'));
    await symlink(join(root, 'docs'), join(root, 'docs', 'circle'));
    const { documents } = await read(createFolderSource(settings(), root));
    expect(documents.map(({ body }) => body)).toEqual(['Inside.']);
  });

  test('that is not there is refused, so nothing of it counts as gone', async () => {
    await expect(read(createFolderSource(settings({ path: 'nowhere' }), root))).rejects.toMatchObject({
      code: 'HF_SOURCE_UNREADABLE',
      message: expect.stringContaining('nowhere cannot be read'),
    });
  });

  test('may be named by a full path, and through a link of the operator’s own', async () => {
    await write('a.md', 'A.');
    await symlink(join(root, 'docs'), join(root, 'alias'));
    const keys = async (path: string) =>
      (await read(createFolderSource(settings({ path }), '/'))).documents.map(({ key }) => key);
    expect(await keys(join(root, 'docs'))).toEqual(['a']);
    expect(await keys(join(root, 'alias'))).toEqual(['a']);
  });
});

describe('our own files', () => {
  test('are all of knowledge/, each under its bare id, with what we wrote beside it', async () => {
    const { documents, problems } = await read(createFilesSource(null));
    expect(problems).toEqual([]);
    expect(documents.length).toBeGreaterThan(80);
    const issue = documents.find(({ key }) => key === 'alert-fires-below-threshold');
    expect(issue).toMatchObject({
      kind: 'known-issue',
      status: 'fixed',
      versions: { from: '4.19', to: '4.35' },
      productArea: 'alerts',
      meta: { fixed_in: '4.36', severity: 'P2', owner: 'agent1', error_signatures: [] },
    });
    expect(
      documents.filter(({ kind }) => kind === 'macro').every(({ meta }) => Array.isArray(meta.examples)),
    ).toBe(true);
  });

  test('a broken file, and an id that stands twice, keep their last good version', async () => {
    await mkdir(join(root, 'knowledge/runbooks'), { recursive: true });
    await mkdir(join(root, 'knowledge/product'), { recursive: true });
    await writeFile(join(root, 'knowledge/runbooks/broken.md'), runbook('broken', 'colour: red\n'));
    await writeFile(join(root, 'knowledge/runbooks/twice.md'), runbook('twice'));
    await writeFile(
      join(root, 'knowledge/product/twice.md'),
      runbook('twice').replace('kind: runbook', 'kind: product'),
    );
    const { problems, isGone } = await read(createFilesSource(root));
    expect(problems).toHaveLength(2);
    expect(['broken', 'twice', 'vanished'].map(isGone)).toEqual([false, false, true]);
  });

  test('a date ahead of the clock is told with file and line, and the document is used', async () => {
    await mkdir(join(root, 'knowledge/runbooks'), { recursive: true });
    const write = async (id: string, changed: string, reviewed: string) =>
      await writeFile(
        join(root, 'knowledge/runbooks', `${id}.md`),
        runbook(id).replace('2026-11-01', changed).replace('2026-11-02', reviewed),
      );
    await write('ahead', '2099-01-01', '2026-11-02');
    await write('reviewed-ahead', '2026-11-01', '2026-11-23');
    await write('tomorrow', '2026-11-22', '2026-11-22');
    const clock = createManualClock(new Date('2026-11-21T10:00:00Z'));
    const { documents, problems } = await read(createFilesSource(root, clock));
    expect(problems).toEqual([
      expect.stringMatching(/ahead\.md:8: updated_at: 2099-01-01 lies ahead/),
      expect.stringMatching(/reviewed-ahead\.md:9: reviewed_on: 2026-11-23 lies ahead/),
    ]);
    const keys = documents.map(({ key }) => key);
    for (const id of ['ahead', 'reviewed-ahead', 'tomorrow']) expect(keys).toContain(id);
    const settings = {
      name: 'docs',
      type: 'folder',
      path: 'knowledge',
      kind: 'product',
      audience: 'internal',
    };
    const folder = createFolderSource(settings as SettingsOf<'folder'>, root, clock);
    expect((await read(folder)).problems).toEqual(problems);
    expect((await read(folder)).documents).toHaveLength(3);
  });

  describe('of a folder that was there at the last reading', () => {
    const folder = () => join(root, 'knowledge/runbooks');
    const readAfter = async (mark: unknown, overrides = root) =>
      await createFilesSource(overrides).read(mark, new AbortController().signal);
    const firstMark = async (): Promise<unknown> => {
      await mkdir(folder(), { recursive: true });
      await writeFile(join(folder(), 'restart.md'), runbook('restart'));
      return (await readAfter(null)).mark;
    };

    test('and is gone are not gone: the reading is refused', async () => {
      const mark = await firstMark();
      await rm(join(root, 'knowledge'), { recursive: true });
      await expect(readAfter(mark)).rejects.toMatchObject({
        code: 'HF_SOURCE_UNREADABLE',
        message: expect.stringMatching(/knowledge\/runbooks is gone; .*an empty folder/),
      });
    });

    test('and is empty now are gone', async () => {
      const mark = await firstMark();
      await rm(join(folder(), 'restart.md'));
      expect((await readAfter(mark)).isGone('restart')).toBe(true);
    });

    test('say nothing of the folder of another configuration, nor of a mark that is none of ours', async () => {
      const mark = await firstMark();
      const other = await mkdtemp(join(tmpdir(), 'holdfast-other-'));
      expect((await readAfter(mark, other)).problems).toEqual([]);
      expect((await readAfter('nonsense')).problems).toEqual([]);
      await rm(other, { recursive: true });
    });
  });
});
