import { type Kysely, sql } from 'kysely';
import type { StoredEvent } from '../domain/event.ts';
import { hitStates } from '../domain/known-issue.ts';
import type { Moment } from '../domain/moment.ts';
import type { Usage } from '../domain/rollup.ts';
import type { UtcDay } from '../domain/utc-day.ts';
import { type EventRow, eventFromRow } from './event-rows.ts';
import type { Schema } from './schema.ts';
import { ticketTypes } from './ticket-key.ts';

/** A snapshot of one account's week as it is kept. */
export interface KeptWeek {
  id: string;
  account: string;
  asOf: Date;
  knownAt: number;
  /** Canonical JSON. */
  body: string;
  madeAt: Date;
}

/** What became of one account's week for one reader. */
export interface UpdateSending {
  /** `member exec1`, or `customer`. */
  target: string;
  account: string;
  /** `YYYY-MM-DD` */
  dueOn: string;
  snapshotId: string | null; // null = none was needed to say so
  proposalId: string | null; // null = nothing went out
  reason: string | null; // null = it went out
  at: Date;
}

/** Keeps a snapshot; one that is there already stays as it is. */
export async function keepWeek(database: Kysely<Schema>, kept: KeptWeek): Promise<void> {
  const { id, account, asOf, knownAt, body, madeAt } = kept;
  await sql`insert into update_snapshots (id, account_id, as_of, known_at, body, made_at)
    values (${id}, ${account}, ${asOf}, ${knownAt}, ${body}, ${madeAt}) on conflict do nothing`.execute(
    database,
  );
}

/** The canonical bytes of a snapshot by its id; null = there is none */
export async function findWeek(database: Kysely<Schema>, id: string): Promise<string | null> {
  if (id.includes('\u0000')) return null;
  const { rows } = await sql<{ body: string }>`select body from update_snapshots where id = ${id}`.execute(
    database,
  );
  return rows[0]?.body ?? null;
}

/** Notes what became of a reader's week; false = somebody noted it before. */
export async function addUpdateSending(
  transaction: Kysely<Schema>,
  { target, account, dueOn, snapshotId, proposalId, reason, at }: UpdateSending,
): Promise<boolean> {
  const { rows } = await sql`
    insert into update_sendings (target, account_id, due_on, snapshot_id, proposal_id, reason, at)
    values (${target}, ${account}, ${dueOn}::date, ${snapshotId}, ${proposalId}, ${reason}, ${at})
    on conflict do nothing returning 1`.execute(transaction);
  return rows.length > 0;
}

/**
 * The last week that was seen to for each target and account, as `target account`: the day on which it was due.
 * @param until - what was due after this day was sent before the clock was set back, and is of no week that was
 */
export async function lastUpdates(database: Kysely<Schema>, until: UtcDay): Promise<Map<string, string>> {
  const { rows } = await sql<{ target: string; account: string; due: string }>`
    select target, account_id as account, max(due_on)::text as due from update_sendings
    where due_on <= ${until}::date group by target, account_id`.execute(database);
  return new Map(rows.map(({ target, account, due }) => [`${target} ${account}`, due]));
}

/** What became of weekly letters and updates, the newest first. */
export async function listUpdateSendings(database: Kysely<Schema>, limit: number): Promise<UpdateSending[]> {
  const { rows } = await sql<UpdateSending>`
    select target, account_id as account, due_on::text as "dueOn", snapshot_id as "snapshotId",
      proposal_id as "proposalId", reason, at
    from update_sendings order by at desc, target, account_id limit ${limit}`.execute(database);
  return rows;
}

/** Forgets snapshots that were made before an instant and that nothing went out from. */
export async function forgetWeeks(database: Kysely<Schema>, before: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`with gone as (
      delete from update_snapshots s where s.made_at < ${before}
        and not exists (select from update_sendings d where d.snapshot_id = s.id) returning 1)
    select count(*)::integer as n from gone`.execute(database);
  return rows[0]?.n ?? 0;
}

