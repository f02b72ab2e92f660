import { type Kysely, sql } from 'kysely';
import type { ActionKindName } from '../domain/action.ts';
import type { Role } from '../domain/member.ts';
import type { AutonomyLevel } from '../domain/proposal.ts';
import type { Schema } from './schema.ts';
import { preparedMark } from './server-connection.ts';

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
  const { rows } = await sql<{
    what: string;
    a: string;
    b: string;
    c: string | null;
  }>`${sql.raw(preparedMark('standing'))}
    select 'member' as what, id as a, role as b, name as c from members
    union all select 'role', member_id, role, null from role_grants where ends_at is null or ends_at > ${now}
    union all select 'cover', from_member, to_member, null from delegations
      where starts_at <= ${now} and ends_at > ${now} and revoked_at is null
    union all select 'level', kind, level, null from autonomy_levels`.execute(database);
  const of = (kind: string) => rows.filter(({ what }) => what === kind);
  const granted = Map.groupBy(of('role'), ({ a }) => a);
  const people = of('member').map(({ a, b, c }) => ({
    id: a,
    name: c ?? a,
    roles: [...new Set([b, ...(granted.get(a) ?? []).map((grant) => grant.b)])] as Role[],
  }));
  return {
    people: people.sort((one, other) => (one.id < other.id ? -1 : 1)),
    covers: of('cover').map(({ a, b }) => ({ from: a, to: b })),
    levels: of('level').map(({ a, b }) => ({ kind: a as ActionKindName, level: b as AutonomyLevel })),
  };
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

/** Ends what was granted of a role to a member; the role in their own record stays. @returns the proposals that had granted it */
export async function endRoleGrants(
  transaction: Kysely<Schema>,
  { member, role, at }: { member: string; role: Role; at: Date },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`update role_grants set ends_at = ${at}
    where member_id = ${member} and role = ${role} and (ends_at is null or ends_at > ${at})
    returning proposal_id as id`.execute(transaction);
  return rows.map(({ id }) => id).sort();
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

/** One delegation, whether in force or not; null = there is none */
export async function findDelegation(database: Kysely<Schema>, id: string): Promise<Delegation | null> {
  if (id.includes('\u0000')) return null; // none has such an id, and the database refuses it
  const row = await database.selectFrom('delegations').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** Adds cover. */
export async function addDelegation(transaction: Kysely<Schema>, given: Delegation): Promise<void> {
  const { id, from, to, startsAt, endsAt, by, reason } = given;
  await transaction
    .insertInto('delegations')
    .values({
      id,
      from_member: from,
      to_member: to,
      starts_at: startsAt,
      ends_at: endsAt,
      by_member: by,
      reason,
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
    id: row.id,
    from: row.from_member,
    to: row.to_member,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    by: row.by_member,
    reason: row.reason,
    revokedAt: row.revoked_at,
  };
}
