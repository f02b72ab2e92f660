import { sql } from 'kysely';
import { getRollbackPlans } from 'pg-boss';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeEngines } from '../../test/support/stores.ts';
import { openQueueConnection } from './queue-connection.ts';
import { installQueue, queueSchema } from './queue-schema.ts';

describeEngines("the queue's tables", (engine) => {
  let opened: Awaited<ReturnType<typeof engine.open>>;
  beforeEach(async () => {
    opened = await engine.open();
  });
  afterEach(async () => await opened?.close());

  const version = async (): Promise<number | undefined> => {
    const found = await sql<{ version: number }>`select version from pgboss.version`.execute(
      opened.database.queries,
    );
    return found.rows[0]?.version;
  };

  test('are laid out once, whoever asks at the same time', async () => {
    const { queries } = opened.database;
    await Promise.all([installQueue(queries), installQueue(queries), installQueue(queries)]);
    const first = await version();
    await installQueue(queries);
    expect(await version()).toBe(first);
  });

  test('are brought from an older layout to the one of the installed library', async () => {
    const { queries } = opened.database;
    await installQueue(queries);
    const newest = (await version()) ?? 0;
    const back = getRollbackPlans(queueSchema, newest);
    await openQueueConnection(opened.database).executeSql(back);
    expect(await version()).toBe(newest - 1);
    await installQueue(queries);
    expect(await version()).toBe(newest);
  });

  test('of a newer Holdfast are left alone', async () => {
    const { queries } = opened.database;
    await installQueue(queries);
    await sql`update pgboss.version set version = version + 1`.execute(queries);
    await expect(installQueue(queries)).rejects.toMatchObject({ code: 'HF_DATABASE_NEWER' });
  });

  test('are reached without harm to others: a text that fails in the middle leaves nothing behind', async () => {
    const { database, store } = opened;
    const connection = openQueueConnection(database);
    const inside = store.transaction(async (transaction) => {
      await transaction.writeSetting('a', 1);
      const failing = connection.executeSql('BEGIN; create table half (x int); select 1/0; COMMIT;');
      const plain = connection.executeSql('select 1 as one; select 2 as two');
      // On the embedded engine both wait for this transaction, so they are awaited outside.
      return { failing: failing.catch((error: Error) => error.message), plain };
    });
    const { failing, plain } = await inside;
    expect(await failing).toMatch(/division by zero/);
    await plain;
    expect(await store.readSetting('a')).toBe(1);
    const { rows } = await connection.executeSql("select to_regclass('half') as half");
    expect(rows).toEqual([{ half: null }]);
    expect(await connection.executeSql('select $1::int as given', [7])).toMatchObject({
      rows: [{ given: 7 }],
    });
  });
});
