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
  if (ids.length === 0) return [];
  const rows = await database
    .selectFrom('accounts')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id')
    .execute();
  return rows.map(fromRow);
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

/** Notes that accounts exist since a day; an earlier day moves the first day back. */
export async function noteAccounts(
  database: Kysely<Schema>,
  seen: readonly { id: string; firstSeenOn: UtcDay; contract: Contract }[],
): Promise<void> {
  if (seen.length === 0) return;
  const list = JSON.stringify(
    seen.map(({ id, firstSeenOn, contract }) => ({ id, day: firstSeenOn, contract })),
  );
  await sql`insert into accounts as a (id, name, region, first_seen_on, contract)
    select id, contract->>'name', contract->>'region', day, contract
    from jsonb_to_recordset(${list}::jsonb) as n (id text, day date, contract jsonb)
    on conflict (id) do update set first_seen_on = excluded.first_seen_on
      where excluded.first_seen_on < a.first_seen_on`.execute(database);
}

/** Replaces what contracts say about an account. */
export async function writeContract(database: Kysely<Schema>, id: string, contract: Contract): Promise<void> {
  await database
    .updateTable('accounts')
    .set({ name: contract.name, region: contract.region, contract: JSON.stringify(contract) })
    .where('id', '=', id)
    .execute();
}

function fromRow(row: { id: string; first_seen_on: string; contract: unknown }): Account {
  return { ...(row.contract as Contract), id: row.id, firstSeenOn: row.first_seen_on };
}
