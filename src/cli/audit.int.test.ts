import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../../test/support/cli.ts';
import { testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';

let ctx: RequestContext;
let folder: string;
let close: () => Promise<void>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-audit-'));
  const opened = await embedded.open();
  close = opened.close;
  ctx = await testContext(opened.store, '2026-11-21T10:00:00Z');
  await opened.store.writeMembers([
    { id: 'csm1', name: 'Priya', role: 'csm', identities: [] },
    { id: 'auditor1', name: 'Aud', role: 'auditor', identities: [] },
  ]);
  for (const account of ['acme', 'other', null]) {
    await opened.store.appendAudit({
      at: ctx.clock.now(),
      actor: 'ann\u001b[2J',
      action: 'x.done',
      account,
      detail: { n: 1 },
      personal: { email: 'ann@example.test' },
    });
  }
});
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...argv: string[]) => runCli(folder, ctx, argv);

async function json(...argv: string[]) {
  const ran = await run(...argv, '--json');
  return { exit: ran.exit, value: JSON.parse(ran.out) };
}

test('verify, export, verify the file, change the key, and verify both again', async () => {
  expect(await json('audit', 'verify')).toMatchObject({ exit: 0, value: { ok: true, entries: 3 } });
  const exported = await json('audit', 'export', '--out', 'a.jsonl', '--as', 'auditor1');
  expect(exported).toMatchObject({ exit: 0, value: { entries: 4, format: 'jsonl', file: 'a.jsonl' } });
  expect(JSON.parse(readFileSync(join(folder, 'a.jsonl.manifest.json'), 'utf8'))).toMatchObject({
    custody: [{ by: 'auditor1', did: 'exported' }],
  });
  expect(statSync(join(folder, 'a.jsonl')).mode & 0o777).toBe(0o600);
  expect(await json('audit', 'verify', 'a.jsonl')).toMatchObject({
    exit: 0,
    value: { ok: true, entries: 4 },
  });
  const keysBefore = JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8'));
  const { value: rotated } = await json('audit', 'rotate-key');
  const keysAfter = JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8'));
  expect(keysAfter).toEqual({
    ...keysBefore,
    auditKey: expect.not.stringContaining(keysBefore.auditKey),
    retiredAuditKeys: [expect.stringContaining('BEGIN PUBLIC KEY')],
  });
  expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
  const { value: listed } = await json('audit', 'public-key', '--out', 'keys.pem');
  expect(
    listed.keys.map(({ keyId, retired }: { keyId: string; retired: boolean }) => [keyId, retired]),
  ).toEqual([
    [rotated.newKeyId, false],
    [rotated.oldKeyId, true],
  ]);
  expect(readFileSync(join(folder, 'keys.pem'), 'utf8').match(/BEGIN PUBLIC KEY/g)).toHaveLength(2);
  expect(await json('audit', 'verify')).toMatchObject({ exit: 0, value: { ok: true, entries: 5 } });
  expect((await run('audit', 'verify', 'a.jsonl')).out).toContain('4 entries are what was written');
  expect(readdirSync(folder).filter((name) => /tmp|lock/.test(name))).toEqual([]);
});

test('a changed file, a cut one and a broken checkpoint file end with exit code 3 and the entry', async () => {
  const whole = readFileSync(join(folder, 'a.jsonl'), 'utf8');
  writeFileSync(join(folder, 'b.jsonl'), whole.replace('\\"n\\":1', '\\"n\\":2'));
  expect(await json('audit', 'verify', 'b.jsonl')).toMatchObject({
    exit: 3,
    value: { ok: false, entries: 0, firstBad: { seq: 1, reason: expect.any(String) } },
  });
  expect((await run('audit', 'verify', 'b.jsonl')).out).toMatch(/^Tampering: entry 1: the hash/);
  writeFileSync(join(folder, 'c.jsonl'), whole.split('\n').slice(0, 2).join('\n').concat('\n'));
  expect((await json('audit', 'verify', 'c.jsonl')).exit).toBe(0);
  const cut = await json('audit', 'verify', 'c.jsonl', '--checkpoint', 'checkpoints.jsonl');
  expect(cut).toMatchObject({ exit: 3, value: { firstBad: { seq: 3 } } });
  writeFileSync(join(folder, 'broken'), '{"half":');
  for (const words of [['a.jsonl'], []]) {
    const ran = await json('audit', 'verify', ...words, '--checkpoint', 'broken');
    expect(ran).toMatchObject({ exit: 3, value: { ok: false, firstBad: { seq: 0 } } });
  }
});

test('a checkpoint file that is gone is said to be gone', async () => {
  const unwitnessed = 'There is no checkpoint file here';
  expect((await run('audit', 'verify')).out).not.toContain(unwitnessed);
  renameSync(join(folder, 'checkpoints.jsonl'), join(folder, 'elsewhere'));
  expect(await run('audit', 'verify')).toMatchObject({ exit: 0, out: expect.stringContaining(unwitnessed) });
  renameSync(join(folder, 'elsewhere'), join(folder, 'checkpoints.jsonl'));
});

