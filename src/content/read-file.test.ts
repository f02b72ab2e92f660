import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadContent } from './content.ts';
import { createFolderSource } from './knowledge-folder.ts';
import { createPolicyReader } from './policies.ts';
import { readPrompts } from './prompts.ts';
import { readContentFile } from './read-file.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-files-'));
});
afterEach(() => rm(root, { recursive: true }));

const code = 'HF_CONTENT_INVALID';
const messageOf = async (reading: Promise<unknown>): Promise<string> =>
  await reading.then(
    () => 'was read',
    (error: Error) => error.message,
  );
const pipe = (path: string): string => {
  execFileSync('mkfifo', [path]);
  return path;
};

describe('a file that people write', () => {
  const read = (name: string, within = false) =>
    readContentFile(join(root, name), { code, ...(within ? { within: join(root, 'inside') } : {}) });

  test('is its bytes', async () => {
    await writeFile(join(root, 'a.md'), 'Hello');
    await writeFile(join(root, 'empty.md'), '');
    expect(String(await read('a.md'))).toBe('Hello');
    expect(await read('empty.md')).toHaveLength(0);
  });

  test.each([
    ['a pipe', async (path: string) => void pipe(path)],
    ['a folder', async (path: string) => void (await mkdir(path))],
    ['a link to a device', async (path: string) => await symlink('/dev/zero', path)],
    ['a link to a pipe', async (path: string) => await symlink(pipe(`${path}.pipe`), path)],
  ])('%s is no file', async (_, make) => {
    await make(join(root, 'odd.md'));
    expect(await messageOf(read('odd.md'))).toBe(`${join(root, 'odd.md')}: is no regular file`);
  });

  test('one that is too large, missing or a circle of links is refused by name', async () => {
    await writeFile(join(root, 'huge.md'), Buffer.alloc(1_048_577));
    await symlink(join(root, 'circle.md'), join(root, 'circle.md'));
    expect(await messageOf(read('huge.md'))).toMatch(
      /huge\.md:1: has 1048577 bytes; at most 1048576 are read/,
    );
    expect(await messageOf(read('circle.md'))).toMatch(/circle\.md: cannot be read: .*ELOOP/);
    await expect(read('gone.md')).rejects.toMatchObject({ code, fields: { file: join(root, 'gone.md') } });
  });

  test('TE18: a link may lead to another place of its folder, and to none outside', async () => {
    await mkdir(join(root, 'inside'));
    await mkdir(join(root, 'inside-out'));
    for (const name of ['secret.md', 'inside/a.md', 'inside-out/b.md'])
      await writeFile(join(root, name), name);
    await symlink('a.md', join(root, 'inside/within.md'));
    await symlink('../secret.md', join(root, 'inside/out.md'));
    await symlink('../inside-out', join(root, 'inside/folder'));
    expect(String(await read('inside/within.md', true))).toBe('inside/a.md');
    expect(await messageOf(read('inside/out.md', true))).toMatch(/out\.md: is a link that leads out of /);
    expect(await messageOf(read('inside/folder/b.md', true))).toMatch(/b\.md: is a link that leads out of /);
  });
});

describe('a pipe hangs nothing', () => {
  test.each(['profiles/x.yaml', 'triage/x.yaml', 'members.yaml', 'events.yaml', 'knowledge.yaml'])(
    'as %s it is refused by name',
    async (name) => {
      await mkdir(join(root, name, '..'), { recursive: true });
      pipe(join(root, name));
      expect(await messageOf(loadContent(root))).toBe(`${join(root, name)}: is no regular file`);
    },
  );

  test('among prompts and policies it is refused by name', async () => {
    await mkdir(join(root, 'prompts'));
    pipe(join(root, 'prompts', 'agent.md'));
    pipe(join(root, 'x.cedar'));
    expect(await messageOf(readPrompts(root))).toMatch(/agent\.md: is no regular file/);
    await expect(createPolicyReader([root]).read()).rejects.toMatchObject({
      code: 'HF_POLICY_INVALID',
      message: expect.stringMatching(/x\.cedar: is no regular file/),
    });
  });

  test('in a folder of knowledge it is passed over', async () => {
    pipe(join(root, 'pipe.md'));
    const settings = {
      name: 'docs',
      type: 'folder',
      path: '.',
      kind: 'product',
      audience: 'internal',
    } as const;
    const reading = await createFolderSource(settings, root).read(null, new AbortController().signal);
    expect(reading.documents).toEqual([]);
  });
});
