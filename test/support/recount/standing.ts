import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../../src/store/database.ts';

/** Where raw events are asked. */
export type Queries = Database['queries'];

/** What every recount begins with: what contracts said, and when each account began. */
export const beginnings = sql`
    told as (
      select account_id, at, source, event_id, payload from events where type = 'contract.updated'),
    known as (
      select e.account_id, coalesce((select min(payload->>'startsOn')::date from told t where t.account_id = e.account_id),
        (min(e.at) at time zone 'UTC')::date) as begins
      from events e group by e.account_id)`;

/** Everybody who had begun right before an instant, with what their contract said. */
export function standing(instant: RawBuilder<unknown>, zone: string): RawBuilder<unknown> {
  const latest = (
    key: string,
  ) => sql`(select t.payload->${key} from told t where t.account_id = k.account_id and t.payload ? ${key}
      and (t.at < ${instant} or (t.at, t.source, t.event_id) = (select f.at, f.source, f.event_id from told f
        where f.account_id = k.account_id order by f.at, f.source, f.event_id limit 1))
      order by t.at desc, t.source desc, t.event_id desc limit 1)`;
  return sql`select k.account_id, ${latest('arr')} as arr, ${latest('tier')} #>> '{}' as tier, ${latest('owner')} #>> '{}' as owner,
      lower(${latest('segment')} #>> '{}') as segment, (${latest('renewsOn')} #>> '{}')::date as renews,
      case when exists (select from told t where t.account_id = k.account_id and t.at < ${instant})
        then coalesce(${latest('status')} #>> '{}', 'active') else 'active' end as status
    from known k where k.begins <= ((${instant} - interval '1 millisecond') at time zone ${zone})::date`;
}

/** Sums by currency of a relation with money in `arr`, as one JSON object. */
export function sums(relation: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select coalesce(jsonb_object_agg(currency, amount), '{}') from (
    select arr->>'currency' as currency, sum((arr->>'amount')::bigint) as amount from ${relation} as of
    where arr is not null group by 1) by_currency)`;
}
