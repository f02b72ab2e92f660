import { sql } from 'kysely';
import type { Profile } from '../../../src/domain/profile.ts';
import { beginnings, type Queries, standing } from './standing.ts';

/** A score as it follows from raw events and the curves of the profiles; hundredths. */
export interface RecountedScore {
  account: string;
  profile: string;
  score: number | null;
  band: string | null;
  confidence: number;
  /** By component; what is not known is absent. */
  components: Record<string, number>;
}

/**
 * The health score of everybody who was heard of up to an instant, by SQL that knows the reference page of the score alone.
 * @param at - the day is the UTC day of this instant; nothing after it counts
 * @param contractsBefore - the contract is what metrics call so right before this instant; default: what the events up to `at` say
 */
export async function recountHealth(
  database: Queries,
  at: string,
  profiles: readonly Profile[],
  contractsBefore: string | null = null,
): Promise<RecountedScore[]> {
  const { rows } = await sql<RecountedScore>`
    with today as (select (${at}::timestamptz at time zone 'UTC')::date as on_day),
    seen as (
      select account_id, type, at, today.on_day - (at at time zone 'UTC')::date as age, coalesce(user_id, '') as person,
        coalesce(payload->>'feature', payload->>'module', '') as feature, coalesce((payload->>'count')::bigint, 1) as times,
        type in ('user.session', 'feature.used', 'recipe.completed') as is_use
      from events e, today where at <= ${at}::timestamptz),
    spoken as (
      select e.*, today.on_day - (at at time zone 'UTC')::date as age from events e, today
      where (at <= ${at}::timestamptz or type = 'contract.updated')
        and type in ('contract.updated', 'seat.changed', 'ticket.resolved', 'survey.responded', 'billing.invoice')),
    accounts as (select account_id, max(age) as first_age from seen group by 1),
    firsts as (
      select distinct on (account_id) account_id, source, event_id from spoken where type = 'contract.updated'
      order by account_id, at, source, event_id),
    contracts as (
      select s.*, s.at < coalesce(${contractsBefore}::timestamptz, ${at}::timestamptz + interval '1 millisecond') as is_said
      from spoken s where s.type in ('contract.updated', 'seat.changed')),
    said as (
      select distinct on (account_id, key) account_id, key, value
      from contracts c, jsonb_each(payload) where type in ('contract.updated', 'seat.changed')
        and (is_said or (${contractsBefore}::text is not null
          and (source, event_id) = (select f.source, f.event_id from firsts f where f.account_id = c.account_id)))
        and ((type = 'contract.updated' and key in ('seats', 'segment', 'startsOn')) or (type = 'seat.changed' and key = 'seats'))
      order by account_id, key, is_said desc, at desc, source desc, event_id desc),
    stage as (
      select a.account_id, (select value #>> '{}' from said s where s.account_id = a.account_id and key = 'segment') as segment,
        (select (value #>> '{}')::bigint from said s where s.account_id = a.account_id and key = 'seats') as seats,
        coalesce((select on_day - (value #>> '{}')::date from said s, today where s.account_id = a.account_id and key = 'startsOn'),
          first_age) as age
      from accounts a),
    chosen as (
      select s.account_id, s.seats, (select p from jsonb_array_elements(${JSON.stringify(profiles)}::jsonb) p
        where p->'appliesTo'->'stages' ? (case when s.age <= 30 then 'onboarding' when s.age <= 182 then 'adoption'
          when s.age <= 364 then 'retention' else 'expansion' end)
          and (p->'appliesTo'->>'segments' = 'any' or p->'appliesTo'->'segments' ? s.segment)
        order by p->'appliesTo'->>'segments' = 'any' limit 1) as profile
      from stage s),
    engaged as (
      select distinct account_id, age from seen where age < 180 and (is_use or type in ('ticket.created', 'sponsor.touch'))),
    recent as (
      select account_id, age, row_number() over (partition by account_id order by age) as place from engaged),
    people as (
      select account_id, person, age / 7 as week, count(distinct age) as days, min(age) as last
      from seen where is_use and person <> '' and age < 84 group by 1, 2, 3),
    blocks as (
      select account_id, week, count(*) as people, 1000 * sum(days) / (7 * count(*)) as permille from people group by 1, 2),
    days as (
      select account_id, age, sum(times) filter (where type = 'feature.used') as uses,
        count(*) filter (where type in ('user.session', 'recipe.completed')) as others,
        coalesce(sum(times) filter (where type = 'error.raised'), 0) as errors
      from seen where is_use or type = 'error.raised' group by 1, 2),
    used as (select account_id, age, coalesce(uses, 0) + others as actions, errors from days),
    rates as (
      select account_id, least(trunc(errors * 1000 / actions), 1000000) as rate,
        row_number() over (partition by account_id order by trunc(errors * 1000 / actions)) as place,
        count(*) over (partition by account_id) as days
      from used where age between 7 and 34 and actions > 0),
    rated as (
      select account_id, age, (payload->>'csat')::int as stars, null::int as answer from spoken where type = 'ticket.resolved' and payload ? 'csat'
      union all select account_id, age, case when payload->>'kind' = 'csat' then (payload->>'score')::int end,
        case when payload->>'kind' <> 'csat' then (payload->>'score')::int end
      from spoken where type = 'survey.responded'),
    invoices as (
      select account_id, payload->>'invoiceId' as id,
        (array_agg(payload->>'status' order by at desc, source desc, event_id desc))[1] as status,
        coalesce((array_agg(payload->>'dueOn' order by at desc, source desc, event_id desc) filter (where payload ? 'dueOn'))[1]::date,
          min((at at time zone 'UTC')::date) filter (where payload->>'status' in ('overdue', 'failed'))) as due
      from spoken where type = 'billing.invoice' group by 1, 2),
    failures as (
      select account_id, count(*) as failed from spoken
      where type = 'billing.invoice' and payload->>'status' = 'failed' and age < 84 group by 1),
    on_days as (
      select account_id, count(*) filter (where age < 28) as engaged28, count(*) filter (where age < 84) as engaged84,
        count(*) filter (where age < 168) as engaged168, count(distinct age / 7) filter (where age < 84) as weeks
      from engaged group by 1),
    in_weeks as (
      select account_id, sum(people) as user_weeks, trunc(sum(trunc(permille)) / 12) as dau_wau from blocks group by 1),
    in_month as (select account_id, count(distinct person) as users28 from people where last < 28 group by 1),
    in_use as (
      select account_id, count(distinct feature) as features from seen where is_use and feature <> '' and age < 84 group by 1),
    this_week as (select account_id, sum(actions) as uses7, sum(errors) as errors7 from used where age < 7 group by 1),
    baseline as (select account_id, max(days) as baseline_days, max(rate) filter (where place = ceil(0.95 * days)) as p95
      from rates group by 1),
    told as (
      select account_id, bool_or(type = 'error.raised') as has_errors,
        count(*) filter (where type = 'ticket.created' and age < 28) as tickets28,
        count(*) filter (where type = 'ticket.created' and age < 84) as tickets84,
        count(distinct age) filter (where type = 'sponsor.touch') as touches,
        count(distinct age) filter (where type = 'sponsor.touch' and age < 84) as touches84,
        min(age) filter (where type = 'sponsor.touch') as touched
      from seen group by 1),
    voices as (
      select account_id, trunc(100 * sum(stars) filter (where age < 84) / nullif(count(stars) filter (where age < 84), 0)) as csat,
        trunc(100 * (count(*) filter (where answer >= 9 and age < 168) - count(*) filter (where answer <= 6 and age < 168))::numeric
          / nullif(count(answer) filter (where age < 168), 0)) as nps
      from rated group by 1),
    owed as (
      select account_id, count(*) as invoices, coalesce(max(greatest(on_day - due, 0))
        filter (where status in ('overdue', 'failed', 'issued')), 0) as overdue
      from invoices, today group by 1),
    counts as (
      select c.account_id, c.seats, coalesce(engaged28, 0) as engaged28, coalesce(engaged84, 0) as engaged84,
        coalesce(engaged168, 0) as engaged168, coalesce(weeks, 0) as weeks, coalesce(user_weeks, 0) as user_weeks,
        coalesce(dau_wau, 0) as dau_wau, coalesce(users28, 0) as users28, coalesce(features, 0) as features,
        coalesce(uses7, 0) as uses7, coalesce(errors7, 0) as errors7, baseline_days, p95, has_errors, tickets28, tickets84,
        csat, nps, touches, touches84, touched, coalesce(invoices, 0) as invoices, overdue, coalesce(failed, 0) as failed
      from chosen c join told using (account_id) left join on_days using (account_id) left join in_weeks using (account_id)
        left join in_month using (account_id) left join in_use using (account_id) left join this_week using (account_id)
        left join baseline using (account_id) left join voices using (account_id) left join owed using (account_id)
        left join failures using (account_id)),
    use_known as (select exists (select from seen where is_use) as yes),
    signals (account_id, component, signal, value, share) as (
      select account_id, 'adoption', 'engagedDays28', engaged28, 1 from counts, use_known where yes
      union all select account_id, 'adoption', 'engagedDays84', engaged84, 1 from counts, use_known where yes
      union all select account_id, 'adoption', 'engagedDays168', engaged168, 1 from counts, use_known where yes
      union all select account_id, 'adoption', 'seatSharePermille', trunc(1000 * users28 / seats), 1 from counts, use_known where yes and seats > 0
      union all select account_id, 'adoption', 'userWeeks12', user_weeks, 1 from counts, use_known where yes and coalesce(seats, 0) = 0
      union all select account_id, 'adoption', 'features84', features, 1 from counts, use_known where yes
      union all select account_id, 'stickiness', 'lastEngagedAge',
        coalesce((select age from recent r where r.account_id = c.account_id and place = 1), 180), 2 from counts c, use_known where yes
      union all select account_id, 'stickiness', 'thirdEngagedAge',
        coalesce((select age from recent r where r.account_id = c.account_id and place = 3), 180), 2 from counts c, use_known where yes
      union all select account_id, 'stickiness', 'engagedWeeks12', weeks, 1 from counts, use_known where yes
      union all select account_id, 'stickiness', 'dauWauPermille', dau_wau, 1 from counts, use_known where yes
      union all select account_id, 'errors', 'errorRatePercentOfBaseline', trunc(100 * trunc(1000 * errors7 / uses7) / greatest(10, p95)), 1
        from counts where has_errors and uses7 > 0 and baseline_days >= 5
      union all select account_id, 'support', 'ticketsPer100Users', trunc(100 * tickets28 / greatest(1, users28)), 1
        from counts where tickets84 > 0
      union all select account_id, 'sentiment', 'csatHundredths', csat, 1 from counts where csat is not null
      union all select account_id, 'sentiment', 'npsScore', nps, 1 from counts where nps is not null
      union all select account_id, 'sponsor', 'lastSponsorAge', touched, 1 from counts where touches >= 3
      union all select account_id, 'sponsor', 'sponsorDays84', touches84, 1 from counts where touches >= 3
      union all select account_id, 'billing', 'overdueDays', overdue, 1 from counts where invoices > 0
      union all select account_id, 'billing', 'failedPayments84', failed, 1 from counts where invoices > 0),
    knots as (
      select distinct p->>'id' as profile, curve.key as signal, place, (knot->>0)::numeric as x, (knot->>1)::numeric as y
      from jsonb_array_elements(${JSON.stringify(profiles)}::jsonb) p, jsonb_each(p->'components') component,
        jsonb_each(component.value->'curves') curve, jsonb_array_elements(curve.value) with ordinality as of (knot, place)),
    points as (
      select s.*, coalesce(
        (select trunc(100 * (a.y * (b.x - s.value) + b.y * (s.value - a.x)) / (b.x - a.x)) from knots a join knots b
          on b.profile = a.profile and b.signal = a.signal and b.place = a.place + 1
          where a.profile = c.profile->>'id' and a.signal = s.signal and s.value > a.x and s.value <= b.x),
        (select 100 * y from knots k where k.profile = c.profile->>'id' and k.signal = s.signal
          order by abs(k.x - s.value) limit 1)) as points
      from signals s join chosen c using (account_id)),
    verdicts as (
      select account_id, component, case when component = 'billing' then min(points)
        else trunc(sum(points * share) / sum(share)) end as value from points group by 1, 2),
    weights as (
      select c.account_id, component.key as component, (component.value->>'weight')::int as weight,
        component.value->>'missing' as missing from chosen c, jsonb_each(c.profile->'components') component),
    weighed as (
      select w.*, v.value, coalesce(v.value, case when missing = 'neutral' then 5000 end) as counted
      from weights w left join verdicts v using (account_id, component)),
    heard (source, component, last) as (
      select 'usage', c, max(at) filter (where is_use) from seen, unnest(array['adoption', 'stickiness', 'errors']) c group by c
      union all select 'support', 'support', max(at) filter (where type like 'ticket.%') from seen
      union all select 'survey', 'sentiment', max(at) filter (where type = 'survey.responded') from seen
      union all select 'sponsor', 'sponsor', max(at) filter (where type = 'sponsor.touch') from seen
      union all select 'billing', 'billing', max(at) filter (where type = 'billing.invoice') from seen),
    scores as (
      select account_id, case when bool_or(value is null and weight > 0 and missing = 'fail') then null
          else floor(sum(weight * counted) filter (where counted is not null) / nullif(sum(weight) filter (where counted is not null), 0) + 0.5)
        end as score from weighed group by 1)
    select s.account_id as account, c.profile->>'id' as profile, s.score::int as score,
      (select b->>'id' from jsonb_array_elements(c.profile->'bands') b where s.score >= 100 * (b->>'from')::int
        order by (b->>'from')::int desc limit 1) as band,
      (select coalesce(sum(w.weight), 0)::int from weighed w join heard h using (component)
        where w.account_id = s.account_id and w.value is not null
          and not coalesce(floor(extract(epoch from ${at}::timestamptz - h.last) / 3600) >= (c.profile->'staleAfterHours'->>h.source)::int, false)
        ) as confidence,
      (select coalesce(jsonb_object_agg(component, value::int), '{}') from verdicts v where v.account_id = s.account_id) as components
    from scores s join chosen c using (account_id) order by s.account_id collate "C"`.execute(database);
  return rows;
}

