import { type Kysely, sql } from 'kysely';
import type { StoredEvent } from '../domain/event.ts';
import { copyRows } from './copy.ts';
import { type EventRow, eventColumns, eventFields, eventFromRow } from './event-rows.ts';
import type { Schema } from './schema.ts';

/** What is known of an event id: the hash of the body that came first. */
export interface KnownKey {
  source: string;
  eventId: string;
  bodyHash: string;
}

/** A past state of knowledge: events up to an instant, received up to a sequence number. */
export interface Horizon {
  asOf: Date;
  knownAt: number;
}

/**
 * Takes the ingest lock and returns the last sequence number. Held until the transaction ends, so that sequence
 * numbers are gap-free and in commit order, and that looking up keys before writing them is safe.
 */
export async function lockSequence(database: Kysely<Schema>): Promise<number> {
  const row = await database
    .selectFrom('ingest_sequence')
    .select('last_seq')
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row.last_seq;
}

/** Moves the sequence on; only under the lock. */
export async function advanceSequence(database: Kysely<Schema>, lastSeq: number): Promise<void> {
  await database.updateTable('ingest_sequence').set({ last_seq: lastSeq }).execute();
}

/** The highest sequence number that is committed. */
export async function lastSequence(database: Kysely<Schema>): Promise<number> {
  const row = await database.selectFrom('ingest_sequence').select('last_seq').executeTakeFirstOrThrow();
  return row.last_seq;
}

/** Which of these (source, id) pairs are stored already, with the hash of their body. */
export async function findKeys(
  database: Kysely<Schema>,
  keys: readonly { source: string; eventId: string }[],
): Promise<KnownKey[]> {
  const list = JSON.stringify(keys.map((key) => ({ s: key.source, i: key.eventId })));
  const { rows } = await sql<KnownKey>`
    select k.source, k.event_id as "eventId", encode(k.body_hash, 'hex') as "bodyHash"
    from jsonb_to_recordset(${list}::jsonb) as n (s text, i text)
    join event_keys k on k.source = n.s collate "C" and k.event_id = n.i collate "C"`.execute(database);
  return rows;
}

/** Stores events and their keys. The caller holds the ingest lock and has checked that the keys are new. */
export async function appendEvents(
  database: Kysely<Schema>,
  events: readonly (StoredEvent & { bodyHash: string })[],
): Promise<void> {
  const keys = events.map(({ event, bodyHash, seq }) => [event.source, event.id, `\\x${bodyHash}`, seq]);
  await Promise.all([
    copyRows(database, 'event_keys', ['source', 'event_id', 'body_hash', 'seq'], keys),
    copyRows(database, 'events', eventColumns, events.map(eventFields)),
  ]);
}

/** One event by its sequence number; null = there is none. */
export async function findEvent(database: Kysely<Schema>, seq: number): Promise<StoredEvent | null> {
  const row = await database.selectFrom('events').selectAll().where('seq', '=', seq).executeTakeFirst();
  return row ? eventFromRow(row) : null;
}

/** An account's events of some types (all when empty) within a horizon, oldest first. */
export async function readEvents(
  database: Kysely<Schema>,
  account: string,
  horizon: Horizon,
  types: readonly string[] = [],
): Promise<StoredEvent[]> {
  let query = database
    .selectFrom('events')
    .selectAll()
    .where('account_id', '=', account)
    .where('at', '<=', horizon.asOf)
    .where('seq', '<=', horizon.knownAt);
  if (types.length > 0) query = query.where('type', 'in', [...types]);
  return (await query.orderBy('at').orderBy('seq').execute()).map(eventFromRow);
}

/**
 * The latest events of each type, newest first over all types: one index probe per type. Equal instants are decided by
 * source and id, so that the order of arrival never matters.
 * @param limit - how many of each type
 */
export async function latestEvents(
  database: Kysely<Schema>,
  account: string,
  types: readonly string[],
  window: Horizon & { since: Date },
  limit: number,
): Promise<StoredEvent[]> {
  const { rows } = await sql<EventRow>`
    select e.* from unnest(${[...types]}::text[]) as w (type)
    cross join lateral (
      select * from events where account_id = ${account} and type = w.type collate "C"
        and at <= ${window.asOf} and at >= ${window.since} and seq <= ${window.knownAt}
      order by at desc, source, event_id limit ${limit}
    ) e order by e.at desc, e.source, e.event_id`.execute(database);
  return rows.map(eventFromRow);
}

/** When each type last came from anybody, within a horizon; types that never came are absent. */
export async function latestByType(
  database: Kysely<Schema>,
  types: readonly string[],
  horizon: Horizon,
): Promise<Map<string, Date>> {
  const { rows } = await sql<{ type: string; at: Date }>`
    select w.t as type, e.at from unnest(${[...types]}::text[]) as w (t)
    cross join lateral (
      select at from events where type = w.t collate "C" and at <= ${horizon.asOf} and seq <= ${horizon.knownAt}
      order by at desc limit 1
    ) e`.execute(database);
  return new Map(rows.map((row) => [row.type, row.at]));
}

/** Whether the account has any event after an instant. */
export async function hasEventsAfter(database: Kysely<Schema>, account: string, at: Date): Promise<boolean> {
  const { rows } =
    await sql`select 1 from events where account_id = ${account} and at > ${at} limit 1`.execute(database);
  return rows.length > 0;
}

/** Which of these accounts have any event after an instant. */
export async function accountsWithEventsAfter(
  database: Kysely<Schema>,
  accounts: readonly string[],
  at: Date,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.id from unnest(${[...accounts]}::text[]) as w (id)
    where exists (select 1 from events where account_id = w.id collate "C" and at > ${at})`.execute(database);
  return rows.map(({ id }) => id);
}

/** Whether the account received any event after a sequence number. */
export async function hasReceivedSince(
  database: Kysely<Schema>,
  account: string,
  seq: number,
): Promise<boolean> {
  const { rows } =
    await sql`select 1 from events where seq > ${seq} and account_id = ${account} limit 1`.execute(database);
  return rows.length > 0;
}
