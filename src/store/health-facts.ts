import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type CountedFacts, factsKey } from '../domain/health-facts.ts';
import type { Rollup, Usage } from '../domain/rollup.ts';
import type { UtcDay } from '../domain/utc-day.ts';
import { rollupRecord, rollupRow, usageRecord, usageRow } from './rollup-columns.ts';
import type { Schema } from './schema.ts';
import { preparedMark } from './server-connection.ts';

/** One account at the end of one UTC day. */
export interface HealthPoint {
  account: string;
  asOfDay: UtcDay;
}

/** What was known of one account at an earlier moment: its rollups are given, not read. */
export interface PastKnowledge {
  rollups: Rollup[];
  usage: Usage[];
  knownAt: number;
  asOf: Date;
}

type Row = { account_id: string; as_of: string } & Omit<CountedFacts, 'asOfDay'>;

/**
 * Counts the facts of many points in one statement.
 * @param past - what was known then; the same statement then runs over these rows instead of the tables
 * @returns facts by `factsKey`; a point without any row has zeros
 */
export async function countHealthFacts(
  database: Kysely<Schema>,
  points: readonly HealthPoint[],
  past?: PastKnowledge,
): Promise<Map<string, CountedFacts>> {
  const { rows } = await healthFactsStatement(points, past).execute(database);
  return new Map(
    rows.map(({ account_id, as_of, ...counted }) => [
      factsKey(account_id, as_of),
      { asOfDay: as_of, ...counted },
    ]),
  );
}

/** So many points are one question; more are a scoring run, which the planner has to see as such. */
const fewPoints = 32;

/** The counting statement itself, one row per point. */
export function healthFactsStatement(points: readonly HealthPoint[], past?: PastKnowledge): RawBuilder<Row> {
  // Arrays tell the planner how many points there are: one is answered through indexes, thousands by hashing.
  const accounts = points.map((point) => point.account);
  const days = points.map((point) => point.asOfDay);
  const mark = past || points.length > fewPoints ? '' : preparedMark('health_facts');
  return sql<Row>`${sql.raw(mark)} with ${past ? sql`${pastRelations(past, accounts)}, ` : sql``}
    points as (select * from unnest(${accounts}::text[], ${days}::text[]::date[]) as point (account_id, as_of)),
    ${dailyFacts}, ${rareFacts}, ${userFacts}, ${stateFacts}
    ${factColumns}`;
}

/** Relations that stand before the tables of the same names, so that one statement serves now and then. */
function pastRelations(past: PastKnowledge, accounts: readonly string[]): RawBuilder<unknown> {
  const rollups = JSON.stringify(past.rollups.map(rollupRow));
  const usage = JSON.stringify(past.usage.map(usageRow));
  return sql`
    rollups as (select * from jsonb_to_recordset(${rollups}::jsonb) as r (${rollupRecord})),
    usage_days as (select * from jsonb_to_recordset(${usage}::jsonb) as u (${usageRecord})),
    events as (
      select * from events
      where account_id = any(${[...accounts]}::text[]) and seq <= ${past.knownAt} and at <= ${past.asOf}
    )`;
}

const dailyFacts = sql`
  days as (
    select p.account_id, p.as_of, p.as_of - r.day as age, r.actions, r.errors, r.feature_uses,
      r.tickets_created, r.tickets_urgent, r.csat_sum, r.csat_count,
      r.nps_promoters, r.nps_detractors, r.nps_count, r.sponsor_touches,
      r.actions > 0 or r.tickets_created > 0 or r.sponsor_touches > 0 as engaged
    from points p join rollups r on r.account_id = p.account_id and r.day <= p.as_of and r.day > p.as_of - 180
  ),
  daily as (
    select account_id, as_of,
      count(*) filter (where engaged and age < 28) as engaged28,
      count(*) filter (where engaged and age < 84) as engaged84,
      count(*) filter (where engaged and age < 168) as engaged168,
      array_agg(age order by age) filter (where engaged) as engaged_ages,
      count(distinct age / 7) filter (where engaged and age < 84) as engaged_weeks12,
      coalesce(sum(actions) filter (where age < 7), 0) as uses7,
      coalesce(sum(errors) filter (where age < 7), 0) as errors7,
      array_agg(least(errors * 1000 / actions, 1000000)::integer order by age) filter (where actions > 0 and age between 7 and 34) as rates,
      coalesce(sum(tickets_created) filter (where age < 28), 0) as tickets28,
      coalesce(sum(tickets_created) filter (where age < 84), 0) as tickets84,
      coalesce(sum(tickets_urgent) filter (where age < 28), 0) as urgent28,
      coalesce(sum(csat_sum) filter (where age < 84), 0) as csat_sum84,
      coalesce(sum(csat_count) filter (where age < 84), 0) as csat_count84,
      coalesce(sum(nps_promoters) filter (where age < 168), 0) as promoters168,
      coalesce(sum(nps_detractors) filter (where age < 168), 0) as detractors168,
      coalesce(sum(nps_count) filter (where age < 168), 0) as nps168,
      count(*) filter (where sponsor_touches > 0 and age < 84) as sponsor84
    from days group by account_id, as_of
  )`;

