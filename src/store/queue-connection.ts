import type { Database } from './database.ts';
import { script, withinTransaction } from './script.ts';

/** How the queue's library reaches the database: by the same connections as everything else. */
export interface QueueConnection {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/**
 * The queue's way into an open database. On the embedded engine a text that begins and commits runs as one transaction
 * of the engine: its one connection is everybody's, and a failure in the middle must leave it whole.
 */
export function openQueueConnection({ engine, pool }: Database): QueueConnection {
  if (pool) return { executeSql: (text, values) => pool.query(text, values) };
  if (!engine) throw new Error('a database has an engine or a pool');
  return {
    executeSql: async (text, values) => {
      if (values && values.length > 0) return await engine.query(text, values);
      const inner = withinTransaction(text);
      if (inner === null) return await engine.query(script(text));
      return await engine.transaction((transaction) => transaction.query(script(inner)));
    },
  };
}
