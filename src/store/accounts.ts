import { type Kysely, sql } from 'kysely';
import type { Account } from '../domain/account.ts';
import type { UtcDay } from '../domain/utc-day.ts';
import type { Schema } from './schema.ts';

type Contract = Omit<Account, 'id' | 'firstSeenOn'>;

/** Every account, by id. */
export async function listAccounts(database: Kysely<Schema>): Promise<Account[]> {
  const rows = await database.selectFrom('accounts').selectAll().orderBy('id').execute();
  return rows.map(fromRow);
}

/** The accounts with these ids; unknown ids are left out. */
export async function findAccounts(database: Kysely<Schema>, ids: readonly string[]): Promise<Account[]> {
  const storable = ids.filter((id) => !id.includes('\u0000')); // no account has such an id, and the database refuses it
  if (storable.length === 0) return [];
  const rows = await database
    .selectFrom('accounts')
    .selectAll()
    .where('id', 'in', storable)
    .orderBy('id')
    .execute();
  return rows.map(fromRow);
}

/** An account with what is known right now, read in one statement so that they belong together. */
export async function findAccountNow(
  database: Kysely<Schema>,
  id: string,
): Promise<{ account: Account; lastEventAt: Date; lastSeq: number } | null> {
  if (id.includes('\u0000')) return null; // no account has such an id, and the database refuses it
  const row = await database
    .selectFrom(['accounts', 'ingest_sequence'])
    .selectAll('accounts')
    .select('ingest_sequence.last_seq')
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? { account: fromRow(row), lastEventAt: row.last_event_at, lastSeq: row.last_seq } : null;
}

/** Several accounts with what is known right now, read in one statement so that they belong together; by id. */
export async function findAccountsNow(
  database: Kysely<Schema>,
  ids: readonly string[],
): Promise<{ account: Account; lastEventAt: Date; lastSeq: number }[]> {
  const rows = await database
    .selectFrom(['accounts', 'ingest_sequence'])
    .selectAll('accounts')
    .select('ingest_sequence.last_seq')
    .where(sql<boolean>`id in (select value from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    account: fromRow(row),
    lastEventAt: row.last_event_at,
    lastSeq: row.last_seq,
  }));
}

/** The region each account is kept in, of those that have one. */
export async function readRegions(
  database: Kysely<Schema>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; region: string }>`
    select id, region from accounts where region is not null
      and id in (select value from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`.execute(
    database,
  );
  return new Map(rows.map((row) => [row.id, row.region]));
}

/** Notes between which instants accounts have events; an earlier first day and a later last event widen the span. */
export async function noteAccounts(
  database: Kysely<Schema>,
  seen: readonly { id: string; firstSeenOn: UtcDay; lastEventAt: Date; contract: Contract }[],
): Promise<void> {
  if (seen.length === 0) return;
  const list = JSON.stringify(
    seen.map(({ id, firstSeenOn, lastEventAt, contract }) => ({
      id,
      day: firstSeenOn,
      last: lastEventAt,
      contract,
    })),
  );
  await sql`insert into accounts as a (id, name, region, first_seen_on, last_event_at, contract)
    select id, contract->>'name', contract->>'region', day, last, contract
    from jsonb_to_recordset(${list}::jsonb) as n (id text, day date, last timestamptz, contract jsonb)
    on conflict (id) do update set first_seen_on = least(a.first_seen_on, excluded.first_seen_on),
        last_event_at = greatest(a.last_event_at, excluded.last_event_at)
      where excluded.first_seen_on < a.first_seen_on or excluded.last_event_at > a.last_event_at`.execute(
    database,
  );
}

/** Replaces what contracts say about accounts. */
export async function writeContracts(
  database: Kysely<Schema>,
  contracts: readonly { id: string; contract: Contract }[],
): Promise<void> {
  if (contracts.length === 0) return;
  await sql`update accounts set name = n.contract->>'name', region = n.contract->>'region', contract = n.contract
    from jsonb_to_recordset(${JSON.stringify(contracts)}::jsonb) as n (id text, contract jsonb)
    where accounts.id = n.id collate "C"`.execute(database);
}

/** Which of these accounts have any event after an instant. */
export async function accountsWithEventsAfter(
  database: Kysely<Schema>,
  ids: readonly string[],
  at: Date,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from accounts where id = any(${[...ids]}::text[]) and last_event_at > ${at} order by id`.execute(
    database,
  );
  return rows.map(({ id }) => id);
}

function fromRow(row: { id: string; first_seen_on: string; contract: unknown }): Account {
  return { ...(row.contract as Contract), id: row.id, firstSeenOn: row.first_seen_on };
}
