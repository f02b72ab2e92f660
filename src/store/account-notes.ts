import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** What a member wrote down about an account. */
export interface AccountNote {
  id: number;
  account: string;
  text: string;
  by: string;
  at: Date;
}

/** Adds a note; notes are never changed. @returns its number */
export async function addAccountNote(
  transaction: Kysely<Schema>,
  { account, text, by, at }: Omit<AccountNote, 'id'>,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`insert into account_notes (account_id, text, by_member, at)
    values (${account}, ${text}, ${by}, ${at}) returning id`.execute(transaction);
  return Number(rows[0]?.id ?? 0);
}

/** One note; null = there is none of this number */
export async function findAccountNote(database: Kysely<Schema>, id: number): Promise<AccountNote | null> {
  const { rows } = await sql<AccountNote>`select id, account_id as account, text, by_member as by, at
    from account_notes where id = ${id}`.execute(database);
  return rows[0] ? { ...rows[0], id: Number(rows[0].id) } : null;
}

/** The notes of an account in a time, the latest first. */
export async function listAccountNotes(
  database: Kysely<Schema>,
  { account, from, to, limit }: { account: string; from: Date; to: Date; limit: number },
): Promise<AccountNote[]> {
  const { rows } = await sql<AccountNote>`select id, account_id as account, text, by_member as by, at
    from account_notes where account_id = ${account} and at >= ${from} and at <= ${to}
    order by at desc, id desc limit ${limit}`.execute(database);
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