/** Notes that somebody wants no weekly letters; a second time changes nothing. @returns whether it is new */
export async function addLetterOptOut(
  database: Kysely<Schema>,
  { address, by, at }: { address: string; by: string; at: Date },
): Promise<boolean> {
  const { rows } = await sql`insert into letter_opt_outs (address, by_whom, at)
    values (${address.toLowerCase()}, ${by}, ${at}) on conflict do nothing returning 1`.execute(database);
  return rows.length > 0;
}

/** Takes that back. @returns whether there was something to take back */
export async function removeLetterOptOut(database: Kysely<Schema>, address: string): Promise<boolean> {
  const { rows } = await sql`delete from letter_opt_outs where address = ${address.toLowerCase()}
    returning 1`.execute(database);
  return rows.length > 0;
}

/** Which of these addresses want no weekly letters, in lower case. */
export async function findLetterOptOuts(
  database: Kysely<Schema>,
  addresses: readonly string[],
): Promise<string[]> {
  const asked = addresses.filter((one) => !one.includes('\u0000')).map((one) => one.toLowerCase());
  const { rows } = await sql<{ address: string }>`select address from letter_opt_outs
    where address = any(${asked}::text[]) order by 1`.execute(database);
  return rows.map(({ address }) => address);
}

/** Who used what on each day of an account from one day to another, as the stored rollups have it; sessions too. */
export async function readUsageDays(
  database: Kysely<Schema>,
  account: string,
  from: UtcDay,
  to: UtcDay,
): Promise<Usage[]> {
  const { rows } = await sql<Usage>`
    select account_id as account, user_id as "user", feature, day, uses from usage_days
    where account_id = ${account} and day >= ${from}::date and day <= ${to}::date
    order by day, user_id, feature`.execute(database);
  return rows;
}

/** Known issues that hit an account within a moment: its first and latest record of each, and how many. */
export async function issueHitsOf(
  database: Kysely<Schema>,
  account: string,
  { asOf, knownAt }: Moment,
): Promise<{ issue: string; firstAt: Date; latestSeq: number; records: number }[]> {
  const { rows } = await sql<{ issue: string; firstAt: Date; latestSeq: number; records: number }>`
    select l.issue_id as issue, min(e.at) as "firstAt", count(*)::integer as records,
      (array_agg(e.seq order by e.at desc, e.seq desc))[1] as "latestSeq"
    from issue_links l join events e on e.seq = l.seq
    where l.account_id = ${account} and l.state = any(${[...hitStates]}::text[])
      and e.at <= ${asOf} and e.seq <= ${knownAt}
    group by l.issue_id order by l.issue_id`.execute(database);
  return rows.map((row) => ({ ...row, latestSeq: Number(row.latestSeq) }));
}

/** Every event about an account's tickets within a moment, in the order in which they happened. */
export async function ticketEventsOf(
  database: Kysely<Schema>,
  account: string,
  { asOf, knownAt }: Moment,
): Promise<StoredEvent[]> {
  const { rows } = await sql<EventRow>`select * from events
    where account_id = ${account} and type in ${ticketTypes} and at <= ${asOf} and seq <= ${knownAt}
    order by at, seq`.execute(database);
  return rows.map(eventFromRow);
}

/** What waits for a decision about an account: hints to single users last, else the oldest first. */
export async function waitingOf(
  database: Kysely<Schema>,
  account: string,
): Promise<{ id: string; summary: string; at: Date }[]> {
  const { rows } = await sql<{ id: string; summary: string; at: Date }>`
    select id, life->>'summary' as summary, proposed_at as at from proposals
    where account_id = ${account} and state = 'proposed'
    order by kind = 'nudge.send', proposed_at, id`.execute(database);
  return rows;
}

/** The proposal of the weekly letter that was drawn from a snapshot; null = there is none */
export async function findLetterProposal(
  database: Kysely<Schema>,
  snapshotId: string,
): Promise<string | null> {
  if (snapshotId.includes('\u0000')) return null;
  const { rows } = await sql<{ id: string }>`select proposal_id as id from update_sendings
    where snapshot_id = ${snapshotId} and target = 'customer' and proposal_id is not null`.execute(database);
  return rows[0]?.id ?? null;
}
