import { type Kysely, sql } from 'kysely';
import type { ActionKindName } from '../domain/action.ts';
import type { Role } from '../domain/member.ts';
import type { AutonomyLevel } from '../domain/proposal.ts';
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

/** What decisions stand on beside the proposal: everybody's roles, cover in force, and autonomy. */
export interface Standing {
  people: Entitled[];
  covers: { from: string; to: string }[];
  levels: { kind: ActionKindName; level: AutonomyLevel }[];
}

/** All of it at an instant, in one statement: it is asked for at every decision. */
export async function readStanding(database: Kysely<Schema>, now: Date): Promise<Standing> {
  const { rows } = await sql<Standing>`select
    (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'roles', (
        select jsonb_agg(distinct r.role) from (select m.role union all select g.role from role_grants g
          where g.member_id = m.id and (g.ends_at is null or g.ends_at > ${now})) r)) order by m.id), '[]')
      from members m) as people,
    (select coalesce(jsonb_agg(jsonb_build_object('from', d.from_member, 'to', d.to_member) order by d.id), '[]')
      from delegations d where d.starts_at <= ${now} and d.ends_at > ${now} and d.revoked_at is null) as covers,
    (select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'level', a.level)), '[]')
      from autonomy_levels a) as levels`.execute(database);
  return rows[0] ?? { people: [], covers: [], levels: [] };
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
