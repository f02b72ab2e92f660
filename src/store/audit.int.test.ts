import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { server } from '../../test/support/stores.ts';
import { sealAudit } from '../guardrail/audit/seal-audit.ts';
import { type Database, openDatabase } from './database.ts';
import { createStore } from './store.ts';

const entry = {
  at: new Date('2026-11-21T12:00:00Z'),
  actor: 'ann',
  action: 'x.done',
  account: null,
  detail: {},
};

const changes = {
  audit: "actor = 'bob'",
  audit_seals: 'entry = entry + 1',
  audit_checkpoints: "key_id = 'x'",
};
const statements = Object.entries(changes).flatMap(([table, change]) => [
  `update ${table} set ${change}`,
  `delete from ${table}`,
  `truncate ${table}`,
]);

function keepsItsEntries(open: () => Promise<{ database: Database; close(): Promise<void> }>): void {
  let opened: { database: Database; close(): Promise<void> };
  beforeAll(async () => {
    opened = await open();
    const store = createStore(opened.database);
    await store.appendAudit(entry);
    const { head } = await sealAudit(store);
    const signed = { at: entry.at, keyId: 'k', signature: new Uint8Array(64), body: '{}' };
    await store.writeCheckpoint({ seq: 1, hash: head?.hash ?? new Uint8Array(), ...signed });
  });
  afterAll(() => opened.close());

  it.each(statements)('refuses "%s", and everything stays', async (statement) => {
    await expect(sql.raw(statement).execute(opened.database.queries)).rejects.toThrow(
      'the audit is append-only',
    );
    const store = createStore(opened.database);
    expect(await store.readAudit({ limit: 5 })).toMatchObject([{ actor: 'ann', seq: 1, entry: 1 }]);
    expect(await store.readCheckpoints()).toMatchObject([{ seq: 1, keyId: 'k' }]);
  });

  it('TF8: what cannot be audited does not happen', async () => {
    const { queries } = opened.database;
    const store = createStore(opened.database);
    const attempt = (): Promise<void> =>
      store.transaction(async (transaction) => {
        await transaction.writeSetting('unaudited', true);
        await transaction.appendAudit({ ...entry, action: 'x.tried' });
      });
    await sql`alter table audit_unsealed rename to audit_away`.execute(queries);
    await expect(attempt()).rejects.toThrow('audit_unsealed');
    expect(await store.readSetting('unaudited')).toBeNull();
    expect(await store.readAudit({ limit: 5 })).toHaveLength(1);
    await sql`alter table audit_away rename to audit_unsealed`.execute(queries);
    await attempt();
    expect(await store.readSetting('unaudited')).toBe(true);
    expect(await store.readAudit({ limit: 1 })).toMatchObject([{ action: 'x.tried', seq: null }]);
  });
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
