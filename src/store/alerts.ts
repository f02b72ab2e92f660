import { type Kysely, sql } from 'kysely';
import type { Alert, AlertNote, AlertState, AlertVerdict } from '../domain/alert.ts';
import { noteAlertRevisions } from './alert-posts.ts';
import type { Schema } from './schema.ts';

/** What a list of alerts is narrowed to; what is not named is not looked at. */
export interface AlertFilter {
  states?: readonly AlertState[];
  account?: string;
  /** Whose alert it is: theirs, or of an account of theirs that nobody else took. */
  member?: string;
  limit: number;
}

/** Lets one watch at a time decide what is raised; until the transaction ends. */
export async function lockAlerts(transaction: Kysely<Schema>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('holdfast alerts'))`.execute(transaction);
}

/** Lets nobody change the alerts of these accounts until the transaction ends: what is read next is not overtaken. */
export async function lockAlertsOf(transaction: Kysely<Schema>, accounts: readonly string[]): Promise<void> {
  await sql`select id from alerts where account_id = any(${[...accounts]}::text[]) order by id for update`.execute(
    transaction,
  );
}

/** The newest alert of every matter of these accounts, open or closed. */
export async function latestAlerts(database: Kysely<Schema>, accounts: readonly string[]): Promise<Alert[]> {
  const { rows } = await sql<{ body: Alert }>`
    select distinct on (account_id, kind, rule) body from alerts where account_id = any(${[...accounts]}::text[])
    order by account_id, kind, rule, (state <> 'closed') desc, opened_at desc, id desc`.execute(database);
  return rows.map(({ body }) => body);
}

/** One alert, locked until the transaction ends; null = there is none */
export async function lockAlert(transaction: Kysely<Schema>, id: string): Promise<Alert | null> {
  if (id.includes('\u0000')) return null;
  const { rows } = await sql<{ body: Alert }>`select body from alerts where id = ${id} for update`.execute(
    transaction,
  );
  return rows[0]?.body ?? null;
}

/** One alert; null = there is none */
export async function findAlert(database: Kysely<Schema>, id: string): Promise<Alert | null> {
  if (id.includes('\u0000')) return null;
  const { rows } = await sql<{ body: Alert }>`select body from alerts where id = ${id}`.execute(database);
  return rows[0]?.body ?? null;
}

/** Alerts by their ids; who is not there is left out. */
export async function findAlerts(database: Kysely<Schema>, ids: readonly string[]): Promise<Alert[]> {
  const { rows } = await sql<{ body: Alert }>`select body from alerts
    where id = any(${ids.filter((id) => !id.includes('\u0000'))}::text[]) order by id`.execute(database);
  return rows.map(({ body }) => body);
}

/** Writes new and changed alerts with what their history says of it. */
export async function writeAlerts(
  transaction: Kysely<Schema>,
  alerts: readonly Alert[],
  notes: readonly AlertNote[],
): Promise<void> {
  if (alerts.length > 0) {
    const list = JSON.stringify(alerts.map(toRow));
    await sql`insert into alerts (id, account_id, kind, rule, state, severity, quiet, owner, assignee, opened_at,
        updated_at, revision, snoozed_until, escalated, body)
      select id, account_id, kind, rule, state, severity, quiet, owner, assignee, opened_at, updated_at, revision,
        snoozed_until, escalated, body
      from jsonb_to_recordset(${list}::jsonb) as n (id text, account_id text, kind text, rule text, state text,
        severity text, quiet boolean, owner text, assignee text, opened_at timestamptz, updated_at timestamptz,
        revision integer, snoozed_until timestamptz, escalated boolean, body jsonb)
      on conflict (id) do update set state = excluded.state, severity = excluded.severity, quiet = excluded.quiet,
        owner = excluded.owner, assignee = excluded.assignee, updated_at = excluded.updated_at,
        revision = excluded.revision, snoozed_until = excluded.snoozed_until, escalated = excluded.escalated,
        body = excluded.body`.execute(transaction);
    await noteAlertRevisions(transaction, alerts);
  }
  if (notes.length === 0) return;
  await sql`insert into alert_notes (alert_id, at, by_member, what, detail)
    select "alertId", at, by, what, detail from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb)
      as n ("alertId" text, at timestamptz, by text, what text, detail jsonb)`.execute(transaction);
}

function toRow(alert: Alert): object {
  const { finding, escalated, snooze } = alert;
  return {
    id: alert.id,
    account_id: alert.account,
    kind: finding.kind,
    rule: finding.rule,
    state: alert.state,
    severity: finding.severity,
    quiet: alert.quiet,
    owner: alert.owner,
    assignee: alert.assignee,
    opened_at: alert.openedAt,
    updated_at: alert.updatedAt,
    revision: alert.revision,
    snoozed_until: snooze?.until ?? null,
    escalated: escalated !== null,
    body: alert,
  };
}

const bySeverity = sql`array_position(array['critical', 'high', 'medium', 'low'], severity)`;

/** Alerts, the most severe first, then the longest open. */
export async function listAlerts(database: Kysely<Schema>, filter: AlertFilter): Promise<Alert[]> {
  const { states, account, member, limit } = filter;
  const { rows } = await sql<{ body: Alert }>`select body from alerts
    where (${states === undefined} or state = any(${[...(states ?? [])]}::text[]))
      and (${account ?? null}::text is null or account_id = ${account ?? null})
      and (${member ?? null}::text is null or coalesce(assignee, owner) = ${member ?? null})
    order by ${bySeverity}, opened_at, id limit ${limit}`.execute(database);
  return rows.map(({ body }) => body);
}

/** What happened to an alert, in order. */
export async function listAlertNotes(database: Kysely<Schema>, alertId: string): Promise<AlertNote[]> {
  const { rows } = await sql<{
    at: Date;
    by_member: string | null;
    what: AlertNote['what'];
    detail: AlertNote['detail'];
  }>`
    select at, by_member, what, detail from alert_notes where alert_id = ${alertId} order by id`.execute(
    database,
  );
  return rows.map(({ at, by_member: by, what, detail }) => ({
    alertId,
    at: at.toISOString(),
    by,
    what,
    detail,
  }));
}

/** What people made of each rule's alerts that were opened from an instant on, and before another. */
export async function tallyAlertVerdicts(
  database: Kysely<Schema>,
  since: Date,
  before: Date | null = null,
): Promise<{ rule: string; raised: number; verdicts: Record<AlertVerdict, number> }[]> {
  const { rows } = await sql<{
    rule: string;
    raised: number;
    useful: number;
    not_useful: number;
    too_early: number;
  }>`
    select a.rule, count(distinct a.id)::integer as raised,
      count(v) filter (where v->>'verdict' = 'useful')::integer as useful,
      count(v) filter (where v->>'verdict' = 'not_useful')::integer as not_useful,
      count(v) filter (where v->>'verdict' = 'too_early')::integer as too_early
    from alerts a left join lateral jsonb_array_elements(a.body->'verdicts') v on true
    where a.opened_at >= ${since} and not a.quiet
      and (${before}::timestamptz is null or a.opened_at < ${before}) group by a.rule order by a.rule`.execute(
    database,
  );
  return rows.map(({ rule, raised, ...verdicts }) => ({ rule, raised, verdicts }));
}

/** Of which accounts somebody looked at everything that came in up to a sequence number. */
export async function readWatches(
  database: Kysely<Schema>,
  accounts: readonly string[],
): Promise<Map<string, { knownAt: number; watchedAt: Date }>> {
  const { rows } = await sql<{ id: string; known_at: number; watched_at: Date }>`
    select account_id as id, known_at, watched_at from account_watches
    where account_id = any(${[...accounts]}::text[])`.execute(database);
  return new Map(rows.map((row) => [row.id, { knownAt: Number(row.known_at), watchedAt: row.watched_at }]));
}

/** Accounts of which something came in behind one sequence number and up to another. */
export async function accountsReceiving(
  database: Kysely<Schema>,
  after: number,
  upTo: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct account_id as id from events where seq > ${after} and seq <= ${upTo} order by id`.execute(
    database,
  );
  return rows.map(({ id }) => id);
}

/** Notes that these accounts were looked at. */
export async function writeWatches(
  transaction: Kysely<Schema>,
  accounts: readonly string[],
  { knownAt, at }: { knownAt: number; at: Date },
): Promise<void> {
  if (accounts.length === 0) return;
  await sql`insert into account_watches as w (account_id, known_at, watched_at)
    select id, ${knownAt}::bigint, ${at}::timestamptz from unnest(${[...accounts]}::text[]) as n (id)
    on conflict (account_id) do update set known_at = greatest(w.known_at, excluded.known_at),
      watched_at = greatest(w.watched_at, excluded.watched_at)`.execute(transaction);
}
