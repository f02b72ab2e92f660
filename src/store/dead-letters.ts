import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** A line that was not accepted, kept as its bytes until somebody corrects or replays it. */
export interface DeadLetter {
  id: number;
  source: string;
  line: number | null; // null = did not come from a file or batch
  reason: string;
  code: string;
  body: Uint8Array;
  /** The body was longer than what is kept, so it cannot be replayed. */
  truncated: boolean;
  receivedAt: Date;
}

/** Bytes of a bad line that are kept. */
export const keptBytes = 65_536;

/** Keeps bad lines. The same line with the same reason from one source stands in the list once. */
export async function addDeadLetters(
  database: Kysely<Schema>,
  letters: readonly Omit<DeadLetter, 'id' | 'truncated'>[],
): Promise<void> {
  if (letters.length === 0) return;
  const list = letters.map((letter) => ({
    s: letter.source,
    l: letter.line,
    r: storable(letter.reason),
    c: letter.code,
    b: Buffer.from(letter.body.subarray(0, keptBytes)).toString('hex'),
    t: letter.body.length > keptBytes,
    at: letter.receivedAt,
  }));
  await sql`insert into dead_letters (source, line, reason, code, body, body_truncated, received_at)
    select s, l, r, c, decode(b, 'hex'), t, at
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as n (s text, l integer, r text, c text, b text, t boolean, at timestamptz)
    on conflict do nothing`.execute(database);
}

/** A reason may quote the line, and with it what no database stores: NUL characters and halves of surrogate pairs. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').toWellFormed();
}

/** Open dead letters, oldest first. @param afterId - the last one of the page before; 0 = from the start */
export async function listDeadLetters(
  database: Kysely<Schema>,
  limit: number,
  afterId = 0,
): Promise<DeadLetter[]> {
  const rows = await database
    .selectFrom('dead_letters')
    .selectAll()
    .where('resolved_at', 'is', null)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    line: row.line,
    reason: row.reason,
    code: row.code,
    body: row.body,
    truncated: row.body_truncated,
    receivedAt: row.received_at,
  }));
}

/** How many dead letters are open. */
export async function countDeadLetters(database: Kysely<Schema>): Promise<number> {
  const row = await database
    .selectFrom('dead_letters')
    .select((of) => of.fn.countAll<number>().as('open'))
    .where('resolved_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.open);
}

/** Closes a dead letter whose line was accepted after all. */
export async function resolveDeadLetters(
  database: Kysely<Schema>,
  ids: readonly number[],
  at: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await database
    .updateTable('dead_letters')
    .set({ resolved_at: at })
    .where('id', 'in', [...ids])
    .execute();
}
