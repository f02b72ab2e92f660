import { type Kysely, sql } from 'kysely';
import type { SavedView } from '../domain/saved-view.ts';
import type { Schema } from './schema.ts';

/** A member's views, by name. */
export async function listSavedViews(database: Kysely<Schema>, member: string): Promise<SavedView[]> {
  return await database
    .selectFrom('saved_views')
    .select(['name', 'query'])
    .where('member_id', '=', member)
    .orderBy('name')
    .execute();
}

/** Lets nobody else who locks a member's views go on until the transaction ends. */
export async function lockSavedViews(transaction: Kysely<Schema>, member: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`holdfast views ${member}`}))`.execute(transaction);
}

/** Keeps a view; one of the same name is replaced. */
export async function writeSavedView(
  database: Kysely<Schema>,
  member: string,
  { name, query }: SavedView,
  at: Date,
): Promise<void> {
  await database
    .insertInto('saved_views')
    .values({ member_id: member, name, query, saved_at: at })
    .onConflict((conflict) => conflict.columns(['member_id', 'name']).doUpdateSet({ query, saved_at: at }))
    .execute();
}

/** Gives a view another name; whoever calls holds the member's lock, and has looked that no other has it. */
export async function renameSavedView(
  database: Kysely<Schema>,
  member: string,
  from: string,
  to: string,
): Promise<void> {
  await database
    .updateTable('saved_views')
    .set({ name: to })
    .where('member_id', '=', member)
    .where('name', '=', from)
    .execute();
}

/** Removes a view of a member. @returns false when it was gone already */
export async function removeSavedView(
  database: Kysely<Schema>,
  member: string,
  name: string,
): Promise<boolean> {
  const { numDeletedRows } = await database
    .deleteFrom('saved_views')
    .where('member_id', '=', member)
    .where('name', '=', name)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
