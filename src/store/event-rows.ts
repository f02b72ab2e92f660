import { type RawBuilder, sql } from 'kysely';
import { type CustomerEvent, isBuiltIn, type StoredEvent } from '../domain/event.ts';
import type { Schema } from './schema.ts';

/** Column list of an event record, for jsonb_to_recordset. */
export const eventRecord: RawBuilder<unknown> = sql.raw(
  `seq bigint, source text, event_id text, account_id text, type text, at timestamptz, user_id text,
   region text, feeds text, dimensions jsonb, payload jsonb, received_at timestamptz`,
);

/** An event as a row, before it is text. */
export function eventRow(stored: StoredEvent): Record<string, unknown> {
  const { event } = stored;
  return {
    seq: stored.seq,
    source: event.source,
    event_id: event.id,
    account_id: event.account,
    type: event.type,
    at: event.at,
    user_id: event.user,
    region: event.region,
    feeds: isBuiltIn(event) ? null : event.feeds,
    dimensions: event.dimensions,
    payload: event.payload,
    received_at: stored.receivedAt,
  };
}

/** A row as the event that was stored. */
export function eventFromRow(row: Schema['events'] | EventRow): StoredEvent {
  const event = {
    id: row.event_id,
    type: row.type,
    account: row.account_id,
    at: row.at,
    user: row.user_id,
    source: row.source,
    region: row.region,
    dimensions: row.dimensions,
    payload: row.payload,
    ...(row.feeds === null ? {} : { feeds: row.feeds }),
  };
  // The row was written from a checked event; checking it again would only cost time.
  return { seq: row.seq, receivedAt: row.received_at, event: event as unknown as CustomerEvent };
}

export interface EventRow {
  seq: number;
  source: string;
  event_id: string;
  account_id: string;
  type: string;
  at: Date;
  user_id: string | null;
  region: string | null;
  feeds: string | null;
  dimensions: Record<string, string>;
  payload: Record<string, unknown>;
  received_at: Date;
}
