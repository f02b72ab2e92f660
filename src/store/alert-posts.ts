import { type Kysely, sql } from 'kysely';
import type { Alert } from '../domain/alert.ts';
import type { ProposalState } from '../domain/proposal.ts';
import type { Schema } from './schema.ts';

/** Where an alert's card is, or is on its way to. */
export interface AlertPost {
  alertId: string;
  proposalId: string;
  channel: string;
  postedAt: Date;
  head: string | null; // the message it hangs under; null = it stands by itself
  revision: number;
}

/** See `settleAlertPosts`. */
const unsettled = 2_147_483_647;
const bySeverity = sql`array_position(array['critical', 'high', 'medium', 'low'], a.severity)`;

/**
 * Alerts that nobody has seen: without a card, or whose card could not be posted. The most severe first.
 * @param without - members who read a daily list instead of single cards
 * @param refusedBefore - a card that was refused is tried again when it was sent on its way before this
 */
export async function alertsToPost(
  database: Kysely<Schema>,
  { limit, without, refusedBefore }: { limit: number; without: readonly string[]; refusedBefore: Date },
): Promise<Alert[]> {
  const { rows } = await sql<{ body: Alert }>`select a.body from alerts a
    left join alert_posts p on p.alert_id = a.id left join proposals q on q.id = p.proposal_id
    where a.state in ('open', 'acknowledged') and not a.quiet
      and (p.alert_id is null or q.state = 'expired' or (q.state = 'cancelled' and q.life->>'decidedBy' = 'system')
        or (q.state in ('failed', 'cancelled', 'rejected') and p.posted_at <= ${refusedBefore}))
      and not (coalesce(a.assignee, a.owner, '') = any(${[...without]}::text[]))
    order by ${bySeverity}, a.opened_at, a.id limit ${limit}`.execute(database);
  return rows.map(({ body }) => body);
}

/** Nothing is on its way for longer: an index finds what is. */
const longestWay = sql.lit('8 days');

/** Cards on their way to a channel that nobody has begun to post, of alerts that nobody has to see any more. */
export async function overtakenPosts(
  database: Kysely<Schema>,
  channel: string,
  now: Date,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select p.proposal_id as id
    from alert_posts p join proposals q on q.id = p.proposal_id join alerts a on a.id = p.alert_id
    where p.channel = ${channel} and p.posted_at > ${now}::timestamptz - ${longestWay}::interval
      and q.state = 'approved' and a.state not in ('open', 'acknowledged') order by 1`.execute(database);
  return rows.map(({ id }) => id);
}

/** How many cards of a channel are on their way. */
export async function countPostsOnTheirWay(database: Kysely<Schema>, channel: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n
    from alert_posts p join proposals q on q.id = p.proposal_id
    where p.channel = ${channel} and q.state in ('proposed', 'approved', 'executing', 'unknown')`.execute(
    database,
  );
  return rows[0]?.n ?? 0;
}

/**
 * How many cards stand by themselves in a channel since an instant and up to another, or will: a platform that is away
 * lets them wait.
 */
