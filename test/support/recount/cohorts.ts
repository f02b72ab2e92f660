import { sql } from 'kysely';
import { beginnings, type Queries, standing } from './standing.ts';

/** How many accounts of a segment were looked at so many months after their start, and how many were customers still. */
export interface RecountedCell {
  segment: string | null;
  month: number;
  of: number;
  kept: number;
}

/** Who stayed, by segment and month since the start, up to an instant. */
export async function recountCohorts(
  database: Queries,
  asOf: string,
  zone: string,
): Promise<RecountedCell[]> {
  const to = sql`${asOf}::timestamptz`;
  const { rows } = await sql<RecountedCell>`
    with ${beginnings}, now_ as (${standing(to, zone)}),
    ends as (
      select k.account_id, n.segment, m as month, k.begins,
        ((k.begins + make_interval(months => m))::date + 1)::timestamp at time zone ${zone} as instant,
        (select min(at) from told t where t.account_id = k.account_id) as told_since
      from known k join now_ n using (account_id), generate_series(0, 24) as m),
    looked as (
      select * from ends where instant <= ${to} and (told_since is null or told_since < instant
        or (month = 0 and (told_since at time zone 'UTC')::date < (begins + interval '1 month')::date)))
    select segment, month, count(*)::int as of, count(*) filter (where coalesce(
        (select payload->>'status' from told t where t.account_id = l.account_id and t.payload ? 'status' and t.at < l.instant
          order by at desc, source desc, event_id desc limit 1), 'active') = 'active')::int as kept
    from looked l group by 1, 2 order by 1, 2`.execute(database);
  return rows;
}
