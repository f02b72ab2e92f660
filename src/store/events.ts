import { type Kysely, sql } from 'kysely';
import type { StoredEvent } from '../domain/event.ts';
import type { Moment } from '../domain/moment.ts';
import type { UtcDay } from '../domain/utc-day.ts';
import { copyRows } from './copy.ts';
import { type EventRow, eventColumns, eventFields, eventFromRow } from './event-rows.ts';
import type { Schema } from './schema.ts';

/** Later than anything that an event may say. */
const lastInstant = new Date('9999-12-31T23:59:59.999Z');

/** What is known of an event id: the hash of the body that came first. */
export interface KnownKey {
  source: string;
  eventId: string;
  bodyHash: string;
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
  const keysCopied = copyRows(database, 'event_keys', ['source', 'event_id', 'body_hash', 'seq'], keys);
  const rows = events.map(eventFields); // written down while the database takes the keys
  await keysCopied;
  await copyRows(database, 'events', eventColumns, rows);
}

/** One event by its sequence number; null = there is none. */
export async function findEvent(database: Kysely<Schema>, seq: number): Promise<StoredEvent | null> {
  const row = await database.selectFrom('events').selectAll().where('seq', '=', seq).executeTakeFirst();
  return row ? eventFromRow(row) : null;
}

/** An account's events of some types (all when empty) within a moment, oldest first. */
export async function readEvents(
  database: Kysely<Schema>,
  account: string,
  moment: Moment,
  types: readonly string[] = [],
): Promise<StoredEvent[]> {
  let query = database
    .selectFrom('events')
    .selectAll()
    .where('account_id', '=', account)
    .where('at', '<=', moment.asOf)
    .where('seq', '<=', moment.knownAt);
  if (types.length > 0) query = query.where('type', 'in', [...types]);
  return (await query.orderBy('at').orderBy('seq').execute()).map(eventFromRow);
}

/** Tickets that these accounts opened from `since` to `until`, oldest first; one that names no ticket is left out. */
export async function listOpenedTickets(
  database: Kysely<Schema>,
  accounts: readonly string[],
  since: Date,
  until: Date,
  knownAt: number = Number.MAX_SAFE_INTEGER,
): Promise<{ account: string; id: string; at: Date }[]> {
  const { rows } = await sql<{ account: string; id: string; at: Date }>`
    select account_id as account, payload->>'ticketId' as id, at from events
    where account_id = any(${[...accounts]}::text[]) and type = 'ticket.created' and at >= ${since} and at <= ${until} and seq <= ${knownAt}
      and payload->>'ticketId' is not null
    order by at, seq`.execute(database);
  return rows;
}

/** A type of event, and optionally a key that its payload must have. */
export interface WantedEvents {
  type: string;
  having?: string;
}

/**
 * The latest events of each wanted kind, newest first over all kinds: one index probe per kind.
 * @param limit - how many of each kind
 */
export async function latestEvents(
  database: Kysely<Schema>,
  account: string,
  wanted: readonly WantedEvents[],
  window: Moment & { since?: Date },
  limit: number,
): Promise<StoredEvent[]> {
  const since = window.since ?? new Date(0);
  const types = wanted.map(({ type }) => type);
  const keys = wanted.map(({ having }) => having ?? null);
  const { rows } = await sql<EventRow>`
    select e.* from unnest(${types}::text[], ${keys}::text[]) as w (type, having_key)
    cross join lateral (
      select * from events where account_id = ${account} and type = w.type collate "C"
        and (w.having_key is null or jsonb_exists(payload, w.having_key))
        and at <= ${window.asOf} and at >= ${since} and seq <= ${window.knownAt}
      order by at desc, source, event_id limit ${limit}
    ) e order by e.at desc, e.source, e.event_id`.execute(database);
  return rows.map(eventFromRow);
}

/** When each type last came from anybody, within a moment; types that never came are absent. */
export async function latestByType(
  database: Kysely<Schema>,
  types: readonly string[],
  moment: Moment,
): Promise<Map<string, Date>> {
  const { rows } = await sql<{ type: string; at: Date }>`
    select w.t as type, e.at from unnest(${[...types]}::text[]) as w (t)
    cross join lateral (
      select at from events where type = w.t collate "C" and at <= ${moment.asOf} and seq <= ${moment.knownAt}
      order by at desc limit 1
    ) e`.execute(database);
  return new Map(rows.map((row) => [row.type, row.at]));
}

/** Which of these accounts received any event after a sequence number; with `until`, any that happened up to then. */
export async function accountsReceivingSince(
  database: Kysely<Schema>,
  accounts: readonly string[],
  seq: number,
  until: Date = lastInstant,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct account_id as id from events
    where seq > ${seq} and at <= ${until} and account_id = any(${[...accounts]}::text[]) order by 1`.execute(
    database,
  );
  return rows.map(({ id }) => id);
}

/** The UTC day of the first event of each of these accounts, of what was received up to a sequence number; who had none is absent. */
export async function firstDaysKnownAt(
  database: Kysely<Schema>,
  accounts: readonly string[],
  seq: number,
): Promise<Map<string, UtcDay>> {
  const { rows } = await sql<{ id: string; day: UtcDay }>`
    select account_id as id, to_char(min(at) at time zone 'UTC', 'YYYY-MM-DD') as day from events
    where account_id = any(${[...accounts]}::text[]) and seq <= ${seq} group by account_id`.execute(database);
  return new Map(rows.map(({ id, day }) => [id, day]));
}

/** The contract events of some accounts, whatever their age. */
export async function readContractEvents(
  database: Kysely<Schema>,
  accounts: readonly string[],
): Promise<StoredEvent[]> {
  if (accounts.length === 0) return [];
  const rows = await database
    .selectFrom('events')
    .selectAll()
    .where(sql<boolean>`account_id = any(${[...accounts]}::text[])`)
    .where('type', 'in', ['contract.updated', 'seat.changed'])
    .execute();
  return rows.map(eventFromRow);
}

/** The events of the same account right before and right after one, by time, then source and id. */
export async function findNeighbours(
  database: Kysely<Schema>,
  { event }: StoredEvent,
): Promise<{ previous: StoredEvent | null; next: StoredEvent | null }> {
  const { account, at, source, id } = event;
  const beside = async (order: 'asc' | 'desc'): Promise<StoredEvent | null> => {
    const comparison = sql.raw(order === 'asc' ? '>' : '<');
    const direction = sql.raw(order);
    const { rows } = await sql<EventRow>`
      select * from events
      where account_id = ${account} and (at, source, event_id) ${comparison} (${at}, ${source}, ${id})
      order by at ${direction}, source ${direction}, event_id ${direction} limit 1`.execute(database);
    return rows[0] ? eventFromRow(rows[0]) : null;
  };
  return { previous: await beside('desc'), next: await beside('asc') };
}