test('an export of one account says that it cannot be verified alone, and is not called tampering', async () => {
  const { value } = await json('audit', 'export', '--out', 'one.jsonl', '--account', 'acme');
  expect(value).toMatchObject({ account: 'acme', entries: 2 });
  expect(await json('audit', 'verify', 'one.jsonl')).toMatchObject({
    exit: 2,
    value: { error: { message: expect.stringContaining('a part cannot be verified') } },
  });
  expect((await json('audit', 'export', '--out', 'all.csv', '--format', 'csv')).exit).toBe(0);
  expect(readFileSync(join(folder, 'all.csv'), 'utf8')).toContain('"ann[U+001B][2J"');
});

test('show names who did what, harmlessly, and erased values as erased', async () => {
  const shown = await run('audit', 'show', '--account', 'other');
  expect(shown.out).toContain('ann[U+001B][2J');
  expect(shown.out).not.toContain('\u001b');
  const [entry] = await ctx.store.readAudit({ account: 'other', limit: 1 });
  await ctx.store.erasePersonal(Object.values(entry?.personal ?? {}));
  expect((await run('audit', 'show', '--account', 'other')).out.replace(/\s+/g, '')).toContain('(erased)');
  expect((await json('audit', 'show', '--account', 'other')).value.entries).toMatchObject([
    { seq: 2, account: 'other', personal: { email: null } },
  ]);
  expect((await json('audit', 'show', '--limit', '2')).value.entries).toHaveLength(2);
});

test('erase takes the personal values of an account away, says so in the audit, and the chain still verifies', async () => {
  const personal = { email: 'bea@acme.example', reason: 'She asked' };
  const at = ctx.clock.now();
  await ctx.store.appendAudit({
    at,
    actor: 'csm1',
    action: 'test.noted',
    account: 'third',
    detail: {},
    personal,
  });
  await ctx.store.appendAudit({
    at,
    actor: 'csm1',
    action: 'test.noted',
    account: 'fourth',
    detail: {},
    personal,
  });
  const erase = (...words: string[]) => json('audit', 'erase', ...words);
  const kept = async (account: string) =>
    (await json('audit', 'show', '--account', account)).value.entries.at(-1).personal;
  const dry = await erase('--account', 'third', '--dry-run');
  expect(dry).toMatchObject({ exit: 0, value: { values: 2, dryRun: true } });
  expect(await kept('third')).toEqual(personal);
  const reason = ['--reason', 'request of 21 November'];
  const done = await erase('--account', 'third', ...reason);
  expect(done).toMatchObject({ exit: 0, value: { values: 2, dryRun: false } });
  expect(await kept('third')).toEqual({ email: null, reason: null });
  expect(await kept('fourth')).toEqual(personal);
  const [entry] = await ctx.store.readAudit({ account: 'third', limit: 1 });
  expect(entry).toMatchObject({
    action: 'audit.personal_erased',
    account: 'third',
    detail: { account: 'third', values: 2, reason: 'request of 21 November' },
  });
  const [other] = await ctx.store.readAudit({ account: 'fourth', limit: 1 });
  const commitment = other?.personal.email ?? '';
  expect(await erase('--commitment', commitment, ...reason)).toMatchObject({ exit: 0, value: { values: 1 } });
  expect(await kept('fourth')).toEqual({ ...personal, email: null });
  expect((await erase('--commitment', commitment, ...reason)).exit).toBe(1);
  expect((await json('audit', 'verify')).exit).toBe(0);
});

test.each([
  [['audit', 'erase', '--account', 'acme'], 2],
  [['audit', 'erase', '--reason', 'x'], 2],
  [['audit', 'erase', '--commitment', 'abc', '--reason', 'x'], 2],
  [['audit', 'erase', '--account', 'acme', '--commitment', '0'.repeat(64), '--reason', 'x'], 2],
  [['audit', 'erase', '--commitment', '0'.repeat(64), '--reason', 'x'], 1],
  [['audit', 'erase', '--account', 'acme', '--reason', 'x', '--as', 'auditor1'], 1],
  [['audit', 'erase', '--account', 'acme', '--reason', 'x', '--as', 'csm1'], 1],
  [['audit', 'burn'], 2],
  [['audit', 'export'], 2],
  [['audit', 'export', '--out', 'x', '--format', 'xml'], 2],
  [['audit', 'export', '--out', 'no/such/folder/x'], 2],
  [['audit', 'show', 'file'], 2],
  [['audit', 'show', '--limit', '0'], 2],
  [['audit', 'show', '--account', 'nobody'], 1],
  [['audit', 'verify', 'no-such-file'], 2],
  [['audit', 'verify', '--checkpoint', 'no-such-file'], 2],
  [['audit', 'verify', '--as', 'csm1'], 1],
  [['audit', 'verify', 'a.jsonl', '--as', 'csm1'], 1],
  [['audit', 'export', '--out', 'x', '--as', 'csm1'], 1],
  [['audit', 'show', '--as', 'csm1'], 1],
  [['audit', 'public-key', '--as', 'csm1'], 1],
  [['audit', 'rotate-key', '--as', 'auditor1'], 1],
])('%j ends with exit code %i', async (words, exit) => {
  expect((await run(...words)).exit).toBe(exit);
  expect(readdirSync(folder)).not.toContain('x');
});