const rareFacts = sql`
  sponsor as (
    select p.account_id, p.as_of, count(*) as days, min(p.as_of - r.day) as last_age
    from points p join rollups r on r.account_id = p.account_id and r.day <= p.as_of and r.sponsor_touches > 0
    group by p.account_id, p.as_of
  ),
  failing as (
    select distinct p.account_id, p.as_of
    from points p join rollups r on r.account_id = p.account_id and r.day <= p.as_of and r.errors > 0
  )`;

const userFacts = sql`
  uses as (
    select p.account_id, p.as_of, u.user_id, u.feature, p.as_of - u.day as age
    from points p join usage_days u on u.account_id = p.account_id and u.day <= p.as_of and u.day > p.as_of - 84
  ),
  user_weeks as (
    select account_id, as_of, user_id, age / 7 as week, count(distinct age) as user_days
    from uses where user_id <> '' group by account_id, as_of, user_id, age / 7
  ),
  weeks as (
    select account_id, as_of, week, count(*) as users, 1000 * sum(user_days) / (7 * count(*)) as permille
    from user_weeks group by account_id, as_of, week
  ),
  weekly as (
    select account_id, as_of, sum(users) as user_weeks, trunc(sum(trunc(permille)) / 12) as dau_wau
    from weeks group by account_id, as_of
  ),
  people as (
    select account_id, as_of, user_id, min(age) as last_age,
      count(distinct feature) filter (where feature <> '' and age < 28) as features28
    from uses where user_id <> '' group by account_id, as_of, user_id
  ),
  users as (
    select account_id, as_of, count(*) filter (where last_age < 7) as users7,
      count(*) filter (where last_age < 28) as users28, count(*) filter (where features28 >= 5) as power28
    from people group by account_id, as_of
  ),
  features as (
    select account_id, as_of, count(distinct feature) as features84
    from uses where feature <> '' group by account_id, as_of
  )`;

