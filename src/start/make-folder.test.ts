import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-make-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('makes what is missing, for its owner alone, and leaves what is there', async () => {
  const deep = join(folder, 'a/b/c');
  await Promise.all([makeFolder(deep), makeFolder(deep)]);
  await makeFolder(deep);
  expect(statSync(deep).mode & 0o777).toBe(0o700);
});

test.each(['', '/below'])('a file in its place is an error (%j)', async (below) => {
  writeFileSync(join(folder, 'file'), '');
  await expect(makeFolder(`${join(folder, 'file')}${below}`)).rejects.toMatchObject({
    code: expect.stringMatching(/^(EEXIST|ENOTDIR)$/),
  });
});

test.skipIf(process.platform !== 'linux').each(['/proc/x', '/proc/x/y'])(
  'a folder that takes none (%s) is an error, and an end',
  async (path) => {
    await expect(makeFolder(path)).rejects.toMatchObject({ code: 'ENOENT' });
  },
);
