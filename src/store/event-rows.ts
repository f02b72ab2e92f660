import { type CustomerEvent, isBuiltIn, type StoredEvent } from '../domain/event.ts';
import type { Schema } from './schema.ts';

/** The columns of an event, in the order of `eventFields`. */
export const eventColumns = [
  'seq',
  'source',
  'event_id',
  'account_id',
  'type',
  'at',
  'user_id',
  'region',
  'feeds',
  'dimensions',
  'payload',
  'received_at',
] as const satisfies readonly (keyof EventRow)[];

/** An event as the fields of a row. */
export function eventFields({ seq, receivedAt, event }: StoredEvent): (string | number | Date | null)[] {
  return [
    seq,
    event.source,
    event.id,
    event.account,
    event.type,
    event.at,
    event.user,
    event.region,
    isBuiltIn(event) ? null : event.feeds,
    JSON.stringify(event.dimensions),
    JSON.stringify(event.payload),
    receivedAt,
  ];
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

/** An event as the drivers give it. */
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
