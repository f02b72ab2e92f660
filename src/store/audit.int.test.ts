import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { server } from '../../test/support/stores.ts';
import { type Database, openDatabase } from './database.ts';
import { createStore } from './store.ts';

const entry = {
  at: new Date('2026-11-21T12:00:00Z'),
  actor: 'ann',
  action: 'x.done',
  account: null,
  detail: {},
};

function keepsItsEntries(open: () => Promise<{ database: Database; close(): Promise<void> }>): void {
  let opened: { database: Database; close(): Promise<void> };
  beforeAll(async () => {
    opened = await open();
    await createStore(opened.database).appendAudit(entry);
  });
  afterAll(() => opened.close());

  it.each(["update audit set actor = 'bob'", 'delete from audit', 'truncate audit'])(
    'refuses "%s", and the entry stays',
    async (statement) => {
      await expect(sql.raw(statement).execute(opened.database.queries)).rejects.toThrow(
        'the audit is append-only',
      );
      expect(await createStore(opened.database).readAudit({ limit: 5 })).toMatchObject([{ actor: 'ann' }]);
    },
  );
}

describe('the audit on the embedded engine', () => {
  keepsItsEntries(async () => {
    const database = await openDatabase({ kind: 'memory', template: inject('embeddedTemplate') });
    return { database, close: () => database.close() };
  });
});

describe.skipIf(!inject('serverUrl'))('the audit on a PostgreSQL server', () => {
  keepsItsEntries(async () => {
    const made = await server.open();
    const database = await openDatabase({ kind: 'server', url: made.url ?? '', migrationUrl: null });
    const close = async (): Promise<void> => {
      await database.close();
      await made.close();
    };
    return { database, close };
  });
});
