import type { Worker } from 'node:worker_threads';
import { afterEach, expect, inject, test, vi } from 'vitest';
import { startEmbeddedEngine } from './engine.ts';

const threads = vi.hoisted((): Worker[] => []);

vi.mock('node:worker_threads', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:worker_threads')>();
  class RecordedWorker extends original.Worker {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given);
      threads.push(this);
    }
  }
  return { ...original, Worker: RecordedWorker };
});

afterEach(() => void threads.splice(0));

const options = () => ({ folder: null, template: inject('embeddedTemplate') });

test('an engine whose thread ends says so, and answers nothing any more', async () => {
  const engine = await startEmbeddedEngine(options());
  const asked = engine.query('select pg_sleep(60)').catch((error: Error) => error.message);
  await threads[0]?.terminate();
  expect(await engine.died).toMatchObject({
    code: 'HF_DATABASE_UNAVAILABLE',
    message: expect.stringMatching(
      /^The embedded database in memory broke down while it was in use: [^\n]+$/,
    ),
  });
  expect(await asked).toContain('the embedded engine has stopped');
  await expect(engine.query('select 1')).rejects.toThrow('the embedded engine has stopped');
  await engine.close();
});

test('an engine that is closed has not died', async () => {
  const engine = await startEmbeddedEngine(options());
  await engine.close();
  expect(engine.closed).toBe(true);
  expect(await Promise.race([engine.died, Promise.resolve('lives on')])).toBe('lives on');
});

test.each([
  '/* prepared one_of_ours */ select 1 as n',
  '/* prepared two */\n    (select 1 as n) union all (select 2)',
])('a statement that is marked for the server is parsed once here too: %j', async (sql) => {
  const engine = await startEmbeddedEngine(options());
  await engine.query(sql);
  const [kept] = (
    await engine.query('select count(*)::int as n from pg_prepared_statements where statement = $1', [sql])
  ).rows as { n: number }[];
  expect(kept?.n).toBe(1);
  await engine.close();
});
