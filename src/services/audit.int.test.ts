import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { verifyAuditFile } from '../../bin/verify-audit.mjs';
import { testContext } from '../../test/support/services.ts';
import { server } from '../../test/support/stores.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { makeSigningKey } from '../domain/ids.ts';
import type { Member } from '../domain/member.ts';
import { chainHash, genesis } from '../guardrail/audit/chain-hash.ts';
import { checkpointEveryMs } from '../guardrail/audit/checkpoint.ts';
import { runSealer } from '../guardrail/audit/run-sealer.ts';
import { sealAudit } from '../guardrail/audit/seal-audit.ts';
import type { AuditKeys } from '../guardrail/audit/signing-key.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createStore, openStore, type Store } from '../store/store.ts';
import { exportAudit } from './export-audit.ts';
import { rotateAuditKey } from './rotate-audit-key.ts';
import { showAudit } from './show-audit.ts';
import { verifyAudit } from './verify-audit.ts';

type Context = Awaited<ReturnType<typeof testContext>>;
interface Opened {
  database: Database;
  close(): Promise<void>;
}

const noon = '2026-11-21T12:00:00Z';
const entry: AuditEntry = {
  at: new Date(noon),
  actor: 'ann',
  action: 'x.done',
  account: 'acme',
  detail: { n: 1 },
};
const auditor: Member = { id: 'aud', name: 'Aud', role: 'auditor', identities: [] };

describe('the audit on the embedded engine', () =>
  suite(async () => {
    const database = await openDatabase({ kind: 'memory', template: inject('embeddedTemplate') });
    return { database, close: () => database.close() };
  }));

describe.skipIf(!inject('serverUrl'))('the audit on a PostgreSQL server', () => {
  suite(async () => {
    const made = await server.open();
    const database = await openDatabase({ kind: 'server', url: made.url ?? '', migrationUrl: null });
    const close = async (): Promise<void> => {
      await database.close();
      await made.close();
    };
    return { database, close };
  });
  concurrency();
});

