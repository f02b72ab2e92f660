import { type Kysely, sql } from 'kysely';
import type { Alert } from '../domain/alert.ts';
import type { StoredEvent } from '../domain/event.ts';
import { hitStates } from '../domain/known-issue.ts';
import type { Moment } from '../domain/moment.ts';
import type { ProposalState } from '../domain/proposal.ts';
import type { UtcDay } from '../domain/utc-day.ts';
import { type EventRow, eventFromRow } from './event-rows.ts';
import type { Schema } from './schema.ts';

/** A snapshot as it is kept. */
export interface KeptSnapshot {
  id: string;
  asOf: Date;
  knownAt: number;
  segment: string | null; // null = all customers
  /** Canonical JSON. */
  body: string;
  madeAt: Date;
}

/** A digest of one week, to one recipient. */
export interface DigestSending {
  recipient: string;
  /** `YYYY-MM-DD` */
  dueOn: string;
  snapshotId: string;
  proposalId: string;
  at: Date;
}

/** Keeps a snapshot; one that is there already stays as it is. */
export async function keepSnapshot(database: Kysely<Schema>, kept: KeptSnapshot): Promise<void> {
  const { id, asOf, knownAt, segment, body, madeAt } = kept;
  await sql`insert into digest_snapshots (id, as_of, known_at, segment, body, made_at)
    values (${id}, ${asOf}, ${knownAt}, ${segment}, ${body}, ${madeAt}) on conflict do nothing`.execute(
    database,
  );
}

interface SnapshotRow {
  id: string;
  as_of: Date;
  known_at: number;
  segment: string | null;
  body: string;
  made_at: Date;
}

/** A snapshot by its id; null = there is none */
export async function findSnapshot(database: Kysely<Schema>, id: string): Promise<KeptSnapshot | null> {
  if (id.includes('\u0000')) return null;
  const { rows } = await sql<SnapshotRow>`select * from digest_snapshots where id = ${id}`.execute(database);
  const [row] = rows;
  if (!row) return null;
  const { as_of: asOf, known_at, segment, body, made_at: madeAt } = row;
  return { id, asOf, knownAt: Number(known_at), segment, body, madeAt };
}

/** The newest snapshots, without what is in them. */
export async function listSnapshots(
  database: Kysely<Schema>,
  limit: number,
): Promise<Omit<KeptSnapshot, 'body'>[]> {
  const { rows } = await sql<Omit<SnapshotRow, 'body'>>`select id, as_of, known_at, segment, made_at
    from digest_snapshots order by made_at desc, id limit ${limit}`.execute(database);
  return rows.map(({ id, as_of: asOf, known_at, segment, made_at: madeAt }) => ({
    id,
    asOf,
    knownAt: Number(known_at),
    segment,
    madeAt,
  }));
}

/** Notes that a recipient's digest of a week is on its way; false = it was before. */
export async function addDigestSending(
  transaction: Kysely<Schema>,
  { recipient, dueOn, snapshotId, proposalId, at }: DigestSending,
): Promise<boolean> {
  const { rows } = await sql`insert into digest_sendings (recipient, due_on, snapshot_id, proposal_id, at)
    values (${recipient}, ${dueOn}::date, ${snapshotId}, ${proposalId}, ${at}) on conflict do nothing returning 1`.execute(
    transaction,
  );
  return rows.length > 0;
}

/**
 * The last week for which each recipient had its digest: the day on which it was due, by recipient.
 * @param until - what was due after this day was sent before the clock was set back, and is of no week that was
 */
export async function lastDigests(database: Kysely<Schema>, until: UtcDay): Promise<Map<string, string>> {
  const { rows } = await sql<{ recipient: string; due: string }>`
    select recipient, max(due_on)::text as due from digest_sendings where due_on <= ${until}::date
    group by recipient`.execute(database);
  return new Map(rows.map(({ recipient, due }) => [recipient, due]));
}

