import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Who chose what, by member. */
export async function listMemberSettings(
  database: Kysely<Schema>,
  name: string,
): Promise<{ member: string; value: unknown }[]> {
  const { rows } = await sql<{ member: string; value: unknown }>`
    select member_id as member, value from member_settings where name = ${name} order by member_id`.execute(
    database,
  );
  return rows;
}

/** Keeps what a member chose. */
export async function writeMemberSetting(
  database: Kysely<Schema>,
  { member, name, value, at }: { member: string; name: string; value: unknown; at: Date },
): Promise<void> {
  await sql`insert into member_settings (member_id, name, value, at)
    values (${member}, ${name}, ${JSON.stringify(value)}::jsonb, ${at})
    on conflict (member_id, name) do update set value = excluded.value, at = excluded.at`.execute(database);
}