export async function countPosts(
  database: Kysely<Schema>,
  channel: string,
  since: Date,
  until: Date,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n
    from alert_posts p join proposals q on q.id = p.proposal_id
    where p.channel = ${channel} and p.posted_at > ${since}::timestamptz - ${longestWay}::interval
      and p.posted_at <= ${until} and p.head is null and (p.posted_at > ${since}
      or q.state in ('proposed', 'approved', 'executing', 'unknown')
      or (q.state = 'done' and (q.life->>'finishedAt')::timestamptz > ${since}))`.execute(database);
  return rows[0]?.n ?? 0;
}

/**
 * Notes where a card goes, in the transaction of the proposal that posts it.
 * @returns false when a card of this alert is there or on its way already: another process was faster
 */
export async function writeAlertPost(transaction: Kysely<Schema>, post: AlertPost): Promise<boolean> {
  const { alertId, proposalId, channel, postedAt, head, revision } = post;
  const { rows } =
    await sql`insert into alert_posts as p (alert_id, proposal_id, channel, posted_at, head, revision)
    values (${alertId}, ${proposalId}, ${channel}, ${postedAt}, ${head}, ${revision})
    on conflict (alert_id) do update set proposal_id = excluded.proposal_id, channel = excluded.channel,
      posted_at = excluded.posted_at, head = excluded.head, revision = excluded.revision, alert_revision = ${unsettled}
    where exists (select 1 from proposals q where q.id = p.proposal_id
      and q.state in ('failed', 'expired', 'cancelled', 'rejected'))
    returning 1`.execute(transaction);
  return rows.length > 0;
}

/** Cards that show something older than their alert, with the message to replace; those that changed last first. */
export async function staleAlertPosts(
  database: Kysely<Schema>,
  limit: number,
): Promise<{ alert: Alert; channel: string; message: string }[]> {
  const { rows } = await sql<{ body: Alert; channel: string; message: string }>`
    select a.body, p.channel, q.life->'receipt'->>'message' as message
    from alert_posts p join alerts a on a.id = p.alert_id join proposals q on q.id = p.proposal_id
    where p.alert_revision > p.revision and a.revision > p.revision and q.state = 'done' and q.life->'receipt'->>'message' is not null
    order by a.updated_at desc, a.id limit ${limit}`.execute(database);
  return rows.map(({ body, ...place }) => ({ alert: body, ...place }));
}

/** Notes how far these alerts are, in the transaction that writes them. */
export async function noteAlertRevisions(
  transaction: Kysely<Schema>,
  alerts: readonly Alert[],
): Promise<void> {
  const [ids, revisions] = [alerts.map(({ id }) => id), alerts.map(({ revision }) => revision)];
  await sql`update alert_posts p set alert_revision = n.revision
    from unnest(${ids}::text[], ${revisions}::integer[]) as n (id, revision)
    where p.alert_id = n.id collate "C"`.execute(transaction);
}

/**
 * Notes how far the alerts of cards are that were posted before an instant, once. An alert that is written while its card
 * is on its way does not see the card: until then nothing is sure.
 */
export async function settleAlertPosts(database: Kysely<Schema>, before: Date): Promise<void> {
  await sql`update alert_posts p set alert_revision = p.revision
    from alerts a, proposals q where p.alert_revision > p.revision and p.alert_revision = ${unsettled}
      and p.posted_at < ${before} and a.id = p.alert_id and a.revision <= p.revision
      and q.id = p.proposal_id and q.state = 'done'`.execute(database);
}

/** Notes what a card shows now. */
export async function noteAlertShown(
  database: Kysely<Schema>,
  alertId: string,
  revision: number,
): Promise<void> {
  await sql`update alert_posts set revision = ${revision} where alert_id = ${alertId} and revision < ${revision}`.execute(
    database,
  );
}

/**
 * The newest message up to an instant that stands for many alerts of a channel; its place is known when it was posted.
 * @returns `at`: when it was posted, or sent on its way
 */
export async function latestFlood(
  database: Kysely<Schema>,
  channel: string,
  until: Date,
): Promise<{ proposalId: string; at: Date; state: ProposalState; message: string | null } | null> {
  const { rows } = await sql<{ id: string; at: Date; state: ProposalState; message: string | null }>`
    select f.proposal_id as id, q.state,
      case when q.state = 'done' then coalesce((q.life->>'finishedAt')::timestamptz, f.at) else f.at end as at,
      coalesce(q.life->'receipt'->>'message', q.life->'receipt'->>'file') as message
    from alert_floods f join proposals q on q.id = f.proposal_id where f.channel = ${channel} and f.at <= ${until}
    order by f.at desc, f.proposal_id desc limit 1`.execute(database);
  const [row] = rows;
  return row ? { proposalId: row.id, at: row.at, state: row.state, message: row.message } : null;
}

/** Notes a message that stands for many alerts, in the transaction of its proposal. */
export async function writeFlood(
  transaction: Kysely<Schema>,
  flood: { proposalId: string; channel: string; at: Date },
): Promise<void> {
  await transaction
    .insertInto('alert_floods')
    .values({ proposal_id: flood.proposalId, channel: flood.channel, at: flood.at })
    .execute();
}

/** Forgets where a platform shows cards, because it lost its messages: what is open gets new ones. */
export async function forgetAlertPosts(database: Kysely<Schema>): Promise<void> {
  await sql`delete from alert_posts`.execute(database);
  await sql`delete from alert_floods`.execute(database);
}