/**
 * The figures of a scorecard that stand on scores: those of its customers on the last UTC day before its end.
 * @returns part and whole by metric
 */
export async function recountScored(
  database: Queries,
  asOf: string,
  profiles: readonly Profile[],
  zone: string,
): Promise<Record<string, [number | null, number]>> {
  const last = `${new Date(Date.parse(asOf) - 1).toISOString().slice(0, 10)}T23:59:59.999Z`;
  const { rows } = await sql<{ account: string }>`
    with ${beginnings} select account_id as account from (${standing(sql`${asOf}::timestamptz`, zone)}) s
    where status = 'active'`.execute(database);
  const customers = new Set(rows.map(({ account }) => account));
  const scores = (await recountHealth(database, last, profiles, asOf)).filter(({ account }) =>
    customers.has(account),
  );
  const known = scores.flatMap(({ score }) => score ?? []);
  const adopted = scores.flatMap(({ components: { adoption } }) => adoption ?? []);
  const green = scores.filter(({ band }) => band === 'green').length;
  return {
    ...(known.length === 0 ? {} : { health: [green, known.length], 'health-score': medianOf(known) }),
    ...(adopted.length === 0 ? {} : { adoption: medianOf(adopted) }),
  };
}

function medianOf(values: readonly number[]): [number, number] {
  const ascending = values.toSorted((one, other) => one - other);
  const half = values.length / 2;
  const [lower, upper] = [ascending[Math.ceil(half) - 1] ?? 0, ascending[Math.floor(half)] ?? 0];
  return [Math.round((lower + upper) / 2), values.length];
}
