import { type Kysely, sql } from 'kysely';
import type { PlayOutcome } from '../domain/play.ts';
import type { Schema } from './schema.ts';

/** Alerts of each rule that were opened in a time and called somebody, and how they stand. */
export async function tallyAlerts(
  database: Kysely<Schema>,
  { from, to }: { from: Date; to: Date },
): Promise<{ rule: string; raised: number; escalated: number; taken: number }[]> {
  const { rows } = await sql<{ rule: string; raised: number; escalated: number; taken: number }>`
    select rule, count(*)::integer as raised, (count(*) filter (where escalated))::integer as escalated,
      (count(*) filter (where assignee is not null))::integer as taken
    from alerts where opened_at >= ${from} and opened_at < ${to} and not quiet
    group by rule order by rule collate "C"`.execute(database);
  return rows;
}

/** How the plays ended that were begun from each rule's alerts, and ended in a time; null = still running. */
export async function tallyPlayOutcomes(
  database: Kysely<Schema>,
  { from, to }: { from: Date; to: Date },
): Promise<{ rule: string; outcome: PlayOutcome | null; count: number }[]> {
  const { rows } = await sql<{ rule: string; outcome: PlayOutcome | null; count: number }>`
    select a.rule, p.outcome, count(*)::integer as count
    from alerts a join plays p on p.id = (a.body->'play'->>'proposalId') collate "C"
    where (p.ended_at is null and p.started_at < ${to}) or (p.ended_at >= ${from} and p.ended_at < ${to})
    group by a.rule, p.outcome order by a.rule collate "C", p.outcome`.execute(database);
  return rows;
}
