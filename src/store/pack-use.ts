import { type Kysely, sql } from 'kysely';
import type { Moment } from '../domain/moment.ts';
import type { ErrorCode, ErrorWeek, FeatureUse, UserUse, UseWeek } from '../domain/pack-use.ts';
import type { Schema } from './schema.ts';

/** Which use is counted: of one account, from an instant up to a moment. */
export interface UseWindow extends Moment {
  account: string;
  from: Date;
  /** Event types that count, registered ones among them. */
  types: readonly string[];
}

/** How often an event of a type says that it happened. */
const times = (type: string) =>
  sql.raw(`case when type = '${type}' and jsonb_typeof(payload->'count') = 'number'
  then (payload->>'count')::numeric else 1 end`);
/** A registered type that feeds use says it once; sessions and recipes are signs of work, and no use. */
const uses = sql`case when type = 'feature.used' or feeds = 'use' then ${times('feature.used')} else 0 end`;
const errors = times('error.raised');
const day = sql`(at at time zone 'UTC')::date`;

const within = ({ account, from, asOf, knownAt, types }: UseWindow) => sql`account_id = ${account}
  and type = any(${[...types]}::text[]) and at > ${from} and at <= ${asOf} and seq <= ${knownAt}`;

/** Whole weeks of seven days back from the moment; 0 = the latest. */
const weeksBack = ({ asOf }: UseWindow) =>
  sql`floor(extract(epoch from (${asOf}::timestamptz - at)) / 604800)::int`;

/** Users in each week back from the moment; a week without any is absent. */
export async function readUseWeeks(database: Kysely<Schema>, window: UseWindow): Promise<UseWeek[]> {
  const { rows } = await sql<UseWeek>`
    select ${weeksBack(window)} as back, count(distinct user_id)::int as users
    from events where ${within(window)} group by 1 order by 1`.execute(database);
  return rows;
}

/** Each named user in two halves of a window: what they do, their days, and when they were last seen. */
export async function readUserUse(
  database: Kysely<Schema>,
  window: UseWindow,
  half: Date,
): Promise<UserUse[]> {
  const { rows } = await sql<UserUse>`
    select user_id as "user",
      (array_agg(dimensions->>'role' order by at desc, seq desc) filter (where jsonb_exists(dimensions, 'role')))[1] as role,
      count(distinct ${day}) filter (where at > ${half})::int as days,
      coalesce(sum(${uses}) filter (where at > ${half}), 0)::float8 as uses,
      count(distinct ${day}) filter (where at <= ${half})::int as "daysBefore",
      max(at) as "lastAt"
    from events where ${within(window)} and user_id is not null group by user_id order by 3 desc, 1`.execute(
    database,
  );
  return rows;
}

/** Each feature in two halves of a window, the most used first. */
export async function readFeatureUses(
  database: Kysely<Schema>,
  window: UseWindow,
  half: Date,
): Promise<FeatureUse[]> {
  const { rows } = await sql<FeatureUse>`
    select coalesce(payload->>'feature', payload->>'module') as feature,
      count(distinct user_id) filter (where at > ${half})::int as users,
      coalesce(sum(${uses}) filter (where at > ${half}), 0)::float8 as uses,
      coalesce(sum(${uses}) filter (where at <= ${half}), 0)::float8 as "usesBefore"
    from events where ${within(window)} and type = 'feature.used'
      and coalesce(payload->>'feature', payload->>'module') is not null
    group by 1 order by 3 desc, 4 desc, 1`.execute(database);
  return rows;
}

/** Errors in each week back from the moment; a week without any is absent. */
export async function readErrorWeeks(database: Kysely<Schema>, window: UseWindow): Promise<ErrorWeek[]> {
  const { rows } = await sql<ErrorWeek>`
    select ${weeksBack(window)} as back, sum(${errors})::float8 as errors
    from events where ${within(window)} group by 1 order by 1`.execute(database);
  return rows;
}

/** Each code in two halves of a window, the most frequent first, with its latest record. */
export async function readErrorCodes(
  database: Kysely<Schema>,
  window: UseWindow,
  half: Date,
): Promise<ErrorCode[]> {
  const { rows } = await sql<ErrorCode>`
    select coalesce(payload->>'code', type) as code,
      coalesce(sum(${errors}) filter (where at > ${half}), 0)::float8 as errors,
      coalesce(sum(${errors}) filter (where at <= ${half}), 0)::float8 as "errorsBefore",
      (array_agg(seq order by at desc, seq desc))[1]::int as "lastSeq", max(at) as "lastAt"
    from events where ${within(window)} group by 1 order by 2 desc, 3 desc, 1`.execute(database);
  return rows;
}

/** Which known issues hit an account by a moment: one line for each record, in the order of time. */
export async function hitsOfAccount(
  database: Kysely<Schema>,
  account: string,
  states: readonly string[],
  { asOf, knownAt }: Moment,
): Promise<{ issue: string; at: Date; seq: number }[]> {
  const { rows } = await sql<{ issue: string; at: Date; seq: number }>`
    select l.issue_id as issue, e.at, l.seq::int as seq from issue_links l join events e on e.seq = l.seq
    where l.account_id = ${account} and l.state = any(${[...states]}::text[])
      and e.at <= ${asOf} and l.seq <= ${knownAt} order by e.at, l.seq`.execute(database);
  return rows;
}
