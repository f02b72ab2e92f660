import { readFileSync } from 'node:fs';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { createThrowawayDatabase } from '../../test/support/throwaway-database.ts';
import { type AuditEntry, decodeAuditEntry, encodeAuditEntry } from '../domain/audit.ts';

const old: AuditEntry[] = [
  { at: new Date('2026-01-02T03:04:05.678Z'), actor: 'ann', action: 'x.done', account: null, detail: {} },
  {
    at: new Date('2026-11-21T12:00:00Z'),
    actor: 'böb "\\/\u001b\n\t\u2028',
    action: 'y.done',
    account: 'acme "x"',
    detail: { z: 1, a: { text: 'größer\n', list: [true, null, 2] } },
  },
];

describe.skipIf(!inject('serverUrl'))('entries from before the chain, on a PostgreSQL server', () => {
  test('are carried over as entries that say the same, and wait for their place', async () => {
    const { url, drop } = await createThrowawayDatabase(inject('serverUrl') ?? '');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(readFileSync('migrations/0001_first_slice.sql', 'utf8'));
      for (const { at, actor, action, account, detail } of old) {
        const values = [at, actor, action, account, JSON.stringify(detail)];
        await client.query(
          'insert into audit (at, actor, action, account_id, detail) values ($1, $2, $3, $4, $5)',
          values,
        );
      }
      await client.query("set timezone to 'Asia/Kolkata'");
      await client.query(readFileSync('migrations/0003_audit.sql', 'utf8'));
      const { rows } = await client.query<{ body: Buffer; waits: boolean }>(
        'select body, audit_unsealed.entry is not null as waits from audit left join audit_unsealed on entry = seq order by seq',
      );
      expect(rows.map(({ body, waits }) => [decodeAuditEntry(body), waits])).toEqual(
        old.map((entry) => [{ ...entry, personal: {} }, true]),
      );
      // Up to the detail, which the database kept in its own form, they are the bytes of today.
      const upToDetail = (body: Uint8Array): string =>
        Buffer.from(body).toString().split('"detail"')[0] ?? '';
      expect(rows.map(({ body }) => upToDetail(body))).toEqual(
        old.map((entry) => upToDetail(encodeAuditEntry(entry).body)),
      );
      await expect(client.query("update audit set actor = 'x'")).rejects.toThrow('append-only');
    } finally {
      await client.end();
      await drop();
    }
  });
});
