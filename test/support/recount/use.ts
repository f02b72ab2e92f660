import { sql } from 'kysely';
import type { Queries } from './standing.ts';

/** Seven full UTC days of one account. */
export interface RecountedUse {
  users: number;
  uses: number;
}

/** People and uses in the five times seven full days before the day of an instant, the latest first. */
export async function recountUse(database: Queries, account: string, asOf: string): Promise<RecountedUse[]> {
  const { rows } = await sql<RecountedUse>`
    with day as (select (${asOf}::timestamptz at time zone 'UTC')::date as today),
    signs as (
      select type, user_id, payload, (at at time zone 'UTC')::date as day from events
      where account_id = ${account} and type in ('feature.used', 'user.session', 'recipe.completed'))
    select count(distinct user_id)::int as users,
      coalesce(sum(coalesce((payload->>'count')::int, 1)) filter (where type = 'feature.used'), 0)::int as uses
    from day cross join generate_series(0, 4) as back
      left join signs on day between today - 7 * (back + 1) and today - 7 * back - 1
    group by back order by back`.execute(database);
  return rows;
}
