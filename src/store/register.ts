import { type Kysely, sql } from 'kysely';
import type {
  RegisterEntry,
  RegisterKind,
  RegisterNote,
  RegisterReview,
  RegisterState,
} from '../domain/register.ts';
import type { Schema } from './schema.ts';

/** What a list of the register is narrowed to; what is not named is not looked at. */
export interface RegisterFilter {
  states?: readonly RegisterState[];
  kinds?: readonly RegisterKind[];
  account?: string;
  owner?: string;
  /** Due on this day or before. */
  dueUntil?: string;
  /** To be reviewed on this day or before. */
  reviewUntil?: string;
  limit: number;
}

/** Adds an entry with the first line of its history; false = its matter has an open entry already, and nothing is kept. */
export async function addRegisterEntry(
  transaction: Kysely<Schema>,
  entry: RegisterEntry,
  note: RegisterNote,
): Promise<boolean> {
  const { id, matter, kind, account, owner, state, dueOn, nextReviewOn, revision } = entry;
  const { rows } = await sql`insert into register_entries (id, matter, kind, account_id, owner, state, due_on,
      next_review_on, alerts, revision, created_at, ended_at, body)
    values (${id}, ${matter}, ${kind}, ${account}, ${owner}, ${state}, ${dueOn}::date, ${nextReviewOn}::date,
      ${[...entry.alerts]}::text[], ${revision}, ${entry.createdAt}::timestamptz, ${entry.end?.at ?? null}::timestamptz,
      ${JSON.stringify(entry)}::jsonb)
    on conflict do nothing returning 1`.execute(transaction);
  if (rows.length === 0) return false;
  await addNote(transaction, note);
  return true;
}

/**
 * Changes an entry where it still stands as whoever decided saw it. Call it in the transaction of what belongs to it.
 * @param from - the revision that the decision stands on
 * @returns false when somebody was faster: nothing was written
 */
export async function changeRegisterEntry(
  transaction: Kysely<Schema>,
  entry: RegisterEntry,
  from: number,
  note: RegisterNote,
): Promise<boolean> {
  const { rows } = await sql`update register_entries set owner = ${entry.owner}, state = ${entry.state},
      account_id = ${entry.account}, due_on = ${entry.dueOn}::date, next_review_on = ${entry.nextReviewOn}::date,
      alerts = ${[...entry.alerts]}::text[], revision = ${entry.revision}, ended_at = ${entry.end?.at ?? null}::timestamptz,
      body = ${JSON.stringify(entry)}::jsonb
    where id = ${entry.id} and revision = ${from} returning 1`.execute(transaction);
  if (rows.length === 0) return false;
  await addNote(transaction, note);
  return true;
}

async function addNote(
  transaction: Kysely<Schema>,
  { entryId, at, by, what, detail }: RegisterNote,
): Promise<void> {
  await sql`insert into register_notes (entry_id, at, by_member, what, detail)
    values (${entryId}, ${at}::timestamptz, ${by}, ${what}, ${JSON.stringify(detail)}::jsonb)`.execute(
    transaction,
  );
}

/** Entries by their ids, in that order; who is not there is left out. */
export async function findRegisterEntries(
  database: Kysely<Schema>,
  ids: readonly string[],
): Promise<RegisterEntry[]> {
  const wanted = ids.filter((id) => !id.includes('\u0000'));
  const { rows } = await sql<{ body: RegisterEntry }>`
    select body from register_entries where id = any(${wanted}::text[])`.execute(database);
  const byId = new Map(rows.map(({ body }) => [body.id, body]));
  return wanted.flatMap((id) => byId.get(id) ?? []);
}

/** Entries, those first whose next review comes first. */
export async function listRegister(
  database: Kysely<Schema>,
  { states, kinds, account, owner, dueUntil, reviewUntil, limit }: RegisterFilter,
): Promise<RegisterEntry[]> {
  const { rows } = await sql<{ body: RegisterEntry }>`select body from register_entries
    where (${states === undefined} or state = any(${[...(states ?? [])]}::text[]))
      and (${kinds === undefined} or kind = any(${[...(kinds ?? [])]}::text[]))
      and (${account ?? null}::text is null or account_id = ${account ?? null})
      and (${owner ?? null}::text is null or owner = ${owner ?? null})
      and (${dueUntil ?? null}::date is null or due_on <= ${dueUntil ?? null}::date)
      and (${reviewUntil ?? null}::date is null or next_review_on <= ${reviewUntil ?? null}::date)
    order by next_review_on, due_on nulls last, id limit ${limit}`.execute(database);
  return rows.map(({ body }) => body);
}

