import { type Kysely, sql } from 'kysely';
import type { Role } from '../domain/member.ts';
import type { Schema } from './schema.ts';

/** A member with every role in force at an instant. */
export interface Entitled {
  id: string;
  name: string;
  roles: Role[];
}

/** Cover for somebody's approvals, with an end. */
export interface Delegation {
  id: string;
  from: string;
  to: string;
  startsAt: Date;
  endsAt: Date;
  by: string;
  reason: string;
  revokedAt: Date | null; // null = not revoked
}

/** Everybody's roles at an instant: their own and those granted for a time. */
export async function listEntitled(database: Kysely<Schema>, now: Date): Promise<Entitled[]> {
  const { rows } = await sql<{ id: string; name: string; role: Role; granted: Role[] | null }>`
    select m.id, m.name, m.role, (select jsonb_agg(distinct g.role) from role_grants g
      where g.member_id = m.id and (g.ends_at is null or g.ends_at > ${now})) as granted
    from members m order by m.id`.execute(database);
  return rows.map(({ id, name, role, granted }) => ({
    id,
    name,
    roles: [...new Set([role, ...(granted ?? [])])],
  }));
}

/** Notes a role for a time. Idempotent by proposal. */
export async function addRoleGrant(
  transaction: Kysely<Schema>,
  grant: { proposalId: string; member: string; role: Role; endsAt: Date | null },
): Promise<void> {
  await transaction
    .insertInto('role_grants')
    .values({
      proposal_id: grant.proposalId,
      member_id: grant.member,
      role: grant.role,
      ends_at: grant.endsAt,
    })
    .onConflict((conflict) => conflict.column('proposal_id').doNothing())
    .execute();
}

/** Cover that is in force at an instant. */
export async function activeDelegations(database: Kysely<Schema>, now: Date): Promise<Delegation[]> {
  const rows = await database
    .selectFrom('delegations')
    .selectAll()
    .where('starts_at', '<=', now)
    .where('ends_at', '>', now)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(fromRow);
}

/** Every delegation, the newest first. */
export async function listDelegations(database: Kysely<Schema>, limit: number): Promise<Delegation[]> {
  const rows = await database
    .selectFrom('delegations')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** Adds cover. */
export async function addDelegation(transaction: Kysely<Schema>, given: Delegation): Promise<void> {
  const { id, from, to, startsAt, endsAt, by, reason } = given;
  await transaction
    .insertInto('delegations')
    .values({
      ...{
        id,
        from_member: from,
        to_member: to,
        starts_at: startsAt,
        ends_at: endsAt,
        by_member: by,
        reason,
      },
      revoked_at: null,
    })
    .execute();
}

/** Ends cover early. @returns false when there is none in force with this id */
export async function revokeDelegation(transaction: Kysely<Schema>, id: string, now: Date): Promise<boolean> {
  const result = await transaction
    .updateTable('delegations')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('ends_at', '>', now)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

function fromRow(row: Schema['delegations']): Delegation {
  return {
    ...{ id: row.id, from: row.from_member, to: row.to_member, startsAt: row.starts_at, endsAt: row.ends_at },
    ...{ by: row.by_member, reason: row.reason, revokedAt: row.revoked_at },
  };
}
