import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** The end of the chain. */
export interface SealHead {
  seq: number;
  hash: Uint8Array;
}

/** An entry's place in the chain. */
export interface Seal extends SealHead {
  entry: number;
}

/** A place in the chain with what should stand there; the columns of an entry are null where it is gone. */
export interface SealedRow extends Seal {
  body: Uint8Array | null;
  /** The index beside the bytes. */
  at: Date | null;
  actor: string | null;
  action: string | null;
  account: string | null;
}

/** Entries that should be in the chain and are not. */
export interface UnsealedFault {
  entry: number;
  /** `unmarked`: has no seal, and no mark that it waits for one. `removed`: waited for its seal and is gone. */
  kind: 'unmarked' | 'removed';
}

const sealerLock = 4_865_747;

/**
 * Claims the right to seal until the transaction ends.
 * @param wait - until the other sealer is done; otherwise its being there is the answer
 */
export async function lockSealer(database: Kysely<Schema>, { wait }: { wait: boolean }): Promise<boolean> {
  if (wait) {
    await sql`select pg_advisory_xact_lock(${sealerLock}::bigint)`.execute(database);
    return true;
  }
  const { rows } = await sql<{
    won: boolean;
  }>`select pg_try_advisory_xact_lock(${sealerLock}::bigint) as won`.execute(database);
  return rows[0]?.won === true;
}

/** The end of the chain; null = nothing is sealed. */
export async function readSealHead(database: Kysely<Schema>): Promise<SealHead | null> {
  const row = await database
    .selectFrom('audit_seals')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * The oldest entries that wait for their seal.
 * @param after - only entries with a higher number: what this call has just sealed need not be passed over again
 */
export async function readUnsealed(
  database: Kysely<Schema>,
  { after, limit }: { after: number; limit: number },
): Promise<{ entry: number; body: Uint8Array }[]> {
  // `offset 0` keeps the lookups one by one: without statistics, the planner would sort all that waits at each call.
  const { rows } = await sql<{ entry: number; body: Uint8Array }>`
    select waiting.entry, written.body from audit_unsealed as waiting
    cross join lateral (select body from audit where audit.seq = waiting.entry offset 0) as written
    where waiting.entry > ${after} order by waiting.entry limit ${limit}`.execute(database);
  return rows;
}

/** Adds seals and takes their entries from the list of what waits, in one statement. */
export async function writeSeals(database: Kysely<Schema>, seals: readonly Seal[]): Promise<void> {
  if (seals.length === 0) return;
  // Three lists as text: arrays of bytes are not the same to both drivers.
  const entries = seals.map(({ entry }) => entry).join(',');
  const hashes = seals.map(({ hash }) => Buffer.from(hash).toString('hex')).join(',');
  const before = (seals[0]?.seq ?? 1) - 1;
  await sql`
    with given as materialized (
      select place + ${before}::bigint as seq, entry::bigint as entry, decode(hash, 'hex') as hash
      from unnest(string_to_array(${entries}::text, ','), string_to_array(${hashes}::text, ','))
        with ordinality as list (entry, hash, place)
    ), sealed as (
      insert into audit_seals (seq, entry, hash) select seq, entry, hash from given order by seq
    )
    delete from audit_unsealed using given where audit_unsealed.entry = given.entry`.execute(database);
}

/**
 * The places of a stretch of the chain, in their order, with whatever is left of each entry.
 * @param upTo - the last place of the stretch
 */
export async function readSealed(
  database: Kysely<Schema>,
  { after, upTo }: { after: number; upTo: number },
): Promise<SealedRow[]> {
  // The bounds keep the planner from joining the whole audit where it has no statistics.
  const { rows } = await sql<SealedRow>`
    with place as materialized (
      select seq, entry, hash from audit_seals where seq > ${after} and seq <= ${upTo}
    )
    select place.seq, place.entry, place.hash, body, at, actor, action, account_id as account
    from place left join audit on audit.seq = place.entry
      and audit.seq >= (select min(entry) from place) and audit.seq <= (select max(entry) from place)
    order by place.seq`.execute(database);
  return rows;
}

/** The places of one account's entries, in their order. @param upTo - the last place to read */
export async function readSealedOf(
  database: Kysely<Schema>,
  account: string,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<SealedRow[]> {
  return await database
    .selectFrom('audit')
    .innerJoin('audit_seals', 'audit_seals.entry', 'audit.seq')
    .select([
      'audit_seals.seq as seq',
      'audit_seals.entry as entry',
      'audit_seals.hash as hash',
      'audit.body as body',
      'audit.at as at',
      'audit.actor as actor',
      'audit.action as action',
      'audit.account_id as account',
    ])
    .where('audit.account_id', '=', account)
    .where('audit_seals.seq', '>', after)
    .where('audit_seals.seq', '<=', upTo)
    .orderBy('audit_seals.seq')
    .limit(limit)
    .execute();
}

/**
 * The first entry that can never come into the chain. An entry and its mark are written by one statement, and so are
 * its seal and the end of its mark: at no moment has an honest entry neither.
 */
export async function findUnsealedFault(database: Kysely<Schema>): Promise<UnsealedFault | null> {
  const { rows } = await sql<UnsealedFault>`
    (select audit.seq as entry, 'unmarked' as kind from audit
      left join audit_seals on audit_seals.entry = audit.seq
      left join audit_unsealed on audit_unsealed.entry = audit.seq
      where audit_seals.entry is null and audit_unsealed.entry is null order by audit.seq limit 1)
    union all
    (select audit_unsealed.entry, 'removed' as kind from audit_unsealed
      left join audit on audit.seq = audit_unsealed.entry
      where audit.seq is null order by audit_unsealed.entry limit 1)
    order by entry limit 1`.execute(database);
  return rows[0] ?? null;
}

/** A kept personal value that is not the one its entry is committed to; null = there is none. */
export async function findPersonalFault(database: Kysely<Schema>): Promise<string | null> {
  const { rows } = await sql<{ commitment: string }>`
    select commitment from audit_personal
    where commitment <> encode(sha256(salt || convert_to(value, 'UTF8')), 'hex')
    order by commitment limit 1`.execute(database);
  return rows[0]?.commitment ?? null;
}
