import { sql } from 'kysely';
import { beginnings, type Queries, standing, sums } from './standing.ts';

/** A moment of a digest, counted from raw events. */
export interface RecountedMoment {
  customers: number;
  arr: Record<string, number>;
  renewing: string[];
  renewingArr: Record<string, number>;
  /** `t-1 P0` */
  tickets: string[];
}

/** Customers, renewals and urgent tickets at one instant. */
export async function recountMoment(
  database: Queries,
  at: string,
  { zone, renewalDays, reopened }: { zone: string; renewalDays: number; reopened: readonly string[] },
): Promise<RecountedMoment> {
  const instant = sql`(${at}::timestamptz + interval '1 millisecond')`;
  const { rows } = await sql<RecountedMoment>`
    with ${beginnings}, standing as (${standing(instant, zone)}),
    customers as (select * from standing where status = 'active'),
    day as (select (${at}::timestamptz at time zone ${zone})::date as today),
    renewing as (select c.* from customers c, day where renews between today and today + ${renewalDays}::int),
    about as (
      select account_id, payload->>'ticketId' as id, type, at, seq, payload from events
      where type like 'ticket.%' and at <= ${at}::timestamptz),
    tickets as (
      select account_id, id, max(at) filter (where type = 'ticket.resolved') as resolved,
        (array_agg(payload->>'priority' order by at desc, seq desc) filter (where payload ? 'priority'))[1] as priority
      from about group by 1, 2 having bool_or(type = 'ticket.created')),
    open as (
      select t.* from tickets t join customers c using (account_id) where resolved is null or exists (
        select from about a where a.account_id = t.account_id and a.id = t.id and a.at > t.resolved
          and lower(a.payload->>'status') = any(${[...reopened]}::text[])))
    select (select count(*) from customers)::int as customers, ${sums(sql`(select * from customers)`)} as arr,
      (select coalesce(jsonb_agg(account_id order by account_id collate "C"), '[]') from renewing) as renewing,
      ${sums(sql`(select * from renewing)`)} as "renewingArr",
      (select coalesce(jsonb_agg(account_id || ' ' || id || ' ' || priority order by account_id collate "C", id), '[]') from open
        where priority in ('P0', 'P1')) as tickets`.execute(database);
  const [moment] = rows;
  if (!moment) throw new TypeError('nothing was counted');
  return moment;
}

/** What a week won and reached, and what is open, counted from raw events. */
export interface RecountedWeek {
  won: Record<string, number>;
  open: Record<string, number>;
  opportunities: number;
  wonInYear: Record<string, number>;
  base: Record<string, number>;
  firstValues: string[];
}

/** Opportunities and first values up to an instant. */
export async function recountWeek(
  database: Queries,
  { asOf, before }: { asOf: string; before: string },
  zone: string,
): Promise<RecountedWeek> {
  const to = sql`${asOf}::timestamptz`;
  const yearAgo = sql`((${to} at time zone ${zone} - interval '12 months') at time zone ${zone})`;
  const { rows } = await sql<RecountedWeek>`
    with ${beginnings},
    now_ as (${standing(sql`(${to} + interval '1 millisecond')`, zone)}),
    then_ as (${standing(sql`(${yearAgo} + interval '1 millisecond')`, zone)}),
    before_ as (${standing(sql`(${before}::timestamptz + interval '1 millisecond')`, zone)}),
    either as (
      select account_id from now_ where status = 'active' union select account_id from before_ where status = 'active'),
    told_of as (
      select *, payload->>'opportunityId' as id from events where type like 'expansion.%' and at <= ${to}),
    decisions as (
      select distinct on (account_id, id) * from told_of where type <> 'expansion.opened' order by account_id, id, at, seq),
    openings as (
      select distinct on (account_id, id) * from told_of where type = 'expansion.opened' order by account_id, id, at, seq),
    won as (
      select d.at, coalesce(d.payload->'arr', (select o.payload->'arr' from openings o
        where o.account_id = d.account_id and o.id = d.id and (o.at, o.seq) < (d.at, d.seq))) as arr
      from decisions d join now_ using (account_id) where d.type = 'expansion.won'),
    open as (
      select o.payload->'arr' as arr from openings o join now_ n using (account_id)
      where n.status = 'active' and not exists (select from decisions d where d.account_id = o.account_id and d.id = o.id))
    select ${sums(sql`(select * from won where at > ${before}::timestamptz)`)} as won,
      ${sums(sql`(select * from open)`)} as open, (select count(*) from open)::int as opportunities,
      ${sums(sql`(select * from won where at > ${yearAgo})`)} as "wonInYear",
      ${sums(sql`(select * from then_ where status = 'active')`)} as base,
      (select coalesce(jsonb_agg(distinct account_id order by account_id), '[]') from events join either using (account_id)
        where type = 'milestone.reached' and payload->>'milestone' = 'first_value' and at > ${before}::timestamptz and at <= ${to}
        ) as "firstValues"`.execute(database);
  const [week] = rows;
  if (!week) throw new TypeError('nothing was counted');
  return week;
}