function suite(open: () => Promise<Opened>): void {
  let opened: Opened;
  let store: Store;
  let ctx: Context;
  let folder: string;
  let keys: AuditKeys;
  const run = (...statements: string[]): Promise<void> =>
    opened.database.queries.transaction().execute(async (transaction) => {
      for (const statement of statements) await sql.raw(statement).execute(transaction);
    });
  const attack = (...statements: string[]): Promise<void> =>
    run("set local session_replication_role = 'replica'", ...statements);
  const sealing = () => ({ keys: async () => keys, checkpointFile: join(folder, 'checkpoints.jsonl') });
  const pass = () => runSealer({ store, clock: ctx.clock, ...sealing() });
  const verify = (over: Partial<Parameters<typeof verifyAudit>[1]> = {}) =>
    verifyAudit(ctx, { keys, checkpointFile: sealing().checkpointFile, mustExist: false, ...over });
  const write = async (count: number, over: Partial<AuditEntry> = {}): Promise<void> => {
    for (let n = 0; n < count; n++) await store.appendAudit({ ...entry, detail: { n }, ...over });
  };

  beforeAll(async () => {
    opened = await open();
    store = createStore(opened.database);
  });
  afterAll(() => opened.close());

  beforeEach(async () => {
    await attack(
      'truncate audit, audit_seals, audit_unsealed, audit_checkpoints, audit_personal restart identity',
    );
    ctx = { ...(await testContext(store, noon)), member: auditor };
    folder = mkdtempSync(join(tmpdir(), 'holdfast-audit-'));
    keys = { auditKey: makeSigningKey() };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('what is written is sealed once, in its order, and checkpointed when it is time', async () => {
    expect(await verify()).toEqual({
      ok: true,
      entries: 0,
      head: null,
      checkpoints: { stored: 0, inFile: null },
    });
    await write(3);
    expect(await pass()).toMatchObject({ sealed: 3, head: { seq: 3 }, checkpoint: { seq: 3 } });
    await write(2);
    expect(await pass()).toMatchObject({ sealed: 2, head: { seq: 5 }, checkpoint: null });
    ctx.clock.set(new Date(Date.parse(noon) + checkpointEveryMs));
    expect(await pass()).toMatchObject({ sealed: 0, checkpoint: { seq: 5 } });
    expect(await pass()).toMatchObject({ checkpoint: null });
    // What the sealer itself writes makes no checkpoint due, however long it waits.
    await write(1, { actor: 'sealer' });
    ctx.clock.set(new Date(Date.parse(noon) + 5 * checkpointEveryMs));
    expect(await pass()).toMatchObject({ sealed: 1, checkpoint: null });
    expect(await verify()).toMatchObject({ ok: true, entries: 6, checkpoints: { stored: 2, inFile: 2 } });
    expect((await store.readAudit({ limit: 9 })).map(({ seq }) => seq)).toEqual([6, 5, 4, 3, 2, 1]);
  });

  test('100 entries bring a checkpoint at once, and bulk goes into the chain in its order', async () => {
    await write(1);
    await pass();
    await write(99);
    expect((await pass()).checkpoint).toBeNull();
    await run(
      `insert into audit (at, actor, action, account_id, body)
      select timestamptz '${noon}', 'a', 'b.c', null, convert_to('{"account":null,"action":"b.c","actor":"a",' ||
        '"at":"2026-11-21T12:00:00.000Z","detail":{"n":' || n || '},"personal":{},"v":1}', 'UTF8')
      from generate_series(1, 12000) as n`,
      'insert into audit_unsealed select seq from audit where seq > 100',
    );
    expect(await pass()).toMatchObject({ sealed: 12_000, checkpoint: { seq: 12_100 } });
    expect(await verify()).toMatchObject({ ok: true, entries: 12_100 });
  });

  test('an entry that never came into the chain is found: without its mark, or removed while it waited', async () => {
    await write(2);
    await pass();
    await write(1);
    await attack('delete from audit_unsealed');
    expect((await verify()).firstBad).toEqual({
      seq: 3,
      reason: 'entry 3 has no place in the chain, and no mark that it waits for one',
    });
    await attack('delete from audit where seq = 3');
    await write(1);
    await attack('delete from audit where seq = 4');
    expect((await verify()).firstBad).toEqual({
      seq: 3,
      reason: 'entry 4 was removed before it got its place',
    });
  });

  test('TF6: what a database administrator changes behind the triggers is found', async () => {
    await write(9);
    await pass();
    const damages: [string, number][] = [
      [
        "update audit set body = convert_to(replace(convert_from(body, 'UTF8'), '\"n\":4', '\"n\":5'), 'UTF8')",
        5,
      ],
      ["update audit set actor = 'bob' where seq = 4", 4],
      ['delete from audit where seq = 3', 3],
      ['delete from audit_seals where seq = 2', 2],
      ["update audit_checkpoints set hash = sha256('x')", 9],
    ];
    // From the last place to the first: each is found although the ones behind it are there too.
    for (const [statement, seq] of [damages[4]!, ...damages.slice(0, 4)]) {
      await attack(statement);
      expect((await verify()).firstBad?.seq).toBe(seq);
    }
  });

  test('TF3: a tail that was cut is found, in the store alone and against the file alone', async () => {
    await write(9);
    await pass();
    await attack('delete from audit_seals where seq > 7', 'delete from audit where seq > 7');
    const cut = { seq: 8, reason: expect.stringContaining('the end is missing') };
    expect((await verify({ checkpointFile: join(folder, 'none') })).firstBad).toEqual(cut);
    await attack('delete from audit_checkpoints');
    expect((await verify()).firstBad).toEqual(cut);
    expect((await verify({ checkpointFile: join(folder, 'none') })).ok).toBe(true); // planted: no witness is left
    await attack('delete from audit_seals', 'delete from audit');
    expect((await verify()).firstBad).toMatchObject({ seq: 1 });
  });

  test('TF4: a chain made anew by whoever owns the database contradicts the checkpoint file', async () => {
    await write(9);
    await pass();
    const rows = await store.readSealed({ after: 0, upTo: 9 });
    let hash = genesis;
    const statements = rows.map(({ seq, body }) => {
      const text = Buffer.from(body ?? []).toString();
      const forged = Buffer.from(seq === 4 ? text.replace('"n":3', '"n":8') : text);
      hash = chainHash(seq, hash, forged);
      const [bytes, sum] = [forged, Buffer.from(hash)].map((value) => `'\\x${value.toString('hex')}'::bytea`);
      return [
        `update audit set body = ${bytes} where seq = ${seq}`,
        `update audit_seals set hash = ${sum} where seq = ${seq}`,
      ];
    });
    await attack(...statements.flat(), 'delete from audit_checkpoints');
    expect((await verify({ checkpointFile: join(folder, 'none') })).ok).toBe(true); // the store itself is in order
    expect((await verify()).firstBad).toMatchObject({ seq: 9, reason: expect.stringContaining('rewritten') });
    // Signing anew with another key does not help either.
    await runSealer({
      store,
      clock: ctx.clock,
      keys: async () => ({ auditKey: makeSigningKey() }),
      checkpointFile: join(folder, 'theirs'),
    });
    const theirs = await verify({ checkpointFile: join(folder, 'theirs') });
    expect(theirs.firstBad?.reason).toContain('not one of ours');
    expect((await verify({ keys: null, checkpointFile: join(folder, 'theirs') })).ok).toBe(false);
  });

  test('a checkpoint file that is broken is tampering, one that was asked for and is not there is not', async () => {
    await write(1);
    await pass();
    const file = sealing().checkpointFile;
    const good = readFileSync(file);
    appendFileSync(file, 'half a li');
    expect((await verify()).firstBad).toEqual({ seq: 0, reason: 'checkpoint file: line 2 does not end' });
    // A line that lost its end with the power is dropped by the next one: that checkpoint was never stored.
    await write(100);
    await pass();
    expect(readFileSync(file).subarray(0, good.length).equals(good)).toBe(true);
    expect(await verify()).toMatchObject({ ok: true, checkpoints: { stored: 2, inFile: 2 } });
    writeFileSync(file, 'no checkpoint\n');
    expect((await verify()).firstBad?.reason).toBe('checkpoint file: line 1 is no checkpoint');
    const missing = verify({ checkpointFile: join(folder, 'none'), mustExist: true });
    await expect(missing).rejects.toMatchObject({ code: 'HF_FILE_UNREADABLE' });
  });

  test('a checkpoint that cannot be published is not stored, and the next pass makes up for it', async () => {
    await write(1);
    const ports = { store, clock: ctx.clock, ...sealing() };
    await expect(runSealer({ ...ports, checkpointFile: folder })).rejects.toThrow();
    expect(await store.readCheckpoints()).toEqual([]);
    expect((await store.readSealHead())?.seq).toBe(1);
    expect((await pass()).checkpoint?.seq).toBe(1);
  });

  test('TF10: personal data can be erased; the chain verifies, and the entry says so', async () => {
    await write(1, { personal: { email: 'ann@example.test', name: 'Ann\nLee' } });
    await write(1, { personal: { email: 'ann@example.test' } });
    const [second, first] = await store.readAudit({ limit: 2 });
    expect(second?.personal.email).not.toBe(first?.personal.email); // salted: equal values cannot be told
    expect((await showAudit(ctx, { limit: 2 }))[1]?.personal).toEqual({
      email: 'ann@example.test',
      name: 'Ann[U+000A]Lee',
    });
    const body = (await opened.database.queries.selectFrom('audit').select('body').execute())[0]?.body;
    expect(Buffer.from(body ?? []).toString()).not.toContain('example.test');
    expect(await store.erasePersonal([first?.personal.email ?? ''])).toBe(1);
    expect((await showAudit(ctx, { limit: 2 })).map(({ personal }) => personal)).toEqual([
      { email: 'ann@example.test' },
      { email: null, name: 'Ann[U+000A]Lee' },
    ]);
    expect(await verify()).toMatchObject({ ok: true, entries: 2 });
    await run("update audit_personal set value = 'bob@example.test' where value like 'ann@%'");
    expect((await verify()).firstBad?.reason).toContain('personal value');
  });

  test('TF19: a name cannot break a line or move a cursor', async () => {
    await write(1, { actor: 'ann\n\u001b[2J', action: 'x.\u009b31m', detail: { 'k\r': ['\u202eevil'] } });
    const [shown] = await showAudit(ctx, { limit: 1 });
    expect(shown).toMatchObject({ actor: 'ann[U+000A][U+001B][2J', action: 'x.[U+009B]31m' });
    expect(shown?.detail).toEqual({ 'k[U+000D]': ['[U+202E]evil'] });
    expect((await verify()).ok).toBe(true);
  });

  test('an export holds itself, verifies alone, and its manifest says what it is', async () => {
    await write(7);
    const file = join(folder, 'audit.jsonl');
    const written: string[] = [];
    const put = async (text: string): Promise<void> => void written.push(text);
    const input = { format: 'jsonl', account: undefined, file: 'audit.jsonl', sealing: sealing() } as const;
    const manifest = await exportAudit(ctx, input, put);
    writeFileSync(file, written.join(''));
    expect(manifest).toMatchObject({ entries: 8, firstSeq: 1, lastSeq: 8, account: null });
    expect(manifest.custody).toEqual([
      { at: '2026-11-21T12:00:00.000Z', by: 'aud', role: 'auditor', did: 'exported' },
    ]);
    expect(written.join('')).toContain('audit.exported');
    writeFileSync(`${file}.manifest.json`, JSON.stringify(manifest));
    const pem = join(folder, 'key.pem');
    writeFileSync(pem, manifest.publicKeys.join(''));
    const given = { checkpointFile: sealing().checkpointFile, publicKeyFile: pem };
    expect(await verifyAuditFile(file, given)).toEqual({
      ok: true,
      entries: 8,
      head: manifest.headHash,
      keysCompared: true,
    });
    writeFileSync(file, written.join('').split('\n').slice(0, -2).join('\n').concat('\n'));
    expect((await verifyAuditFile(file, given)).firstBad?.seq).toBe(8);
  });

  test('what is written, sealed and signed meanwhile is no cut tail: neither to a verification nor in an export', async () => {
    await write(1);
    const meanwhile = async (): Promise<void> => {
      await write(100);
      await pass();
    };
    const verifying: Store = {
      ...store,
      readCheckpoints: async () => {
        await meanwhile();
        return await store.readCheckpoints();
      },
    };
    const witness = { keys, checkpointFile: sealing().checkpointFile, mustExist: false };
    expect(await verifyAudit({ ...ctx, store: verifying }, witness)).toMatchObject({
      ok: true,
      entries: 101,
    });
    const exporting: Store = {
      ...store,
      readLastCheckpoint: async () => {
        await meanwhile();
        return await store.readLastCheckpoint();
      },
    };
    const file = join(folder, 'busy.jsonl');
    const input = { format: 'jsonl', account: undefined, file: 'busy.jsonl', sealing: sealing() } as const;
    const manifest = await exportAudit({ ...ctx, store: exporting }, input, async (text) =>
      appendFileSync(file, text),
    );
    writeFileSync(`${file}.manifest.json`, JSON.stringify(manifest));
    expect(await verifyAuditFile(file)).toMatchObject({ ok: true, entries: 202 });
  });

  test('an export of one account, or as CSV, is for reading', async () => {
    await write(2);
    await write(1, { account: 'other', actor: '=HYPERLINK("x")' });
    const texts: string[] = [];
    const put = async (text: string): Promise<void> => void texts.push(text);
    const input = { file: 'f', sealing: sealing() };
    const one = await exportAudit(ctx, { ...input, format: 'jsonl', account: 'other' }, put);
    expect(one).toMatchObject({
      account: 'other',
      entries: 2,
      firstSeq: 3,
      lastSeq: 4,
      note: expect.stringContaining('cannot be verified alone'),
    });
    texts.length = 0;
    const csv = await exportAudit(ctx, { ...input, format: 'csv', account: undefined }, put);
    const rows = texts.join('').split('\r\n');
    expect([csv.entries, rows.length]).toEqual([5, 7]);
    expect(rows[0]).toBe('"seq","hash","at","actor","action","account","detail","personal"');
    expect(rows[3]).toContain(`"'=HYPERLINK(""x"")"`);
  });

  test('TF20: after a rotation everything verifies, also for who trusts the old key alone', async () => {
    await write(2);
    const old = keys.auditKey;
    const rotated = await rotateAuditKey({ ...ctx, member: null }, sealing(), async (change) => {
      keys = await change(keys);
    });
    expect(rotated.oldKeyId).not.toBe(rotated.newKeyId);
    expect(keys.retiredAuditKeys).toHaveLength(1);
    const checkpoints = await store.readCheckpoints();
    expect(checkpoints.map(({ seq, keyId }) => [seq, keyId])).toEqual([
      [2, rotated.oldKeyId],
      [3, rotated.newKeyId],
    ]);
    expect(await verify()).toMatchObject({ ok: true, entries: 3 });
    expect((await verify({ keys: { auditKey: keys.auditKey } })).firstBad?.seq).toBe(2); // the old one was forgotten
    expect(old).not.toBe(keys.auditKey);
    expect((await showAudit(ctx, { limit: 1 }))[0]).toMatchObject({
      action: 'audit.key_rotated',
      actor: 'system',
    });
  });

  test('a rotation whose entry cannot be written changes no key', async () => {
    await write(1);
    await pass();
    const before = keys;
    await run('alter table audit_unsealed rename to audit_away');
    const away = rotateAuditKey({ ...ctx, member: null }, sealing(), async (change) => {
      keys = await change(keys);
    });
    await expect(away).rejects.toThrow('audit_unsealed');
    expect(keys).toBe(before);
    await run('alter table audit_away rename to audit_unsealed');
  });

  test.each(['csm', 'manager', 'exec', 'agent'] as const)(
    'a %s may neither verify, see, export nor rotate, and the refusal is an entry',
    async (role) => {
      const asked = { ...ctx, member: { ...auditor, id: role, role } };
      const put = async (): Promise<void> => undefined;
      const forbidden = { code: 'HF_FORBIDDEN' };
      const witness = { keys, checkpointFile: sealing().checkpointFile, mustExist: false };
      await expect(verifyAudit(asked, witness)).rejects.toMatchObject(forbidden);
      await expect(showAudit(asked, { account: 'acme', limit: 1 })).rejects.toMatchObject(forbidden);
      const input = { format: 'csv', account: undefined, file: 'f', sealing: sealing() } as const;
      await expect(exportAudit(asked, input, put)).rejects.toMatchObject(forbidden);
      await expect(rotateAuditKey(asked, sealing(), put)).rejects.toMatchObject(forbidden);
      const entries = await store.readAudit({ limit: 9 });
      expect(entries.map(({ action, actor, account }) => [action, actor, account])).toEqual([
        ['keys.refused', role, null],
        ['audit.refused', role, null],
        ['audit.refused', role, 'acme'],
        ['audit.refused', role, null],
      ]);
    },
  );
}

/** Needs connections beside each other, which the embedded engine has not. */
function concurrency(): void {
  const writers = 32;
  const each = 15;
  let made: Awaited<ReturnType<typeof server.open>>;
  const stores: Store[] = [];
  beforeAll(async () => {
    made = await server.open();
    const location = { kind: 'server' as const, url: made.url ?? '', migrationUrl: null };
    stores.push(
      await openStore({ ...location, poolSize: writers }),
      await openStore({ ...location, poolSize: 2 }),
    );
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await made.close();
  });

  test('TF7: 32 writers and two sealers beside each other make one chain without a gap', async () => {
    const [many, other] = stores as [Store, Store];
    let writing = true;
    let passes = 0;
    const sealer = async (store: Store): Promise<number> => {
      let sealed = 0;
      while (writing) {
        sealed += (await sealAudit(store)).sealed;
        passes += 1;
      }
      return sealed;
    };
    const write = async (writer: number): Promise<void> => {
      for (let n = 0; n < each; n++) {
        const one = { ...entry, actor: `w${writer}`, detail: { n } };
        // Every third fails after it was written: its number is a gap among entries, not in the chain.
        await many
          .transaction(async (transaction) => {
            await transaction.appendAudit(one);
            if (n % 3 === 2) throw new Error('no');
          })
          .catch((error: Error) => expect(error.message).toBe('no'));
      }
    };
    const sealers = Promise.all([sealer(other), sealer(many)]);
    await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
    writing = false;
    const duringCount = (await sealers).reduce((sum, count) => sum + count, 0);
    const after = await sealAudit(many, { wait: true });
    const kept = writers * (each - each / 3);
    expect(duringCount + after.sealed).toBe(kept);
    expect(passes).toBeGreaterThan(2);
    expect(after.head?.seq).toBe(kept);
    const ctx = await testContext(many, noon);
    const witness = { keys: null, checkpointFile: '/no/such/folder/checkpoints.jsonl', mustExist: false };
    expect(await verifyAudit(ctx, witness)).toMatchObject({ ok: true, entries: kept });
    const read = await many.readAudit({ limit: 10_000 });
    expect(new Set(read.map(({ seq }) => seq)).size).toBe(kept);
    expect(Math.max(...read.map(({ entry: number }) => number))).toBeGreaterThan(kept);
  });

  test('planted bug: two sealers that do not lock each other out want the same place', async () => {
    const [one, two] = stores as [Store, Store];
    await one.appendAudit(entry);
    const bothHaveRead = Promise.withResolvers<void>();
    let read = 0;
    const unlocked = (store: Store): Store => ({
      ...store,
      transaction: (work) =>
        store.transaction((transaction) =>
          work({
            ...transaction,
            lockSealer: async () => true,
            readSealHead: async () => {
              const head = await transaction.readSealHead();
              read += 1;
              if (read === 2) bothHaveRead.resolve();
              await bothHaveRead.promise;
              return head;
            },
          }),
        ),
    });
    const attempts = await Promise.allSettled([one, two].map((store) => sealAudit(unlocked(store))));
    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const ctx = await testContext(one, noon);
    const witness = { keys: null, checkpointFile: '/no/such/folder/checkpoints.jsonl', mustExist: false };
    expect((await verifyAudit(ctx, witness)).ok).toBe(true); // the key of the places keeps the chain whole even then
  });
}
