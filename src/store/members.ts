import { type Kysely, sql } from 'kysely';
import type { Identity, Member, Role } from '../domain/member.ts';
import type { Schema } from './schema.ts';

/** Who brought a member in: `members.yaml`, themselves by asking, or the demo company. */
export type MemberOrigin = 'file' | 'joined' | 'demo';

/** A member as stored. */
export interface StoredMember {
  member: Member;
  origin: MemberOrigin;
}

/** Adds or updates members and their identities; identities move to the member that names them last. */
export async function writeMembers(
  database: Kysely<Schema>,
  members: readonly Member[],
  origin: MemberOrigin = 'joined',
): Promise<void> {
  for (const member of members) {
    const values = { name: member.name, role: member.role, email: member.email ?? null, origin };
    await database
      .insertInto('members')
      .values({ id: member.id, ...values })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
      .execute();
    for (const { platform, team, user } of member.identities) {
      await database
        .insertInto('member_identities')
        .values({ platform, team, user_id: user, member_id: member.id })
        .onConflict((conflict) =>
          conflict.columns(['platform', 'team', 'user_id']).doUpdateSet({ member_id: member.id }),
        )
        .execute();
    }
  }
}

/** Every member, and nobody else may change any until the transaction ends: what is decided from them holds. */
export async function lockMembers(transaction: Kysely<Schema>): Promise<StoredMember[]> {
  await sql`lock table members, member_identities in share row exclusive mode`.execute(transaction);
  const origins = await transaction.selectFrom('members').select(['id', 'origin']).execute();
  const originOf = new Map(origins.map(({ id, origin }) => [id, origin as MemberOrigin]));
  const members = await listMembers(transaction);
  return members.map((member) => ({ member, origin: originOf.get(member.id) ?? 'joined' }));
}

/** Takes identities from whoever has them. */
export async function removeIdentities(
  database: Kysely<Schema>,
  identities: readonly Identity[],
): Promise<void> {
  for (const { platform, team, user } of identities) {
    await database
      .deleteFrom('member_identities')
      .where('platform', '=', platform)
      .where('team', '=', team)
      .where('user_id', '=', user)
      .execute();
  }
}

/** Removes members, who have no identities any more. */
export async function removeMembers(database: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await database.deleteFrom('members').where('id', 'in', ids).execute();
}

/** Every member with their identities, by id. */
export async function listMembers(database: Kysely<Schema>): Promise<Member[]> {
  const rows = await database.selectFrom('members').selectAll().orderBy('id').execute();
  const identities = await database.selectFrom('member_identities').selectAll().orderBy('platform').execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role as Role,
    ...(row.email ? { email: row.email } : {}),
    identities: identities.filter((identity) => identity.member_id === row.id).map(toIdentity),
  }));
}

/** The member behind a platform identity; null = nobody we know. */
export async function findMemberByIdentity(
  database: Kysely<Schema>,
  identity: Identity,
): Promise<Member | null> {
  const found = await database
    .selectFrom('member_identities')
    .select('member_id')
    .where('platform', '=', identity.platform)
    .where('team', '=', identity.team)
    .where('user_id', '=', identity.user)
    .executeTakeFirst();
  return found ? await findMember(database, found.member_id) : null;
}

/** A member by id; null = there is none. */
export async function findMember(database: Kysely<Schema>, id: string): Promise<Member | null> {
  const row = await database.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const identities = await database
    .selectFrom('member_identities')
    .selectAll()
    .where('member_id', '=', id)
    .execute();
  return {
    id: row.id,
    name: row.name,
    role: row.role as Role,
    ...(row.email ? { email: row.email } : {}),
    identities: identities.map(toIdentity),
  };
}

function toIdentity(row: Schema['member_identities']): Identity {
  return { platform: row.platform as Identity['platform'], team: row.team, user: row.user_id };
}
