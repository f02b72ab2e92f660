import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type EmbeddedEngine, startEmbeddedEngine } from './engine.ts';

let engine: EmbeddedEngine;
beforeAll(async () => {
  engine = await startEmbeddedEngine({ folder: null, template: inject('embeddedTemplate') });
});
afterAll(() => engine.close());

const kept = async (sql: string): Promise<number> => {
  const listed = await engine.query<{ n: number }>(
    `select count(*)::int as n from pg_prepared_statements where statement = '${sql.replaceAll("'", "''")}'`,
  );
  return listed.rows[0]?.n ?? 0;
};

test('a statement is parsed once, and takes every kind of value each time', async () => {
  const sql =
    'select $1::text as a, $2::int as b, $3::timestamptz as c, $4::bytea as d, $5::text[] as e, $6::jsonb as f';
  const at = new Date('2026-11-26T10:00:00.123Z');
  for (const [text, list] of [
    ['x', ['a', 'b,"c"']],
    ['ü', []],
    [null, null],
  ] as const) {
    const given = [text, 7, at, Buffer.from([0, 255]), list, { k: [1] }];
    const { rows } = await engine.query(sql, given);
    expect(rows).toEqual([{ a: text, b: 7, c: at, d: new Uint8Array([0, 255]), e: list, f: { k: [1] } }]);
  }
  expect(await kept(sql)).toBe(1);
});

test('a statement that failed works again, and the transaction of the failure leaves nothing', async () => {
  await engine.query('create table once (id int primary key)');
  const insert = 'insert into once (id) values ($1)';
  const work = engine.transaction(async (transaction) => {
    await transaction.query(insert, [1]);
    await transaction.query(insert, [1]);
  });
  await expect(work).rejects.toMatchObject({ code: '23505' });
  expect((await engine.query(insert, [1])).affectedRows).toBe(1);
  expect((await engine.query('select * from once')).rows).toEqual([{ id: 1 }]);
});

test('after a change of the schema a statement returns what there is then', async () => {
  await engine.query('create table grows (a int)');
  await engine.query('insert into grows (a) values (1)');
  expect((await engine.query('select * from grows')).rows).toEqual([{ a: 1 }]);
  await engine.query("alter table grows add column b text default 'new'");
  expect((await engine.query('select * from grows')).rows).toEqual([{ a: 1, b: 'new' }]);
});

test('a statement that is used for long is planned again for what has come since', async () => {
  const sql = 'select $1::int as n';
  await engine.query(sql, [0]);
  const name = async () =>
    (
      await engine.query<{ name: string }>(
        `select name from pg_prepared_statements where statement = 'select $1::int as n'`,
      )
    ).rows[0]?.name;
  const first = await name();
  for (let n = 0; n < 500; n++) await engine.query(sql, [n]);
  expect(await name()).not.toBe(first);
  expect(await kept(sql)).toBe(1);
});

test('what was not used for long makes room', async () => {
  for (let n = 0; n < 520; n++) await engine.query(`select ${n} as n`);
  const { rows } = await engine.query<{ n: number }>(
    'select count(*)::int as n from pg_prepared_statements where true',
  );
  expect(rows[0]?.n).toBeLessThanOrEqual(501);
});

test('while a transaction is open everything else waits, and sees what it left', async () => {
  await engine.query('create table turns (who text)');
  const gate = Promise.withResolvers<void>();
  const first = engine.transaction(async (transaction) => {
    await transaction.query("insert into turns (who) values ('first')");
    await gate.promise;
    await transaction.query("insert into turns (who) values ('still first')");
  });
  const other = engine.transaction((transaction) =>
    transaction.query("insert into turns (who) values ('second')"),
  );
  const alone = engine.query('select who from turns');
  gate.resolve();
  await Promise.all([first, other]);
  expect((await alone).rows.map((row) => (row as { who: string }).who).slice(0, 2)).toEqual([
    'first',
    'still first',
  ]);
});

test('a transaction that is over takes nothing more, and one that did nothing costs nothing', async () => {
  let late: Parameters<Parameters<EmbeddedEngine['transaction']>[0]>[0] | undefined;
  expect(
    await engine.transaction(async (transaction) => {
      late = transaction;
      return 'nothing';
    }),
  ).toBe('nothing');
  await expect(late?.query('select 1')).rejects.toThrow('the transaction is already over');
});
