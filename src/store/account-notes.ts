import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** The message that a note was made of. */
export interface NoteSource {
  /** Names the message, whoever notes it however often. */
  key: string;
  /** Who wrote the message. */
  author: string;
  /** Where it stands; null = nobody could say */
  url: string | null;
}

/** What a member wrote down about an account. */
export interface AccountNote {
  id: number;
  account: string;
  text: string;
  by: string;
  at: Date;
  /** null = the member's own words */
  source: NoteSource | null;
}

interface Row extends Omit<AccountNote, 'source'> {
  source_key: string | null;
  source_author: string | null;
  source_url: string | null;
}

const columns = sql.raw(
  'id, account_id as account, text, by_member as by, at, source_key, source_author, source_url',
);

/**
 * Adds a note; notes are never changed.
 * @returns its number; null = this message was noted before
 */
export async function addAccountNote(
  transaction: Kysely<Schema>,
  {
    account,
    text,
    by,
    at,
    source = null,
  }: Omit<AccountNote, 'id' | 'source'> & { source?: NoteSource | null },
): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`insert into account_notes
    (account_id, text, by_member, at, source_key, source_author, source_url)
    values (${account}, ${text}, ${by}, ${at}, ${source?.key ?? null}, ${source?.author ?? null}, ${source?.url ?? null})
    on conflict (source_key) where source_key is not null do nothing
    returning id`.execute(transaction);
  return rows[0] ? Number(rows[0].id) : null;
}

/** One note; null = there is none of this number */
export async function findAccountNote(database: Kysely<Schema>, id: number): Promise<AccountNote | null> {
  const { rows } = await sql<Row>`select ${columns} from account_notes where id = ${id}`.execute(database);
  return rows[0] ? noteOf(rows[0]) : null;
}

/** The note that was made of a message; null = there is none */
export async function findNoteOfSource(database: Kysely<Schema>, key: string): Promise<AccountNote | null> {
  const { rows } = await sql<Row>`select ${columns} from account_notes where source_key = ${key}`.execute(
    database,
  );
  return rows[0] ? noteOf(rows[0]) : null;
}

/** The notes of an account in a time, the latest first. */
export async function listAccountNotes(
  database: Kysely<Schema>,
  { account, from, to, limit }: { account: string; from: Date; to: Date; limit: number },
): Promise<AccountNote[]> {
  const { rows } = await sql<Row>`select ${columns}
    from account_notes where account_id = ${account} and at >= ${from} and at <= ${to}
    order by at desc, id desc limit ${limit}`.execute(database);
  return rows.map(noteOf);
}

function noteOf({ source_key: key, source_author: author, source_url: url, id, ...note }: Row): AccountNote {
  return { ...note, id: Number(id), source: key === null ? null : { key, author: author ?? '', url } };
}