/** Every entry, open or not, that was made of one of these matters or that one of these alerts belongs to. */
export async function registerOf(
  database: Kysely<Schema>,
  { matters, alerts }: { matters: readonly string[]; alerts: readonly string[] },
): Promise<RegisterEntry[]> {
  const { rows } = await sql<{ body: RegisterEntry }>`select body from register_entries
    where matter = any(${[...matters]}::text[]) or alerts && ${[...alerts]}::text[] order by id`.execute(
    database,
  );
  return rows.map(({ body }) => body);
}

/** Entries that are open, and those that ended after an instant. */
export async function registerSince(database: Kysely<Schema>, since: Date): Promise<RegisterEntry[]> {
  const { rows } = await sql<{ body: RegisterEntry }>`select body from register_entries
    where state = 'open' or ended_at > ${since} order by id`.execute(database);
  return rows.map(({ body }) => body);
}

interface NoteRow {
  entry_id: string;
  at: Date;
  by_member: string | null;
  what: RegisterNote['what'];
  detail: RegisterNote['detail'];
}

/** The history of an entry, in order. */
export async function listRegisterNotes(database: Kysely<Schema>, entryId: string): Promise<RegisterNote[]> {
  if (entryId.includes('\u0000')) return [];
  const { rows } = await sql<NoteRow>`select entry_id, at, by_member, what, detail from register_notes
    where entry_id = ${entryId} order by id`.execute(database);
  return rows.map(noteOf);
}

/** What happened to any entry after an instant, in order. */
export async function registerNotesSince(database: Kysely<Schema>, since: Date): Promise<RegisterNote[]> {
  const { rows } = await sql<NoteRow>`select entry_id, at, by_member, what, detail from register_notes
    where at > ${since} order by id`.execute(database);
  return rows.map(noteOf);
}

function noteOf({ entry_id: entryId, at, by_member: by, what, detail }: NoteRow): RegisterNote {
  return { entryId, at: at.toISOString(), by, what, detail };
}

/** When each of these alerts came back last; one that never closed is left out. */
export async function lastReopenings(
  database: Kysely<Schema>,
  alerts: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; at: Date }>`select alert_id as id, max(at) as at from alert_notes
    where alert_id = any(${[...alerts]}::text[]) and what = 'reopened' group by alert_id`.execute(database);
  return new Map(rows.map(({ id, at }) => [id, at.toISOString()]));
}

/** Keeps a walk that begins. */
export async function addRegisterReview(database: Kysely<Schema>, review: RegisterReview): Promise<void> {
  await sql`insert into register_reviews (id, by_member, at, scope, entries)
    values (${review.id}, ${review.by}, ${review.at}::timestamptz, ${review.scope}, ${JSON.stringify(review.entries)}::jsonb)`.execute(
    database,
  );
}

/** A walk by its id; null = there is none, or it was forgotten */
export async function findRegisterReview(
  database: Kysely<Schema>,
  id: string,
): Promise<RegisterReview | null> {
  if (id.includes('\u0000')) return null;
  const { rows } = await sql<{
    by_member: string | null;
    at: Date;
    scope: RegisterReview['scope'];
    entries: string[];
  }>`
    select by_member, at, scope, entries from register_reviews where id = ${id}`.execute(database);
  const [row] = rows;
  if (!row) return null;
  const { by_member: by, at, scope, entries } = row;
  return { id, by, at: at.toISOString(), scope, entries };
}

/** Forgets walks that began before an instant; what was decided in them stays in the history of the entries. */
export async function forgetRegisterReviews(database: Kysely<Schema>, before: Date): Promise<void> {
  await sql`delete from register_reviews where at < ${before}`.execute(database);
}
