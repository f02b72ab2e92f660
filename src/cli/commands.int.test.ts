import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../test/support/cli.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { HoldfastError } from '../errors.ts';
import type { RequestContext } from '../services/context.ts';

let ctx: RequestContext;
let folder: string;
let close: () => Promise<void>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-'));
  const opened = await embedded.open();
  close = opened.close;
  ctx = await testContext(opened.store, '2026-11-21T10:00:00Z');
  await opened.store.writeMembers([
    { id: 'csm1', name: 'Priya', role: 'csm', identities: [] },
    { id: 'exec1', name: 'Grace', role: 'exec', identities: [] },
  ]);
  const days = Array.from({ length: 60 }, (_, index) =>
    new Date(Date.UTC(2026, 8, 20 + index, 9)).toISOString(),
  );
  await ingest(ctx, [
    {
      id: 'c1',
      type: 'contract.updated',
      account: 'acme',
      ts: days[0],
      payload: { name: 'Acme Corporation', owner: 'csm1', seats: 10 },
    },
    { id: 'c2', type: 'contract.updated', account: 'acme-eu', ts: days[0], payload: { name: 'Acme Europe' } },
    ...days.map((ts, index) => ({
      id: `u${index}`,
      type: 'feature.used',
      account: 'acme',
      ts,
      user: 'ann',
      payload: { feature: 'x' },
    })),
    {
      id: 't1',
      type: 'ticket.created',
      account: 'acme',
      ts: days[50],
      payload: { ticketId: 'T1', priority: 'P1', subject: '\u001b[2Jboom' },
    },
  ]);
});
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...argv: string[]) => runCli(folder, ctx, argv);

async function json(...argv: string[]) {
  const ran = await run(...argv, '--json');
  expect(ran.out).toMatch(/^[^\n]+\n$/);
  return { ...ran, value: JSON.parse(ran.out) };
}

