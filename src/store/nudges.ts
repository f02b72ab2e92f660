import { type Kysely, sql } from 'kysely';
import type { NudgeDecision, NudgeOutcome } from '../domain/nudge.ts';
import type { UtcDay } from '../domain/utc-day.ts';
import type { Schema } from './schema.ts';

/** A turn as it is written. */
export interface NudgeTurn {
  account: string;
  user: string;
  nudge: string;
  decidedAt: Date;
  outcome: Exclude<NudgeOutcome, 'deferred'>;
  reason: string;
  /** Of a proposed one, and only of one. */
  proposalId: string | null;
}

/** A nudge that waits for its hour. */
export interface NudgeDeferral {
  account: string;
  user: string;
  nudge: string;
  deferredAt: Date;
  dueAt: Date;
  reason: string;
}

/**
 * Writes a turn down, unless somebody else wrote one of the account meanwhile: then the plan that it stands on is old. The
 * person's deferral is over with it.
 * @param known - how many turns the account had when the plan was made, with those of the plan itself
 * @returns whether it was written
 */
export async function addNudgeTurn(
  transaction: Kysely<Schema>,
  { account, user, nudge, ...turn }: NudgeTurn,
  known: number,
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(4865748, hashtext(${account}))`.execute(transaction);
  if ((await countNudgeTurns(transaction, account)) !== known) return false;
  await sql`insert into nudge_turns
      (account_id, user_id, nudge_id, decided_at, outcome, reason, deferred_at, proposal_id)
    values (${account}, ${user}, ${nudge}, ${turn.decidedAt}, ${turn.outcome}, ${turn.reason},
      (select deferred_at from nudge_deferrals
        where account_id = ${account} and user_id = ${user} and nudge_id = ${nudge}), ${turn.proposalId})`.execute(
    transaction,
  );
  await dropNudgeDeferral(transaction, account, user);
  return true;
}

/** How many turns an account ever had. */
export async function countNudgeTurns(database: Kysely<Schema>, account: string): Promise<number> {
  const { rows } = await sql<{ turns: number }>`
    select count(*)::int as turns from nudge_turns where account_id = ${account}`.execute(database);
  return rows[0]?.turns ?? 0;
}

/** Keeps which nudge of a person waits; the hour of its first deferral stays as long as it is the same nudge. */
export async function writeNudgeDeferral(
  database: Kysely<Schema>,
  { account, user, nudge, deferredAt, dueAt, reason }: NudgeDeferral,
): Promise<void> {
  await sql`insert into nudge_deferrals as d (account_id, user_id, nudge_id, deferred_at, due_at, reason)
    values (${account}, ${user}, ${nudge}, ${deferredAt}, ${dueAt}, ${reason})
    on conflict (account_id, user_id) do update set
      deferred_at = case when d.nudge_id = excluded.nudge_id then d.deferred_at else excluded.deferred_at end,
      nudge_id = excluded.nudge_id, due_at = excluded.due_at, reason = excluded.reason`.execute(database);
}

/** Lets a deferred nudge go. */
export async function dropNudgeDeferral(
  database: Kysely<Schema>,
  account: string,
  user: string,
): Promise<void> {
  await sql`delete from nudge_deferrals where account_id = ${account} and user_id = ${user}`.execute(
    database,
  );
}

/** The accounts that have a nudge whose hour has come, by id. */
export async function accountsWithNudgesDue(database: Kysely<Schema>, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct account_id as id from nudge_deferrals where due_at <= ${now} order by 1`.execute(
    database,
  );
  return rows.map(({ id }) => id);
}

