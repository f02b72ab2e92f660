import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeCopy } from './write-copy.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-copy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a copy takes the place of what stood there, for its owner alone', async () => {
  const file = join(folder, 'acme.pdf');
  await writeCopy(file, Buffer.from('one'), '');
  await writeCopy(file, Buffer.from('two'), '');
  expect(readFileSync(file, 'utf8')).toBe('two');
  expect(readdirSync(folder)).toEqual(['acme.pdf']);
});

test('a full disk leaves what stood there, nothing half-written, and says what to do', async () => {
  const file = join(folder, 'acme.pdf');
  await writeCopy(file, Buffer.from('one'), '');
  symlinkSync('/dev/full', `${file}.part`);
  await expect(writeCopy(file, Buffer.from('two'), 'Make room.')).rejects.toMatchObject({
    code: 'HF_FILE_UNREADABLE',
    next: 'Make room.',
    message: expect.stringContaining('ENOSPC'),
  });
  expect(readFileSync(file, 'utf8')).toBe('one');
  expect(readdirSync(folder)).toEqual(['acme.pdf']);
});

test('a folder that is not there is named', async () => {
  await expect(writeCopy(join(folder, 'no', 'x.pdf'), Buffer.from('x'), '')).rejects.toMatchObject({
    code: 'HF_FILE_UNREADABLE',
  });
});
