import type { Kysely } from 'kysely';
import type { Session, SignInAttempt, SignInWay } from '../domain/session.ts';
import type { Schema } from './schema.ts';

/** Keeps a link's hash; the link itself is kept nowhere. */
export async function addConsoleLink(
  database: Kysely<Schema>,
  { tokenHash, member, at, expiresAt }: { tokenHash: string; member: string; at: Date; expiresAt: Date },
): Promise<void> {
  await database
    .insertInto('console_links')
    .values({ token_hash: tokenHash, member_id: member, made_at: at, expires_at: expiresAt, used_at: null })
    .execute();
}

/** Whom a link is for, while it can still be used; nothing is changed. Null = it cannot. */
export async function findConsoleLink(
  database: Kysely<Schema>,
  tokenHash: string,
  now: Date,
): Promise<string | null> {
  const row = await database
    .selectFrom('console_links')
    .select('member_id')
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.member_id ?? null;
}

/** Uses a link up, in one statement that only one caller can win. @returns whom it was for; null = too late */
export async function spendConsoleLink(
  database: Kysely<Schema>,
  tokenHash: string,
  now: Date,
): Promise<string | null> {
  const row = await database
    .updateTable('console_links')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('member_id')
    .executeTakeFirst();
  return row?.member_id ?? null;
}

/** Begins a session. */
export async function addConsoleSession(database: Kysely<Schema>, session: Session): Promise<void> {
  const { id, member, way, beganAt, expiresAt } = session;
  await database
    .insertInto('console_sessions')
    .values({ token_hash: id, member_id: member, way, began_at: beganAt, expires_at: expiresAt })
    .execute();
}

/** A session that has not ended. */
export async function findConsoleSession(
  database: Kysely<Schema>,
  id: string,
  now: Date,
): Promise<Session | null> {
  const row = await database
    .selectFrom('console_sessions')
    .selectAll()
    .where('token_hash', '=', id)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (!row) return null;
  return {
    id: row.token_hash,
    member: row.member_id,
    way: row.way as SignInWay,
    beganAt: row.began_at,
    expiresAt: row.expires_at,
  };
}

/** Ends a session at once. */
export async function removeConsoleSession(database: Kysely<Schema>, id: string): Promise<void> {
  await database.deleteFrom('console_sessions').where('token_hash', '=', id).execute();
}

/** Keeps what the provider's answer will be held against. */
export async function addSignInAttempt(
  database: Kysely<Schema>,
  stateHash: string,
  { nonce, verifier, returnTo, expiresAt }: SignInAttempt & { expiresAt: Date },
): Promise<void> {
  const rest = { nonce, verifier, return_to: returnTo, expires_at: expiresAt };
  await database
    .insertInto('console_sign_ins')
    .values({ state_hash: stateHash, ...rest })
    .execute();
}

/** Takes an attempt away: an answer counts once. Null = there is none, or its time is over. */
export async function takeSignInAttempt(
  database: Kysely<Schema>,
  stateHash: string,
  now: Date,
): Promise<SignInAttempt | null> {
  const row = await database
    .deleteFrom('console_sign_ins')
    .where('state_hash', '=', stateHash)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  return row ? { nonce: row.nonce, verifier: row.verifier, returnTo: row.return_to } : null;
}

/** Removes whatever can no longer be used. */
export async function forgetSignIns(database: Kysely<Schema>, now: Date): Promise<void> {
  await database.deleteFrom('console_links').where('expires_at', '<=', now).execute();
  await database.deleteFrom('console_sessions').where('expires_at', '<=', now).execute();
  await database.deleteFrom('console_sign_ins').where('expires_at', '<=', now).execute();
}