/** Which of these accounts have a nudge that waits for its hour, come or not. */
export async function accountsWithNudgesDeferred(
  database: Kysely<Schema>,
  accounts: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct account_id as id from nudge_deferrals
    where account_id = any(${[...accounts]}::text[])`.execute(database);
  return rows.map(({ id }) => id);
}

/**
 * What was decided since an instant, and what waits, the oldest first. Whether a proposed one was sent is what its proposal
 * says; one that was only practised was not.
 * @param account - null = every account
 */
export async function listNudgeDecisions(
  database: Kysely<Schema>,
  account: string | null,
  since: Date,
): Promise<NudgeDecision[]> {
  const { rows } = await sql<NudgeDecision & { life: string | null; finishedAt: string | null }>`
    select t.account_id as account, t.user_id as "user", t.nudge_id as nudge, t.outcome, t.reason,
      t.decided_at as "decidedAt", null as "dueAt", t.proposal_id as "proposalId",
      case when p.id is null then null
        when p.life->>'autonomy' = 'shadow' and p.state <> 'proposed' then 'dropped'
        when p.state = 'done' then 'sent'
        when p.state in ('proposed', 'approved', 'executing', 'unknown') then 'open'
        else 'dropped' end as state,
      case when p.state = 'done' and p.life->>'autonomy' <> 'shadow' then p.life->>'finishedAt' end as "finishedAt"
    from nudge_turns t left join proposals p on p.id = t.proposal_id
    where t.decided_at >= ${since} and (${account}::text is null or t.account_id = ${account})
    union all
    select account_id, user_id, nudge_id, 'deferred', reason, deferred_at, due_at, null, null, null
    from nudge_deferrals where ${account}::text is null or account_id = ${account}
    order by "decidedAt", account, "user", nudge`.execute(database);
  return rows.map(({ finishedAt, life: _life, ...row }) => ({
    ...row,
    sentAt: finishedAt === null ? null : new Date(finishedAt),
  }));
}

/**
 * When nudges went to one person since an instant, whoever proposed them; one that is on its way counts as of now.
 * @param except - a proposal that is not asked about
 */
export async function listNudgeSends(
  database: Kysely<Schema>,
  {
    account,
    user,
    except,
    since,
    now,
  }: { account: string; user: string; except: string; since: Date; now: Date },
): Promise<{ proposalId: string; at: Date }[]> {
  const { rows } = await sql<{ id: string; at: string | null }>`
    select p.id, case when p.state = 'done' then p.life->>'finishedAt' end as at from proposals p
    where p.kind = 'nudge.send' and p.account_id = ${account} and p.id <> ${except}
      and p.state in ('done', 'executing', 'unknown') and p.life->>'autonomy' <> 'shadow'
      and convert_from(p.body, 'UTF8')::jsonb->'params'->>'user' = ${user}
      and (p.state <> 'done' or p.life->>'finishedAt' >= ${since.toISOString()})`.execute(database);
  return rows.map(({ id, at }) => ({ proposalId: id, at: at === null ? now : new Date(at) }));
}

/** How many nudges wait for people or are on their way, by account. */
export async function countOpenNudges(database: Kysely<Schema>): Promise<Map<string, number>> {
  const { rows } = await sql<{ account: string; open: number }>`
    select account_id as account, count(*)::int as open from proposals
    where kind = 'nudge.send' and state in ('proposed', 'approved', 'executing', 'unknown')
    group by account_id`.execute(database);
  return new Map(rows.map(({ account, open }) => [account, open]));
}

/**
 * Notes that somebody wants no nudges; a second time changes nothing.
 * @returns whether it is new
 */
export async function addNudgeOptOut(
  database: Kysely<Schema>,
  { user, by, at }: { user: string; by: string; at: Date },
): Promise<boolean> {
  const { rows } =
    await sql`insert into nudge_opt_outs (user_id, by_member, at) values (${user}, ${by}, ${at})
    on conflict do nothing returning user_id`.execute(database);
  return rows.length > 0;
}

/** Takes that back. @returns whether there was something to take back */
export async function removeNudgeOptOut(database: Kysely<Schema>, user: string): Promise<boolean> {
  const { rows } = await sql`delete from nudge_opt_outs where user_id = ${user} returning user_id`.execute(
    database,
  );
  return rows.length > 0;
}

/** Which of these users want no nudges. */
export async function findNudgeOptOuts(
  database: Kysely<Schema>,
  users: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ user: string }>`select user_id as "user" from nudge_opt_outs
    where user_id = any(${users.filter((user) => !user.includes('\u0000'))}::text[]) order by 1`.execute(
    database,
  );
  return rows.map(({ user }) => user);
}

/** On which days users used features, after a turn of theirs: what "acted" is read from. */
export async function readDaysAfterNudges(
  database: Kysely<Schema>,
  since: Date,
): Promise<{ account: string; user: string; feature: string; day: UtcDay }[]> {
  const { rows } = await sql<{ account: string; user: string; feature: string; day: UtcDay }>`
    select u.account_id as account, u.user_id as "user", u.feature, u.day from usage_days u
    join (select account_id, user_id, min(decided_at) as first from nudge_turns
      where decided_at >= ${since} group by account_id, user_id) t
      on t.account_id = u.account_id and t.user_id = u.user_id
    where u.day >= (t.first at time zone 'UTC')::date and u.feature <> ''
    order by 1, 2, 3, 4`.execute(database);
  return rows;
}

/** The proposals whose nudge somebody acted on, as the product reports under the proposal's id. */
export async function findNudgeClicks(database: Kysely<Schema>, since: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct e.payload->>'nudgeId' as id from events e
    where e.type = 'nudge.acted' and e.at >= ${since}
      and exists (select from nudge_turns t where t.proposal_id = e.payload->>'nudgeId') order by 1`.execute(
    database,
  );
  return rows.map(({ id }) => id);
}
