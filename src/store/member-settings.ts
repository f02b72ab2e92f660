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

/**
 * Puts something into a list of a member's choices, in place of what is about the same, or takes that out. One statement,
 * which reads the list under the lock of its row: of two at the same time neither is lost.
 * @param change.about - what those have in common that it takes the place of
 * @param change.put - null = nothing
 * @returns whether something about the same stood there before
 */
export async function changeMemberList(
  database: Kysely<Schema>,
  change: { member: string; name: string; about: object; put: object | null; at: Date },
): Promise<boolean> {
  const { member, name, about, put, at } = change;
  const [same, added] = [JSON.stringify(about), JSON.stringify(put === null ? [] : [put])];
  const { rows } = await sql<{ had: boolean }>`
    with before as (
      select value from member_settings where member_id = ${member} and name = ${name} for update
    )
    insert into member_settings as s (member_id, name, value, at)
    select ${member}, ${name}, ${added}::jsonb, ${at} from (select count(*) from before) as locked
    on conflict (member_id, name) do update set at = excluded.at, value = coalesce(
      (select jsonb_agg(one order by place)
        from jsonb_array_elements(case jsonb_typeof(s.value) when 'array' then s.value else '[]' end)
          with ordinality as listed (one, place)
        where not one @> ${same}::jsonb), '[]') || excluded.value
    returning coalesce((select value @> jsonb_build_array(${same}::jsonb) from before), false) as had`.execute(
    database,
  );
  return rows[0]?.had ?? false;
}
