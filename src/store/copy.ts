import { once } from 'node:events';
import { CompiledQuery, type Kysely } from 'kysely';
import { from as copyFrom } from 'pg-copy-streams';
import type { Schema } from './schema.ts';

/**
 * COPY as an ordinary query, so that it runs inside any transaction on either engine: the statement says
 * `from stdin`, and its one parameter is the data in COPY's text format. Each engine's connection recognises it.
 */
const copyPattern = /^copy \S+ \([^)]*\) from stdin$/;

type CopyValue = string | number | Date | null;

/** Adds rows to a table as fast as the engine can. Keys that exist already fail the whole statement. */
export async function copyRows(
  database: Kysely<Schema>,
  table: keyof Schema,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const lines: string[] = [];
  for (const row of rows) lines.push(row.map(toField).join('\t'));
  if (lines.length === 0) return;
  const statement = `copy ${table} (${columns.join(', ')}) from stdin`;
  await database.executeQuery(CompiledQuery.raw(statement, [`${lines.join('\n')}\n`]));
}

/** Whether a statement is one of ours that carries its data as a parameter. */
export function isCopy(statement: unknown): statement is string {
  return typeof statement === 'string' && copyPattern.test(statement);
}

/** Runs one of our COPY statements on a server connection. @param query - the connection's own query */
export async function streamCopy(
  query: (...given: unknown[]) => unknown,
  statement: string,
  data: string,
): Promise<{ command: string; rowCount: number; rows: [] }> {
  const stream = query(copyFrom(statement)) as ReturnType<typeof copyFrom>;
  stream.end(data);
  await once(stream, 'finish');
  return { command: 'COPY', rowCount: stream.rowCount, rows: [] };
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const special = /[\\\t\n\r]/;
const everySpecial = /[\\\t\n\r]/g;

/** One field of COPY's text format. Source: PostgreSQL documentation, COPY, "Text Format". */
function toField(value: CopyValue): string {
  if (typeof value === 'string') {
    return special.test(value)
      ? value.replace(everySpecial, (character) => escapes[character] ?? character)
      : value;
  }
  if (value === null) return '\\N';
  return typeof value === 'number' ? String(value) : value.toISOString();
}
