import { createPrivateKey } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIds, makeSigningKey } from '../domain/ids.ts';
import { changeKeys, readKeys, readOrCreateKeys } from './keys.ts';

let folder: string;
let file: string;
const ids = createIds();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-keys-'));
  file = join(folder, 'deep/keys.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the first start makes a file for its owner alone, and the next ones read it', async () => {
  expect(await readKeys(file)).toBeNull();
  const keys = await readOrCreateKeys(file, ids);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(keys.sources).toEqual([{ name: 'default', token: expect.stringMatching(/^hf_[0-9a-f]{64}$/) }]);
  expect(createPrivateKey(keys.auditKey).asymmetricKeyType).toBe('ed25519');
  expect([keys.grantKey, keys.buttonKey]).toEqual(Array(2).fill(expect.stringMatching(/^[0-9a-f]{64}$/)));
  expect(new Set([keys.linkKey, keys.grantKey, keys.buttonKey]).size).toBe(3);
  expect(await readOrCreateKeys(file, ids)).toEqual(keys);
  expect(readdirSync(join(folder, 'deep'))).toEqual(['keys.json']);
});

test('many that make it at once all get the same keys', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => readOrCreateKeys(file, ids)));
  expect(all).toEqual(Array(20).fill(all[0]));
  expect(readdirSync(join(folder, 'deep'))).toEqual(['keys.json']);
});

const good = {
  version: 1,
  linkKey: 'ab'.repeat(32),
  sources: [{ name: 'crm', token: 'a-secret-of-the-operator' }],
};

test('a file of an older version is completed once, for all who open it at once, and loses nothing', async () => {
  file = join(folder, 'keys.json');
  writeFileSync(file, JSON.stringify({ ...good, grantKey: 'cd'.repeat(32) }), { mode: 0o600 });
  const all = await Promise.all(Array.from({ length: 10 }, () => readOrCreateKeys(file, ids)));
  expect(all[0]).toMatchObject({ ...good, grantKey: 'cd'.repeat(32) });
  expect(all[0]?.apps).toEqual([{ name: 'help-desk', token: expect.stringMatching(/^hf_[0-9a-f]{64}$/) }]);
  expect(all).toEqual(Array(10).fill(all[0]));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(all[0]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['keys.json']);
});

test('a change that fails leaves the file as it was, and the next one is not held up', async () => {
  const keys = await readOrCreateKeys(file, ids);
  const refuse = changeKeys(file, ids, () => Promise.reject(new Error('the audit is away')));
  await expect(refuse).rejects.toThrow(/^the audit is away$/);
  expect(await readKeys(file)).toEqual(keys);
  const changed = await changeKeys(file, ids, () => ({
    ...keys,
    grantKey: 'ef'.repeat(32),
  }));
  expect(await readKeys(file)).toEqual(changed);
});

test.each([
  ['no JSON', '{"version":1,'],
  ['nothing', ''],
  ['another version', JSON.stringify({ ...good, version: 2 })],
  ['an audit key that is none', JSON.stringify({ ...good, auditKey: 'a-secret-of-the-operator' })],
  ['a short grant key', JSON.stringify({ ...good, grantKey: 'abcd' })],
  ['a private key among the retired ones', JSON.stringify({ ...good, retiredAuditKeys: [makeSigningKey()] })],
  ['no link key', JSON.stringify({ ...good, linkKey: undefined })],
  ['a short link key', JSON.stringify({ ...good, linkKey: 'abcd' })],
  ['a short token of an app', JSON.stringify({ ...good, apps: [{ name: 'desk', token: 'tiny-secret' }] })],
  ['a short token', JSON.stringify({ ...good, sources: [{ name: 'crm', token: 'tiny-secret' }] })],
  [
    'one token for two',
    JSON.stringify({ ...good, sources: [...good.sources, { ...good.sources[0], name: 'b' }] }),
  ],
  ['a key nobody knows', JSON.stringify({ ...good, extra: 'a-secret-of-the-operator' })],
])('a file with %s is refused, unchanged, and without showing what is in it', async (_what, text) => {
  file = join(folder, 'keys.json');
  writeFileSync(file, text);
  const failure = await readOrCreateKeys(file, ids).catch((error: Error) => error);
  expect(failure).toMatchObject({ code: 'HF_CONTENT_INVALID', message: expect.stringContaining(file) });
  expect(String(failure)).not.toMatch(/secret|abcd/);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a file that cannot be made is a sentence with the path', async () => {
  writeFileSync(join(folder, 'deep'), 'a file where the folder should be');
  chmodSync(join(folder, 'deep'), 0o400);
  await expect(readOrCreateKeys(file, ids)).rejects.toMatchObject({
    code: 'HF_FILE_UNREADABLE',
    message: expect.stringContaining(file),
  });
});
