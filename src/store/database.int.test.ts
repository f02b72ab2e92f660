import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { server } from '../../test/support/stores.ts';
import { openDatabase, whyNotOpened, withoutPassword } from './database.ts';
import { openStore } from './store.ts';

describe('the embedded database in a folder', () => {
  let home = '';

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'holdfast-home-'));
  });

  afterAll(() => rm(home, { recursive: true }));

  it('keeps what was written, and migrating it again harms nothing', async () => {
    const first = await openStore({ kind: 'embedded', home, template: inject('embeddedTemplate') });
    await first.writeSetting('kept', { since: '2026-11-21' });
    await first.close();
    const second = await openStore({ kind: 'embedded', home });
    expect(await second.readSetting('kept')).toEqual({ since: '2026-11-21' });
    expect(second.engine).toBe('embedded');
    await second.close();
    await second.close();
    await expect(second.readSetting('kept')).rejects.toThrow('the embedded engine has stopped');
  });

  it('that cannot be opened is named with what to do', async () => {
    const store = openStore({ kind: 'memory', template: join(home, 'no-such-template') });
    await expect(store).rejects.toMatchObject({
      code: 'HF_DATABASE_UNAVAILABLE',
      message: expect.stringContaining('does not start'),
    });
  });
});

describe('an engine that does not start', () => {
  const mebibyte = 1_048_576;
  it.each([
    ['ENOSPC: no space left on device, write', 500 * mebibyte, true],
    ['Aborted(). ENOSPC', null, true],
    ['Aborted()', 3 * mebibyte, true],
    ['Aborted()', 500 * mebibyte, false],
    ['Aborted()', null, false],
  ])('with %j and %s bytes free: the disk is full is %s', (message, free, full) => {
    const error = new Error(message);
    const why = whyNotOpened(error, '/data', free);
    if (full) expect(why).toMatchObject({ code: 'HF_DISK_FULL', message: expect.stringContaining('/data') });
    else expect(why).toBe(error);
  });
});

describe.skipIf(!inject('serverUrl'))('a database on a server', () => {
  let url = '';
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await server.open();
    url = opened.url ?? '';
    close = opened.close;
  });

  afterAll(() => close());

  async function run(statement: string, at = url): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: at });
    await client.connect();
    try {
      return (await client.query(statement)).rows;
    } finally {
      await client.end();
    }
  }

  async function withDatabase(work: (fresh: string) => Promise<void>): Promise<void> {
    const name = `holdfast_test_fresh_${process.pid}_${Date.now()}`;
    await run(`create database ${name}`);
    const fresh = new URL(url);
    fresh.pathname = `/${name}`;
    try {
      await work(fresh.toString());
    } finally {
      await run(`drop database ${name} with (force)`);
    }
  }

  it('is migrated once, and opening it again harms nothing', async () => {
    const before = await run('select name from kysely_migration order by name');
    const store = await openStore({ kind: 'server', url, migrationUrl: null });
    await store.writeSetting('kept', 1);
    await store.close();
    const again = await openStore({ kind: 'server', url, migrationUrl: url });
    expect(await again.readSetting('kept')).toBe(1);
    await again.close();
    expect(await run('select name from kysely_migration order by name')).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
  });

  it('may be opened by several processes at once when it is still empty: all succeed, each migration runs once', async () => {
    await withDatabase(async (fresh) => {
      const location = { kind: 'server' as const, url: fresh, migrationUrl: null, poolSize: 2 };
      const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(location)));
      await stores[0]?.writeSetting('shared', 'yes');
      for (const store of stores) {
        expect(await store.readSetting('shared')).toBe('yes');
        expect(await store.lastSequence()).toBe(0);
      }
      const names = (await run('select name from kysely_migration', fresh)) as { name: string }[];
      expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
      await Promise.all(stores.map((store) => store.close()));
    });
  });

  it('that a newer Holdfast has migrated is refused and left as it is', async () => {
    await withDatabase(async (fresh) => {
      await (await openStore({ kind: 'server', url: fresh, migrationUrl: null })).close();
      await run(
        `insert into kysely_migration (name, timestamp) values ('9999_from_the_future', 'now')`,
        fresh,
      );
      await expect(openStore({ kind: 'server', url: fresh, migrationUrl: null })).rejects.toMatchObject({
        code: 'HF_DATABASE_NEWER',
      });
    });
  });

  it('that breaks off between two statements of a transaction fails it, and serves the next', async () => {
    await withDatabase(async (fresh) => {
      const store = await openStore({ kind: 'server', url: fresh, migrationUrl: null, poolSize: 1 });
      const broken = store.transaction(async (transaction) => {
        await transaction.writeSetting('half', 1);
        const name = new URL(fresh).pathname.slice(1);
        await run(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
        await new Promise(setImmediate); // the connection says that it is over
        await transaction.writeSetting('other half', 1);
      });
      await expect(broken).rejects.toThrow();
      expect(await store.readSetting('half')).toBeNull();
      await store.close();
    });
  });

  it('takes the locks away from a process that stands still in the middle of a transaction', async () => {
    const { queries, close } = await openDatabase({ kind: 'server', url, migrationUrl: null, poolSize: 1 });
    const { rows } = await sql<{ ms: string }>`select setting as ms from pg_settings
      where name = 'idle_in_transaction_session_timeout'`.execute(queries);
    await close();
    expect(rows).toEqual([{ ms: '60000' }]);
  });

  it('that cannot be reached is named without its password', async () => {
    const nowhere = 'postgres://ann:hunter2@127.0.0.1:1/none';
    const failure = await openStore({ kind: 'server', url: nowhere, migrationUrl: null }).catch(
      (error) => error,
    );
    expect(failure).toMatchObject({ code: 'HF_DATABASE_UNAVAILABLE' });
    expect(failure.message).toContain('127.0.0.1:1/none');
    expect(failure.message).not.toContain('hunter2');
  });
});

it.each([
  ['postgres://ann:hunter2@db.example/x', 'postgres://ann:***@db.example/x'],
  ['postgres://db.example/x', 'postgres://db.example/x'],
  ['not an address', '(not a URL)'],
])('the address %s is shown as %s', (url, shown) => {
  expect(withoutPassword(url)).toBe(shown);
});