const stateFacts = sql`
  tickets as (
    select p.account_id, p.as_of, count(distinct e.payload->>'ticketId') as open
    from points p join events e on e.account_id = p.account_id and e.type = 'ticket.created' and e.at < (p.as_of + 1)::timestamp at time zone 'UTC'
    where not exists (
      select 1 from events r where r.account_id = e.account_id and r.type = 'ticket.resolved'
        and r.at < (p.as_of + 1)::timestamp at time zone 'UTC' and r.payload->>'ticketId' = e.payload->>'ticketId')
    group by p.account_id, p.as_of
  ),
  invoice_events as (
    select p.account_id, p.as_of, e.payload->>'invoiceId' as invoice, e.payload->>'status' as status,
      (e.payload->>'dueOn')::date as due_on, (e.at at time zone 'UTC')::date as day,
      row_number() over (
        partition by p.account_id, p.as_of, e.payload->>'invoiceId' order by e.at desc, e.source desc, e.event_id desc
      ) as age_rank
    from points p join events e on e.account_id = p.account_id and e.type = 'billing.invoice'
      and e.at < (p.as_of + 1)::timestamp at time zone 'UTC'
  ),
  invoices as (
    select account_id, as_of, (array_agg(status order by age_rank))[1] as status,
      (array_agg(due_on order by age_rank) filter (where due_on is not null))[1] as due_on,
      min(day) filter (where status in ('overdue', 'failed')) as unpaid_since
    from invoice_events group by account_id, as_of, invoice
  ),
  billing as (
    -- Without a due day an invoice is overdue from the day on which its source first says so.
    select account_id, as_of, count(*) as invoices,
      coalesce(max(greatest(as_of - coalesce(due_on, unpaid_since), 0))
        filter (where status in ('overdue', 'failed', 'issued')), 0) as overdue_days
    from invoices group by account_id, as_of
  ),
  failures as (
    select p.account_id, p.as_of, count(*) as payments
    from points p join events e on e.account_id = p.account_id and e.type = 'billing.invoice'
      and e.at < (p.as_of + 1)::timestamp at time zone 'UTC' and e.at >= (p.as_of - 83)::timestamp at time zone 'UTC'
    where e.payload->>'status' = 'failed' group by p.account_id, p.as_of
  ),
  expansions as (
    select p.account_id, p.as_of, count(*) as won
    from points p join events e on e.account_id = p.account_id and e.type = 'expansion.won'
      and e.at < (p.as_of + 1)::timestamp at time zone 'UTC' and e.at >= (p.as_of - 364)::timestamp at time zone 'UTC'
    group by p.account_id, p.as_of
  )`;

const factColumns = sql`
  select p.account_id, p.as_of,
    coalesce(d.engaged28, 0)::integer as "engagedDays28",
    coalesce(d.engaged84, 0)::integer as "engagedDays84",
    coalesce(d.engaged168, 0)::integer as "engagedDays168",
    d.engaged_ages[1] as "lastEngagedAge",
    d.engaged_ages[3] as "thirdEngagedAge",
    coalesce(d.engaged_weeks12, 0)::integer as "engagedWeeks12",
    coalesce(u.users7, 0)::integer as "users7",
    coalesce(u.users28, 0)::integer as "users28",
    coalesce(u.power28, 0)::integer as "powerUsers28",
    coalesce(w.user_weeks, 0)::integer as "userWeeks12",
    coalesce(w.dau_wau, 0)::integer as "dauWauPermille",
    coalesce(f.features84, 0)::integer as "features84",
    coalesce(d.uses7, 0)::bigint as "uses7",
    coalesce(d.errors7, 0)::bigint as "errors7",
    coalesce(d.rates, '{}'::integer[]) as "baselineErrorRates",
    (x.account_id is not null) as "errorsEver",
    coalesce(d.tickets28, 0)::integer as "ticketsCreated28",
    coalesce(d.tickets84, 0)::integer as "ticketsCreated84",
    coalesce(d.urgent28, 0)::integer as "ticketsUrgent28",
    coalesce(t.open, 0)::integer as "ticketsOpen",
    coalesce(d.csat_sum84, 0)::integer as "csatSum84",
    coalesce(d.csat_count84, 0)::integer as "csatCount84",
    coalesce(d.promoters168, 0)::integer as "npsPromoters168",
    coalesce(d.detractors168, 0)::integer as "npsDetractors168",
    coalesce(d.nps168, 0)::integer as "npsCount168",
    coalesce(s.days, 0)::integer as "sponsorDaysEver",
    coalesce(d.sponsor84, 0)::integer as "sponsorDays84",
    s.last_age as "lastSponsorAge",
    coalesce(b.invoices, 0)::integer as "invoicesEver",
    coalesce(b.overdue_days, 0)::integer as "overdueDays",
    coalesce(n.payments, 0)::integer as "failedPayments84",
    coalesce(o.won, 0)::integer as "expansionsWon365"
  from points p
    left join daily d using (account_id, as_of)
    left join sponsor s using (account_id, as_of)
    left join failing x using (account_id, as_of)
    left join weekly w using (account_id, as_of)
    left join users u using (account_id, as_of)
    left join features f using (account_id, as_of)
    left join tickets t using (account_id, as_of)
    left join billing b using (account_id, as_of)
    left join failures n using (account_id, as_of)
    left join expansions o using (account_id, as_of)`;