/** Digests whose details do not hang under them yet, with where their message is; null = it is not there (yet). */
export async function digestsWithoutDetails(
  database: Kysely<Schema>,
  since: Date,
): Promise<(DigestSending & { state: ProposalState; message: string | null })[]> {
  const { rows } = await sql<{
    recipient: string;
    due: string;
    snapshot: string;
    proposal: string;
    at: Date;
    state: ProposalState;
    message: string | null;
  }>`select s.recipient, s.due_on::text as due, s.snapshot_id as snapshot, s.proposal_id as proposal, s.at, q.state,
      coalesce(q.life->'receipt'->>'message', q.life->'receipt'->>'file') as message
    from digest_sendings s join proposals q on q.id = s.proposal_id
    where s.details_id is null and s.at >= ${since} order by s.at, s.recipient`.execute(database);
  return rows.map(({ due: dueOn, snapshot: snapshotId, proposal: proposalId, ...row }) => ({
    ...row,
    dueOn,
    snapshotId,
    proposalId,
  }));
}

/** Notes what hangs under a digest, once; false = something does already. */
export async function noteDigestDetails(
  transaction: Kysely<Schema>,
  { recipient, dueOn }: Pick<DigestSending, 'recipient' | 'dueOn'>,
  detailsId: string,
): Promise<boolean> {
  const { rows } = await sql`update digest_sendings set details_id = ${detailsId}
    where recipient = ${recipient} and due_on = ${dueOn}::date and details_id is null returning 1`.execute(
    transaction,
  );
  return rows.length > 0;
}

/** Alerts that were not closed at an instant, by what their history says: the gravest first. */
export async function alertsOpenAt(database: Kysely<Schema>, at: Date): Promise<Alert[]> {
  const { rows } = await sql<{ body: Alert }>`
    select a.body from alerts a cross join lateral (
      select what from alert_notes n where n.alert_id = a.id and n.at <= ${at}
        and n.what in ('raised', 'reopened', 'closed') order by n.id desc limit 1) n
    where n.what <> 'closed'
    order by array_position(array['critical', 'high', 'medium', 'low'], a.severity), a.opened_at, a.id`.execute(
    database,
  );
  return rows.map(({ body }) => body);
}

/** Since when and until when alerts of these accounts were open; `until` null = it is open still */
export async function alertSpansOf(
  database: Kysely<Schema>,
  accounts: readonly string[],
): Promise<{ account: string; since: Date; until: Date | null }[]> {
  if (accounts.length === 0) return [];
  const { rows } = await sql<{ account: string; since: Date; until: Date | null; what: string }>`
    select account, since, until from (
      select a.account_id as account, n.what, n.at as since, lead(n.at) over (partition by n.alert_id order by n.id) as until
      from alert_notes n join alerts a on a.id = n.alert_id
      where a.account_id = any(${[...accounts]}::text[]) and n.what in ('raised', 'reopened', 'closed')) spans
    where what <> 'closed' order by account, since`.execute(database);
  return rows;
}

/** When the first alert was raised; null = none ever was */
export async function firstAlertAt(database: Kysely<Schema>): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`select min(at) as at from alert_notes`.execute(database);
  return rows[0]?.at ?? null;
}

/** When each known issue first hit each account, within a moment. */
export async function firstHits(
  database: Kysely<Schema>,
  { asOf, knownAt }: Moment,
): Promise<{ issue: string; account: string; at: Date }[]> {
  const { rows } = await sql<{ issue: string; account: string; at: Date }>`
    select l.issue_id as issue, l.account_id as account, min(e.at) as at
    from issue_links l join events e on e.seq = l.seq
    where l.state = any(${[...hitStates]}::text[]) and e.at <= ${asOf} and e.seq <= ${knownAt}
    group by l.issue_id, l.account_id order by l.issue_id, l.account_id`.execute(database);
  return rows;
}

/** Events of some types over all accounts, after one instant and within a moment, in the order in which they happened. */
export async function readTypes(
  database: Kysely<Schema>,
  types: readonly string[],
  after: Date,
  { asOf, knownAt }: Moment,
): Promise<StoredEvent[]> {
  const { rows } = await sql<EventRow>`select * from events
    where type = any(${[...types]}::text[]) and at > ${after} and at <= ${asOf} and seq <= ${knownAt}
    order by at, seq`.execute(database);
  return rows.map(eventFromRow);
}

/** Forgets snapshots that were made before an instant, unless a digest went out from one, or a file was made of it. */
export async function forgetSnapshots(database: Kysely<Schema>, before: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`with gone as (
      delete from digest_snapshots s where s.made_at < ${before}
        and not exists (select from digest_sendings d where d.snapshot_id = s.id)
        and not exists (select from artifacts a where a.kind = 'digest' and a.subject = s.id) returning 1)
    select count(*)::integer as n from gone`.execute(database);
  return rows[0]?.n ?? 0;
}