describe('health', () => {
  test('is the answer with full addresses', async () => {
    const { exit, value, err } = await json('health', 'acme');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(value).toMatchObject({
      account: { id: 'acme', name: 'Acme Corporation' },
      band: expect.any(String),
    });
    expect(value.url).toMatch(/^http:\/\/h\/evidence\/scores\/acme\?/);
    for (const component of value.components) {
      expect(component.url).toMatch(/^http:\/\/h\//);
      for (const evidence of component.evidence)
        expect(evidence.url).toMatch(/^http:\/\/h\/evidence\/events\/\d+$/);
    }
    const total = value.components.reduce(
      (sum: number, { contribution }: { contribution: number }) => sum + Math.round(contribution * 100),
      0,
    );
    expect(total).toBe(Math.round(value.score * 100));
  });

  test('of a day is what replay says of it, byte for byte', async () => {
    const health = await run('health', 'acme', '--as-of', '2026-11-01', '--json');
    const replay = await run('replay', 'acme', '--as-of', '2026-11-01', '--json');
    expect(replay.out).toBe(health.out);
    await ingest(ctx, [
      {
        id: 'late',
        type: 'feature.used',
        account: 'acme',
        ts: '2026-10-30T09:00:00Z',
        user: 'late',
        payload: {},
      },
    ]);
    const { knownAt } = JSON.parse(health.out);
    const known = await run(
      'replay',
      'acme',
      '--as-of',
      '2026-11-01',
      '--known-at',
      String(knownAt),
      '--json',
    );
    expect(known.out).toBe(health.out);
  });

  test('for people has the score, the components and no escape sequence', async () => {
    const { out } = await run('health', 'Acme Corporation', '--as', 'csm1');
    expect(out).toMatch(/^Acme Corporation: [\d.]+ of 100/);
    expect(out).toContain('Stickiness');
    expect(out).not.toContain('\u001b');
  });

  test.each([
    [['health', 'nobody-here'], 1, 'HF_ACCOUNT_UNKNOWN'],
    [['health', ''], 1, 'HF_ACCOUNT_UNKNOWN'],
    [['health', 'acme', '--as-of', 'tomorrow'], 2, 'HF_DATE_INVALID'],
    [['health', 'acme', '--as-of', '2020-01-01'], 1, 'HF_ACCOUNT_UNKNOWN'],
    [['health', 'acme', '--as', 'nobody'], 2, 'HF_USAGE'],
    [['replay', 'acme'], 2, 'HF_USAGE'],
    [['replay', 'acme', '--as-of', '2026-11-01', '--profile', '99'], 1, 'HF_PROFILE_UNKNOWN'],
    [['replay', 'acme', '--as-of', '2026-11-01', '--known-at', 'x'], 2, 'HF_USAGE'],
    [['why', 'acme', '--since', '2026-13-01'], 2, 'HF_DATE_INVALID'],
    [['timeline', 'acme', '--kind', 'nonsense'], 2, 'HF_USAGE'],
    [['timeline', 'acme', '--days', '0'], 2, 'HF_USAGE'],
    [['dead-letters', 'eat'], 2, 'HF_USAGE'],
    [['timeline', 'acme', '--as-of', '2026-11-23'], 2, 'HF_DATE_INVALID'],
    [['health', 'acme', '--as-of', '2026-11-23T00:00:00Z'], 2, 'HF_DATE_INVALID'],
    [['why', 'acme', '--as-of', '9999-12-31'], 2, 'HF_DATE_INVALID'],
    [['why', 'acme', '--since', '2027-01-01'], 2, 'HF_DATE_INVALID'],
    [['accounts', '--as-of', '2030-01-01'], 2, 'HF_DATE_INVALID'],
    [['accounts', '--filter', 'colour=red'], 2, 'HF_USAGE'],
    [['accounts', '--filter', 'band=purple'], 2, 'HF_USAGE'],
    [['accounts', '--filter', 'stage=x'], 2, 'HF_USAGE'],
    [['accounts', '--filter', 'status=gone'], 2, 'HF_USAGE'],
    [['accounts', '--filter', 'owner='], 2, 'HF_USAGE'],
    [['accounts', '--filter', ''], 2, 'HF_USAGE'],
    [['import', 'nothing-there.ndjson'], 2, 'HF_FILE_UNREADABLE'],
    [['import', '.'], 2, 'HF_FILE_UNREADABLE'],
    [['import', '/dev/null'], 2, 'HF_FILE_UNREADABLE'],
    [['import', 'x', '--format', 'xml'], 2, 'HF_USAGE'],
    [['import', 'x', '--source', 'a b'], 2, 'HF_USAGE'],
    [['eval', 'health'], 2, 'HF_USAGE'],
    [['eval', 'sickness'], 2, 'HF_USAGE'],
  ])('%j ends with %i and %s, in both forms', async (argv, exit, code) => {
    const forMachines = await json(...argv);
    expect(forMachines).toMatchObject({
      exit,
      err: '',
      value: { error: { code, message: expect.any(String), next: expect.any(String) } },
    });
    const forPeople = await run(...argv);
    expect(forPeople).toMatchObject({ exit, out: '' });
    expect(forPeople.err).toMatch(/^holdfast: [^\n]+\n {2}[^\n]+\n$/);
  });

  test('of today and of tomorrow is no future yet: somewhere it is that day already', async () => {
    for (const day of ['2026-11-21', '2026-11-22'])
      expect((await run('health', 'acme', '--as-of', day)).exit).toBe(0);
  });

  test('of an impossible band names the bands', async () => {
    expect((await run('accounts', '--filter', 'band=purple')).err).toContain('red, amber, green');
  });

  test('of an unknown member names the known ones', async () => {
    expect((await run('health', 'acme', '--as', 'nobody')).err).toContain('Members are csm1, exec1.');
  });
});

describe('the other questions', () => {
  test('why sums to the change', async () => {
    const { value } = await json('why', 'acme', '--since', '2026-11-01');
    const sum = value.components.reduce(
      (total: number, part: { contributionChange: number }) =>
        total + Math.round(part.contributionChange * 100),
      0,
    );
    expect(sum).toBe(Math.round(value.change * 100));
  });

  test('timeline keeps to kinds, and its words cannot touch the terminal', async () => {
    const { value } = await json('timeline', 'acme', '--kind', 'ticket,contract', '--limit', '5');
    expect(value.entries.map(({ kind }: { kind: string }) => kind)).toEqual(['ticket', 'contract']);
    const { out } = await run('timeline', 'acme');
    expect(out).toContain('boom');
    expect(out).not.toContain('\u001b');
  });

  test('accounts filters by every word', async () => {
    expect((await json('accounts')).value).toHaveLength(2);
    expect((await json('accounts', '--filter', 'owner=csm1')).value).toMatchObject([{ id: 'acme' }]);
    expect((await run('accounts', '--filter', 'nothing')).out).toBe('No account fits.\n');
    expect((await run('accounts')).out).toMatch(/^Score {2}Band/);
  });

  test('ask cites its records', async () => {
    const { value, exit } = await json('ask', 'how', 'is', 'acme', 'doing?');
    expect(exit).toBe(0);
    expect(value.citations[0].url).toMatch(/^http:\/\/h\//);
    expect((await run('ask', 'how is acme doing?')).out).toContain('Acme Corporation');
  });

  test('ask marks each sentence with its source, and numbers the sources', async () => {
    const question = 'import stops with SCHEMA_DRIFT because a column was added';
    const { out } = await run('ask', question);
    const [text = '', list = ''] = out.split(/^\[1\] {2}/m);
    const marks = new Set([...text.matchAll(/\[(\d+)\]/g)].map(([, mark]) => Number(mark)));
    expect([...marks].length).toBeGreaterThan(1);
    const numbered = [...`[1]  ${list}`.matchAll(/^\[(\d+)\] {2}(.*(?:\n {5}.*)*)/gm)];
    expect(numbered.map(([, number]) => Number(number))).toEqual([...marks].sort((a, b) => a - b));
    const shown = numbered.map(([, , source = '']) => source.replace(/\s+/g, ' '));
    expect(new Set(shown).size).toBe(shown.length);
    for (const source of shown) expect(source).toMatch(/http:\/\/h\/.*#passage-\d+$/);
    // Machines get the same by number, and the words without marks.
    const { value } = await json('ask', question);
    expect(value.text).not.toContain('[1]');
    expect(value.text).toBe(value.sentences.map((one: { text: string }) => one.text).join(' '));
    const ids = value.citations.map(({ id }: { id: string }) => id);
    for (const { citations } of value.sentences) expect(ids).toEqual(expect.arrayContaining(citations));
  });

  test('ask is about the account that --account names by its exact id', async () => {
    const question = 'import stops with SCHEMA_DRIFT because a column was added';
    const { value } = await json('ask', question, '--account', 'acme');
    expect(value).toMatchObject({ kind: 'answer', account: { id: 'acme', name: 'Acme Corporation' } });
    const range = { since: new Date('2026-11-21T00:00:00Z'), until: new Date('2026-11-22T00:00:00Z') };
    const kept = await ctx.store.listAnswers({ ...range, limit: 100 });
    expect(kept.map(({ account }) => account)).toContain('acme');
    expect((await json('ask', question)).value.account).toBeUndefined();
    expect((await json('ask', 'why did it change', '--account', 'acme')).value).toMatchObject({
      kind: 'why',
      account: { id: 'acme' },
    });
    for (const named of ['Acme', 'acm', 'acme corporation', 'acme\u202E']) {
      const refused = await run('ask', question, '--account', named);
      expect([refused.exit, refused.out]).toEqual([1, '']);
      expect(refused.err).toMatch(/HF_ACCOUNT_UNKNOWN|No account has the id/);
    }
  });

  test('score stores what it computes', async () => {
    const { value, progress } = await json('score');
    expect(value.accounts.map(({ id }: { id: string }) => id)).toEqual(['acme', 'acme-eu']);
    expect(progress.length).toBeGreaterThan(0);
    expect((await run('score', 'acme')).out).toMatch(/^Scored 1 account .* acme: \d/);
  });
});

describe('import', () => {
  const line = (id: string, more: object = {}) =>
    JSON.stringify({
      id,
      type: 'feature.used',
      account: 'imported',
      ts: '2026-11-01T10:00:00Z',
      payload: { feature: 'x' },
      ...more,
    });

  test('takes a file, says what it refused, and ends with 0', async () => {
    writeFileSync(join(folder, 'a.ndjson'), `${line('i1')}\nbroken\n${line('i2')}\n`);
    const { exit, value } = await json('import', 'a.ndjson', '--source', 'crm');
    expect(exit).toBe(0);
    expect(value).toMatchObject({ accepted: 2, duplicates: 0, rejected: 1, deadLetters: [{ line: 2 }] });
    const again = await run('import', 'a.ndjson', '--source', 'crm');
    expect(again.out).toMatch(/^a.ndjson: 0 accepted, 2 duplicates, 1 rejected/);
    expect(again.out).toContain('holdfast dead-letters list');
  });

  test('takes CSV, packed too', async () => {
    const csv = 'id,type,account,ts,payload.feature\ni3,feature.used,imported,2026-11-02T10:00:00Z,x\n';
    writeFileSync(join(folder, 'b.csv.gz'), gzipSync(csv));
    expect((await json('import', 'b.csv.gz')).value).toMatchObject({ accepted: 1 });
    writeFileSync(join(folder, 'c.txt'), csv);
    expect((await json('import', 'c.txt', '--format', 'csv')).value).toMatchObject({
      accepted: 0,
      duplicates: 1,
    });
  });

  test('dead letters are listed, tried again, and leave the list when they go in', async () => {
    const list = await json('dead-letters', 'list');
    expect(list.value.open).toBe(list.value.deadLetters.length);
    expect(list.value.deadLetters).toContainEqual(
      expect.objectContaining({ source: 'crm', line: 2, body: 'broken', bytes: 6 }),
    );
    expect((await run('dead-letters', 'list')).out).toContain('not JSON');
    const { value } = await json('dead-letters', 'replay');
    expect(value).toMatchObject({ accepted: 0, stillRefused: list.value.open });
  });
});

test('the doctor finds what is wrong, and says so by its exit code', async () => {
  const { exit, value } = await json('doctor');
  const states = Object.fromEntries(
    value.checks.map(({ check, state }: { check: string; state: string }) => [check, state]),
  );
  expect(states).toMatchObject({
    'Node.js': 'ok',
    Configuration: 'ok',
    'Data folder': 'ok',
    Lock: 'ok',
    Keys: 'warning',
    Content: 'ok',
  });
  // The test's services are no database: that is the problem it has to find.
  expect(states.Database).toBe('problem');
  expect({ exit, ok: value.ok }).toEqual({ exit: 1, ok: false });
  expect((await run('doctor')).out).toContain('✗ problem');
});

test('what breaks in a new way gets a trace and keeps its inside to itself', async () => {
  const broken = {
    ...ctx,
    store: { ...ctx.store, listAccounts: () => Promise.reject(new Error('select secret')) },
  };
  const original = ctx;
  ctx = broken;
  const { exit, value } = await json('accounts');
  const listed = await run('accounts');
  ctx = original;
  expect(exit).toBe(2);
  expect(value.error).toMatchObject({ code: 'HF_INTERNAL', trace: expect.stringMatching(/^\S{8}$/) });
  expect(JSON.stringify(value) + listed.err).not.toContain('secret');
  expect(new HoldfastError('HF_INTERNAL', 'x').exitCode).toBe(2);
});
