import { type Kysely, sql } from 'kysely';
import type { Alert } from '../domain/alert.ts';
import type { Schema } from './schema.ts';

/**
 * What the clock asks for: alerts whose snooze has ended, and alerts that nobody took up since an instant. An alert that
 * woke, came back, got worse or was released waits from then on. The longest waiting first.
 */
export async function dueAlerts(
  database: Kysely<Schema>,
  { now, untakenSince, limit }: { now: Date; untakenSince: Date; limit: number },
): Promise<Alert[]> {
  const { rows } = await sql<{ body: Alert }>`select body from alerts a
    where (state = 'snoozed' and snoozed_until <= ${now})
      or (state = 'open' and not quiet and not escalated and opened_at <= ${untakenSince}
        and not exists (select 1 from alert_notes n where n.alert_id = a.id and n.what in ('woke', 'reopened', 'worsened', 'released')
          and n.at > ${untakenSince}))
    order by opened_at, id limit ${limit}`.execute(database);
  return rows.map(({ body }) => body);
}

/** These alerts as they are now, in the order of their ids, locked until the transaction ends. */
export async function lockAlertsById(transaction: Kysely<Schema>, ids: readonly string[]): Promise<Alert[]> {
  const { rows } = await sql<{ body: Alert }>`select body from alerts where id = any(${[...ids]}::text[])
    order by id for update`.execute(transaction);
  return rows.map(({ body }) => body);
}

/** When the first snooze ends, and since when the longest untaken alert is open; null = there is none. */
export async function nextAlertTimes(
  database: Kysely<Schema>,
): Promise<{ wakesAt: Date | null; waitsSince: Date | null }> {
  const { rows } = await sql<{ wakes: Date | null; waits: Date | null }>`
    select min(snoozed_until) filter (where state = 'snoozed') as wakes,
      min(opened_at) filter (where state = 'open' and not quiet and not escalated) as waits
    from alerts where state in ('open', 'snoozed')`.execute(database);
  return { wakesAt: rows[0]?.wakes ?? null, waitsSince: rows[0]?.waits ?? null };
}

/** Alerts that are not closed, whose play has ended, or was never begun because its proposal was turned down. */
export async function alertsWithPlayOver(database: Kysely<Schema>, limit: number): Promise<Alert[]> {
  const { rows } = await sql<{ body: Alert }>`select a.body from alerts a
    left join plays p on p.id = a.body->'play'->>'proposalId'
    left join proposals q on q.id = a.body->'play'->>'proposalId'
    where a.state <> 'closed' and a.body->'play'->>'proposalId' is not null
      and (p.state = 'ended' or q.state in ('failed', 'expired', 'cancelled', 'rejected'))
    order by a.id limit ${limit}`.execute(database);
  return rows.map(({ body }) => body);
}

/** Alerts that somebody took who is no member any more. */
export async function alertsOfNobody(database: Kysely<Schema>, limit: number): Promise<Alert[]> {
  const { rows } = await sql<{ body: Alert }>`select body from alerts a
    where state = 'acknowledged' and assignee is not null
      and not exists (select 1 from members m where m.id = a.assignee)
    order by id limit ${limit}`.execute(database);
  return rows.map(({ body }) => body);
}
