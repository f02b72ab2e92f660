import { type Kysely, sql } from 'kysely';
import type { ConnectorName } from '../domain/action.ts';
import type { Outage } from '../domain/outage.ts';
import type { Schema } from './schema.ts';

/** How often in a row a platform took nothing; 0 = it takes what it gets. */
export async function countOutageTries(database: Kysely<Schema>, connector: ConnectorName): Promise<number> {
  const { rows } = await sql<{ tries: number }>`select tries from connector_outages
    where connector = ${connector}`.execute(database);
  return rows[0]?.tries ?? 0;
}

/** Notes that a platform takes nothing; since when stays. Nothing is claimed for it before `nextAt`. */
export async function noteOutage(
  transaction: Kysely<Schema>,
  { connector, now, nextAt }: { connector: ConnectorName; now: Date; nextAt: Date },
): Promise<void> {
  await sql`insert into connector_outages as c (connector, since, tries, next_at)
    values (${connector}, ${now}, 1, ${nextAt})
    on conflict (connector) do update set tries = c.tries + 1, next_at = greatest(c.next_at, excluded.next_at)`.execute(
    transaction,
  );
}

/** Notes that these platforms answered. */
export async function endOutages(
  transaction: Kysely<Schema>,
  connectors: readonly ConnectorName[],
): Promise<void> {
  await sql`delete from connector_outages where connector = any(${[...connectors]}::text[])`.execute(
    transaction,
  );
}

/** The platforms that take nothing, the longest away first, with what waits for them. */
export async function listOutages(database: Kysely<Schema>): Promise<Outage[]> {
  const { rows } = await sql<Outage>`select c.connector, c.since,
      (select count(*)::integer from outbox o where o.connector = c.connector) as waiting
    from connector_outages c order by c.since, c.connector`.execute(database);
  return rows;
}
