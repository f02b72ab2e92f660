import { afterAll, inject } from 'vitest';
import { type EmbeddedEngine, startEmbeddedEngine } from '../../src/store/embedded/engine.ts';

/** An engine that tests use one after the other, and what a fresh one looks like. */
interface Pooled {
  engine: EmbeddedEngine;
  layout: string;
  seeds: readonly Seed[];
}

/** The rows that the migrations themselves lay down, as JSON. */
interface Seed {
  table: string;
  rows: string;
}

const idle: Pooled[] = [];
afterAll(async () => {
  for (const { engine } of idle.splice(0)) await engine.close();
});

/**
 * An embedded engine in memory that holds what the migrations left, and nothing else. Starting one costs more than a
 * second of computing, so one that comes back is emptied and lent again, unless its schema is no longer as it was.
 */
export async function borrowEngine(): Promise<EmbeddedEngine> {
  const pooled = idle.pop() ?? (await start());
  return lend(pooled);
}

async function start(): Promise<Pooled> {
  const engine = await startEmbeddedEngine({ folder: null, template: inject('embeddedTemplate') });
  return { engine, layout: await layoutOf(engine), seeds: await seedsOf(engine) };
}

/** The engine for one borrower: who goes on using it after giving it back gets an error and no one else's rows. */
function lend(pooled: Pooled): EmbeddedEngine {
  const { engine } = pooled;
  let returned = false;
  const check = (): void => {
    if (returned) throw new Error('the embedded engine has stopped');
  };
  return {
    ready: true,
    waitReady: engine.waitReady,
    died: engine.died,
    get closed() {
      return returned || engine.closed;
    },
    query: async (sql, parameters, options) => {
      check();
      return await engine.query(sql, parameters, options);
    },
    transaction: async (callback) => {
      check();
      return await engine.transaction(callback);
    },
    close: async () => {
      if (returned) return;
      returned = true;
      if (await canBeLentAgain(pooled).catch(() => false)) idle.push(pooled);
      else await engine.close();
    },
  };
}

async function canBeLentAgain({ engine, layout, seeds }: Pooled): Promise<boolean> {
  if (engine.closed || (await layoutOf(engine)) !== layout) return false;
  const used = await tablesWithRows(engine);
  await engine.query(`set session_replication_role = 'replica'`); // the triggers of the audit forbid what follows
  await engine.query(`truncate ${used.join(', ')} restart identity cascade`);
  for (const { table, rows } of seeds) {
    await engine.query(
      `insert into ${table} overriding system value select * from json_populate_recordset(null::${table}, $1)`,
      [rows],
    );
  }
  await engine.query(`select setval(seqrelid::regclass, seqstart, false) from pg_sequence`);
  await engine.query(`set session_replication_role = 'origin'`);
  return true;
}

/** Changes with every table, column, default, constraint, trigger and function that a test adds, drops or switches off. */
async function layoutOf(engine: EmbeddedEngine): Promise<string> {
  const { rows } = await engine.query<{ layout: string }>(`
    select md5(string_agg(line, ';' order by line)) as layout from (
      select concat_ws(',', oid, relname, relkind) from pg_class where relkind <> 't' and oid >= 16384
      union all select concat_ws(',', attrelid, attnum, attname, atttypid, attnotnull, attisdropped)
        from pg_attribute where attrelid >= 16384 and attnum > 0
      union all select concat_ws(',', oid, pg_get_expr(adbin, adrelid)) from pg_attrdef
      union all select concat_ws(',', oid, conname, convalidated) from pg_constraint where oid >= 16384
      union all select concat_ws(',', oid, tgname, tgenabled) from pg_trigger
      union all select concat_ws(',', oid, md5(prosrc)) from pg_proc where oid >= 16384
      union all select concat_ws(',', oid, nspname) from pg_namespace where nspname not like 'pg\\_%'
    ) as catalogue (line)`);
  return rows[0]?.layout ?? '';
}

async function seedsOf(engine: EmbeddedEngine): Promise<Seed[]> {
  const seeds: Seed[] = [];
  for (const table of await tablesWithRows(engine)) {
    const { rows } = await engine.query<{ rows: string }>(
      `select json_agg(row_to_json(seed))::text as rows from ${table} as seed`,
    );
    seeds.push({ table, rows: rows[0]?.rows ?? '[]' });
  }
  return seeds;
}

async function tablesWithRows(engine: EmbeddedEngine): Promise<string[]> {
  const { rows: tables } = await engine.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const probes = tables.map(({ name }) => `select '${name}' as name where exists (select from ${name})`);
  return (await engine.query<{ name: string }>(probes.join(' union all '))).rows.map(({ name }) => name);
}
