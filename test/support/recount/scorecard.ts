import { sql } from 'kysely';
import { beginnings, type Queries, standing } from './standing.ts';

/** Part and whole by metric, and by currency where it is money: `grr EUR`. */
export type Figures = Record<string, [part: number | null, whole: number | null]>;

/** What is not counted again: scores, promises and questions have tests of their own, and nobody is watched here. */
export const countedElsewhere = [
  'health',
  'health-score',
  'adoption',
  'surprise-churn',
  'sla',
  'deflection',
  'automation',
];

/**
 * A month's figures, by SQL that knows the reference page alone.
 * @param factors - minor units of `into` for one minor unit of a currency; empty = nothing is converted
 */
export async function recountScorecard(
  database: Queries,
  { month, asOf }: { month: string; asOf: string },
  { zone, into, factors }: { zone: string; into: string; factors: Readonly<Record<string, number>> },
): Promise<Figures> {
  const from = sql`(${`${month}-01`}::timestamp at time zone ${zone})`;
  const to = sql`${asOf}::timestamptz`;
  const yearAgo = sql`((${to} at time zone ${zone} - interval '12 months') at time zone ${zone})`;
  const { rows } = await sql<{ key: string; part: number | null; whole: number | null }>`
    with ${beginnings},
    then_ as (${standing(yearAgo, zone)}), opening as (${standing(from, zone)}), at_end as (${standing(to, zone)}),
    month as (select * from events where at >= ${from} and at < ${to}),
    nps as (select (payload->>'score')::int as score from month where type = 'survey.responded' and payload->>'kind' = 'nps'),
    stars as (
      select (payload->>'csat')::int as stars from month where type = 'ticket.resolved' and payload ? 'csat'
      union all select (payload->>'score')::int from month where type = 'survey.responded' and payload->>'kind' = 'csat'),
    first_value as (
      select account_id, min(at) as at from events
      where type = 'milestone.reached' and payload->>'milestone' = 'first_value' group by account_id),
    ttv as (
      select greatest(0, (f.at at time zone 'UTC')::date - k.begins) as days from first_value f join known k using (account_id)
      where f.at >= ${from} and f.at < ${to}),
    decisions as (
      select distinct on (account_id, payload->>'opportunityId') account_id, payload->>'opportunityId' as id, type, at,
        payload->'arr' as arr
      from events where type in ('expansion.won', 'expansion.lost') and at < ${to}
      order by account_id, payload->>'opportunityId', at, seq),
    openings as (
      select distinct on (account_id, payload->>'opportunityId') account_id, payload->>'opportunityId' as id, at, payload->'arr' as arr
      from events where type = 'expansion.opened' and at < ${to} order by account_id, payload->>'opportunityId', at, seq),
    decided as (
      select d.account_id, d.type, d.at, coalesce(d.arr, o.arr) as arr, round(extract(epoch from d.at - o.at) / 86400) as days
      from decisions d left join openings o on o.account_id = d.account_id and o.id = d.id and o.at <= d.at),
    won as (
      select arr->>'currency' as currency, sum((arr->>'amount')::bigint) as amount from decided
      where type = 'expansion.won' and at >= ${yearAgo} and arr is not null group by 1),
    base as (
      select arr->>'currency' as currency, sum((arr->>'amount')::bigint) as amount from then_
      where status = 'active' and arr is not null group by 1),
    resolved as (
      select r.at - (select min(o.at) from events o where o.type = 'incident.opened' and o.account_id = r.account_id
        and o.payload->>'incidentId' = r.payload->>'incidentId' and o.at <= r.at) as took
      from month r where r.type = 'incident.resolved'),
    owned as (select owner, arr from at_end where status = 'active' and owner is not null),
    wishes as (
      select distinct m.account_id from month m join at_end a using (account_id) where a.status = 'active' and (
        (m.type = 'feature.requested' and m.payload ? 'tier' and lower(m.payload->>'tier') is distinct from lower(a.tier))
        or (m.type = 'usage.limit' and (m.payload->>'used')::bigint >= (m.payload->>'allowed')::bigint))),
    factors as (
      select key as currency, value::numeric as factor from jsonb_each_text(${JSON.stringify(factors)}::jsonb)),
    paid as (
      select t.arr->>'currency' as currency, (t.arr->>'amount')::bigint as was,
        case when a.status = 'active' then coalesce(a.arr->>'currency', t.arr->>'currency') else t.arr->>'currency' end as told_in,
        case when a.status = 'active' then coalesce((a.arr->>'amount')::bigint, 0) else 0 end as now
      from then_ t join at_end a using (account_id) where t.status = 'active' and (t.arr->>'amount')::bigint > 0),
    kept as (
      select currency, was, now from paid where currency = told_in
      union all select ${into}, round(was * f.factor)::bigint, round(now * g.factor)::bigint
        from paid join factors f using (currency) join factors g on g.currency = told_in where paid.currency <> told_in),
    figures (key, part, whole) as (
      select 'logo-retention', count(*) filter (where a.status = 'active'), count(*)
        from then_ t join at_end a using (account_id) where t.status = 'active'
      union all select 'churn', count(*) filter (where a.status = 'ended'), count(*)
        from opening o join at_end a using (account_id) where o.status = 'active'
      union all select 'grr ' || currency, sum(least(was, now)), sum(was) from kept group by currency
      union all select 'nrr ' || currency, sum(now), sum(was) from kept group by currency
      union all select 'expansion ' || base.currency, coalesce(won.amount, 0), base.amount
        from base left join won using (currency)
      union all select 'nps', count(*) filter (where score >= 9) - count(*) filter (where score <= 6), count(*) from nps having count(*) > 0
      union all select 'csat', sum(stars), count(*) from stars having count(*) > 0
      union all select 'ttv', round(100 * percentile_cont(0.5) within group (order by days)), count(*) from ttv having count(*) > 0
      union all select 'conversion', count(*) filter (where type = 'expansion.won'), count(*)
        from decided where at >= ${from} having count(*) > 0
      union all select 'time-to-expand', round(100 * percentile_cont(0.5) within group (order by days)), count(*)
        from decided where at >= ${from} and type = 'expansion.won' and days is not null having count(*) > 0
      union all select 'pipeline ' || (o.arr->>'currency'), sum((o.arr->>'amount')::bigint), 1 from openings o
        join at_end a on a.account_id = o.account_id and a.status = 'active'
        where o.arr is not null and not exists (select from decisions d where d.account_id = o.account_id and d.id = o.id)
        group by o.arr->>'currency'
      union all select 'mttr', round(sum(extract(epoch from took) * 1000)), count(*) from resolved where took is not null having count(*) > 0
      union all select 'upgrade-intent', (select count(*) from wishes), count(*) from at_end where status = 'active'
      union all select 'coverage', count(*), count(distinct owner) from owned having count(*) > 0
      union all select 'arr-coverage ' || (arr->>'currency'), sum((arr->>'amount')::bigint),
        (select count(distinct owner) from owned) from owned where (arr->>'amount')::bigint > 0 group by arr->>'currency')
    select key, part::float8 as part, whole::float8 as whole from figures order by key`.execute(database);
  return Object.fromEntries(rows.map(({ key, part, whole }) => [key, [part, whole]]));
}
