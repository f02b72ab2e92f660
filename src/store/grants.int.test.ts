import { randomBytes } from 'node:crypto';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { sealAudit } from '../guardrail/audit/seal-audit.ts';
import { createPgBossQueue } from '../jobs/pg-boss-queue.ts';
import { type Database, openDatabase } from './database.ts';
import { describeDatabase } from './describe-database.ts';
import { openQueueConnection } from './queue-connection.ts';
import { queueSchema } from './queue-schema.ts';
import type { Schema } from './schema.ts';
import { createStore } from './store.ts';

const adminUrl = inject('serverUrl');
const suffix = randomBytes(6).toString('hex');
const names = { database: `holdfast_grants_${suffix}`, owner: `owner_${suffix}`, worker: `worker_${suffix}` };

function urlOf(role: string): string {
  if (!adminUrl) return ''; // skipped
  const url = new URL(adminUrl);
  Object.assign(url, { username: role, password: 'p', pathname: `/${names.database}` });
  return url.toString();
}

async function administer(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

describe.skipIf(!adminUrl)('the work role on a PostgreSQL server', () => {
  let database: Database;
  const location = {
    kind: 'server' as const,
    url: urlOf(names.worker),
    migrationUrl: urlOf(names.owner),
    poolSize: 4,
  };

  beforeAll(async () => {
    await administer(
      `create role ${names.owner} login password 'p'`,
      `create role ${names.worker} login password 'p'`,
      `create database ${names.database} owner ${names.owner}`,
    );
    const admin = new URL(adminUrl);
    admin.pathname = `/${names.database}`;
    const client = new pg.Client({ connectionString: admin.toString() });
    await client.connect();
    await client.query('create extension vector');
    await client.end();
    // Several processes that start at once migrate and grant one after the other.
    const all = await Promise.all([openDatabase(location), openDatabase(location), openDatabase(location)]);
    for (const other of all.slice(1)) await other.close();
    database = all[0] as Database;
  });
  afterAll(async () => {
    await database?.close();
    await administer(
      `drop database if exists ${names.database} with (force)`,
      `drop role if exists ${names.worker}`,
      `drop role if exists ${names.owner}`,
    );
  });

  test('can do its work', async () => {
    const store = createStore(database);
    await store.transaction(async (transaction) => {
      expect(await transaction.lockSequence()).toBe(0);
      await transaction.advanceSequence(1);
    });
    await store.writeSetting('a', { b: 1 });
    await store.writeSetting('a', { b: 2 });
    const entry = { at: new Date(0), actor: 'system', action: 'test.done', account: null, detail: {} };
    await store.appendAudit(entry);
    expect(await store.readAudit({ limit: 1 })).toMatchObject([entry]);
    expect((await sealAudit(store)).sealed).toBeGreaterThan(0);
    await store.refreshStatistics();
  });

  test('can queue jobs and run them, in tables that it may not change', async () => {
    const connection = openQueueConnection(database);
    const ran = Promise.withResolvers<string>();
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    const pace = { poll: 0.5, supervise: 1, retries: 0, retryDelay: 0 };
    const queue = await createPgBossQueue({ connection, engine: 'server', schema: queueSchema, log, pace });
    await queue.start(async (name, slot) => ran.resolve(`${name} ${slot.toISOString()}`));
    await queue.publish({ name: 'a.b', slot: new Date(0), expireSeconds: 9 });
    expect(await ran.promise).toBe('a.b 1970-01-01T00:00:00.000Z');
    await queue.stop();
    expect(lines).toEqual([]);
  });

  test.each([
    "update audit set actor = 'x'",
    'delete from audit',
    'truncate audit',
    'update audit_seals set seq = seq + 1',
    'delete from audit_seals',
    'truncate audit_seals',
    'update audit_checkpoints set seq = seq + 1',
    'delete from audit_checkpoints',
    'truncate audit_checkpoints',
    'delete from proposal_ends',
    'truncate proposal_ends',
    'truncate audit_unsealed',
    "update audit_personal set value = 'x'",
    "set session_replication_role = 'replica'",
    'alter table audit disable trigger all',
    'drop table audit',
    'alter table events add column x text',
    'create table mine (x text)',
    'delete from kysely_migration',
    'drop table pgboss.job',
    'create table pgboss.mine (x text)',
    'grant all on audit to public',
  ])('TF6: cannot %s', async (statement) => {
    const attempt = sql.raw(statement).execute(database.queries);
    if (statement.startsWith('grant')) await attempt.catch(() => undefined);
    else await expect(attempt).rejects.toThrow(/permission denied|must be owner/);
    const { rows } = await sql<{
      may: boolean;
    }>`select has_table_privilege('audit', 'update') as may`.execute(database.queries);
    expect(rows[0]?.may).toBe(false);
  });

  test('is described as what it is', async () => {
    expect(await describeDatabase(database.queries)).toMatchObject({
      version: expect.stringMatching(/^1[6-9]/),
      vector: expect.any(String),
      migration: expect.stringMatching(/^\d{4}_/),
      role: names.worker,
      superuser: false,
    });
  });

  test('may be the owner itself, who keeps all rights', async () => {
    const own = await openDatabase({ ...location, url: location.migrationUrl });
    const { rows } = await sql<{
      may: boolean;
    }>`select has_table_privilege('audit', 'update') as may`.execute(own.queries);
    await own.close();
    expect(rows[0]?.may).toBe(true);
  });

  test('leaves no connection behind when the owner is refused', async () => {
    const wrong = { ...location, migrationUrl: urlOf('nobody_at_all') };
    await expect(openDatabase(wrong)).rejects.toMatchObject({ code: 'HF_DATABASE_UNAVAILABLE' });
    const pool = new pg.Pool({ connectionString: adminUrl, max: 1 });
    const admin = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from pg_stat_activity
      where usename = 'nobody_at_all'`.execute(admin);
    await admin.destroy();
    expect(rows[0]?.count).toBe(0);
  });
});
