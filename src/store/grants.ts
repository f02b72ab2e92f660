import { type Kysely, sql } from 'kysely';
import { queueSchema } from './queue-schema.ts';
import type { Schema } from './schema.ts';

const grantLock = 4_865_746;

/**
 * Gives the work role what the work needs, and no more: it can neither change the schema nor rewrite the audit.
 * Run as the owner after migrating; a migration's new tables are covered each time.
 */
export async function grantWork(owner: Kysely<Schema>, workRole: string): Promise<void> {
  if ((await currentRole(owner)) === workRole) return;
  const role = sql.id(workRole);
  const queue = sql.id(queueSchema);
  await owner.transaction().execute(async (transaction) => {
    const statements = [
      // Two processes that start at once would trip over each other's grants.
      sql`select pg_advisory_xact_lock(${grantLock})`,
      sql`grant usage on schema public to ${role}`,
      sql`grant select, insert, update, delete on all tables in schema public to ${role}`,
      sql`grant usage on all sequences in schema public to ${role}`,
      sql`revoke update, delete, truncate on audit, audit_seals, audit_checkpoints, proposal_ends from ${role}`,
      // What the sealer is done with, and what is erased on request, may go; nothing there is ever changed.
      sql`revoke update, truncate on audit_unsealed, audit_personal from ${role}`,
      sql`grant usage on schema ${queue} to ${role}`,
      sql`grant select, insert, update, delete on all tables in schema ${queue} to ${role}`,
      sql`grant execute on all functions in schema ${queue} to ${role}`,
      // Which migrations ran is the owner's book.
      sql`revoke insert, update, delete, truncate on kysely_migration, kysely_migration_lock from ${role}`,
    ];
    for (const statement of statements) await statement.execute(transaction);
  });
}

/** The role that a connection works as. */
export async function currentRole(database: Kysely<Schema>): Promise<string> {
  const { rows } = await sql<{ role: string }>`select current_user::text as role`.execute(database);
  return rows[0]?.role ?? '';
}
