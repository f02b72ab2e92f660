import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** What customers measured in a time; records that say nothing of one of them count for nothing there. */
export interface MeasuredValue {
  hoursSaved: number;
  automations: number;
  records: number;
  accounts: number;
}

/** A span of instants: `from` is in it, `to` is not. */
interface Span {
  from: Date;
  to: Date;
}

/** Sums what was measured, in one statement. */
export async function sumMeasuredValue(database: Kysely<Schema>, { from, to }: Span): Promise<MeasuredValue> {
  const { rows } = await sql<MeasuredValue>`
    select coalesce(sum((payload->>'hoursSaved')::numeric), 0)::float8 as "hoursSaved",
      coalesce(sum((payload->>'automations')::numeric), 0)::float8 as automations,
      count(*)::int as records, count(distinct account_id)::int as accounts
    from events where type = 'value.measured' and at >= ${from} and at < ${to}`.execute(database);
  return rows[0] ?? { hoursSaved: 0, automations: 0, records: 0, accounts: 0 };
}

/** The latest records of measured value, by which the sums can be counted again. */
export async function listMeasuredValue(
  database: Kysely<Schema>,
  { from, to }: Span,
  limit: number,
): Promise<
  {
    seq: number;
    account: string;
    name: string;
    at: Date;
    hoursSaved: number | null;
    automations: number | null;
  }[]
> {
  const { rows } = await sql<Awaited<ReturnType<typeof listMeasuredValue>>[number]>`
    select e.seq::int as seq, e.account_id as account, a.name, e.at, (e.payload->>'hoursSaved')::float8 as "hoursSaved",
      (e.payload->>'automations')::float8 as automations
    from events e join accounts a on a.id = e.account_id
    where e.type = 'value.measured' and e.at >= ${from} and e.at < ${to} order by e.at desc, e.seq desc limit ${limit}`.execute(
    database,
  );
  return rows;
}

/** Proposals that were carried out, by kind and by whether people decided them. */
export async function countCarriedOut(
  database: Kysely<Schema>,
  { from, to }: Span,
): Promise<{ kind: string; byPeople: number; byItself: number }[]> {
  const { rows } = await sql<{ kind: string; byPeople: number; byItself: number }>`
    select kind, count(*) filter (where jsonb_array_length(life->'approvals') > 0)::int as "byPeople",
      count(*) filter (where jsonb_array_length(life->'approvals') = 0)::int as "byItself"
    from proposals where state = 'done' and proposed_at >= ${from} and proposed_at < ${to}
      and life->>'batch' is distinct from 'audit.checkpoint' group by kind order by 3 desc, 2 desc, 1`.execute(
    database,
  );
  return rows;
}

/** Customers' people who used the product on at least one day, by the role that their latest record names. */
export async function countActiveByRole(
  database: Kysely<Schema>,
  { from, to }: Span,
): Promise<{ role: string | null; users: number; accounts: number }[]> {
  const { rows } = await sql<{ role: string | null; users: number; accounts: number }>`
    with active as (
      select distinct account_id, user_id from usage_days
      where day >= ${from.toISOString().slice(0, 10)}::date and day < ${to.toISOString().slice(0, 10)}::date),
    roles as (
      select distinct on (account_id, user_id) account_id, user_id, dimensions->>'role' as role from events
      where user_id is not null and jsonb_exists(dimensions, 'role') and at >= ${from} and at < ${to}
      order by account_id, user_id, at desc, seq desc)
    select r.role, count(*)::int as users, count(distinct a.account_id)::int as accounts
    from active a left join roles r on r.account_id = a.account_id and r.user_id = a.user_id
    group by r.role order by 2 desc, 1`.execute(database);
  return rows;
}

/** What members did here, by role as the members are now: how many were active, and how many acts of theirs the audit has. */
export async function countMemberActs(
  database: Kysely<Schema>,
  { from, to }: Span,
): Promise<{ role: string; members: number; active: number; acts: number }[]> {
  const { rows } = await sql<{ role: string; members: number; active: number; acts: number }>`
    with acts as (
      select actor, count(*) as acts from audit where at >= ${from} and at < ${to} group by actor)
    select m.role, count(*)::int as members, count(acts.actor)::int as active, coalesce(sum(acts.acts), 0)::int as acts
    from members m left join acts on acts.actor = m.id group by m.role order by m.role`.execute(database);
  return rows;
}
