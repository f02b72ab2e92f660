import { type Kysely, sql } from 'kysely';
import type { KeptStanding, KnownIssue } from '../domain/known-issue.ts';
import type { Schema } from './schema.ts';

/** How every issue stood at the last look. */
export async function readStandings(database: Kysely<Schema>): Promise<KeptStanding[]> {
  const rows = await database.selectFrom('issue_standings').selectAll().orderBy('issue_id').execute();
  return rows.map((row) => ({
    issueId: row.issue_id,
    readStatus: row.read_status as KnownIssue['status'],
    readFixedIn: row.read_fixed_in,
    status: row.status as KnownIssue['status'],
    fixedIn: row.fixed_in,
    turn: row.turn,
    by: row.by_member,
    at: row.at,
  }));
}

/** Keeps how issues stand, in place of how they stood. */
export async function writeStandings(
  database: Kysely<Schema>,
  standings: readonly KeptStanding[],
): Promise<void> {
  if (standings.length === 0) return;
  await sql`insert into issue_standings as s (issue_id, read_status, read_fixed_in, status, fixed_in, turn, by_member, at)
    select "issueId", "readStatus", "readFixedIn", status, "fixedIn", turn, by, at
    from jsonb_to_recordset(${JSON.stringify(standings)}::jsonb) as n ("issueId" text, "readStatus" text,
      "readFixedIn" text, status text, "fixedIn" text, turn integer, by text, at timestamptz)
    on conflict (issue_id) do update set read_status = excluded.read_status, read_fixed_in = excluded.read_fixed_in,
      status = excluded.status, fixed_in = excluded.fixed_in, turn = excluded.turn, by_member = excluded.by_member,
      at = excluded.at`.execute(database);
}

/** One account's notice about one turn of an issue. */
export interface IssueNotice {
  issueId: string;
  turn: number;
  account: string;
  proposalId: string;
  at: Date;
}

/**
 * Notes that an account's notice was drafted.
 * @returns false when one was drafted before: then this one must not be
 */
export async function addIssueNotice(database: Kysely<Schema>, notice: IssueNotice): Promise<boolean> {
  const { issueId, turn, account, proposalId, at } = notice;
  const result = await database
    .insertInto('issue_notices')
    .values({ issue_id: issueId, turn, account_id: account, proposal_id: proposalId, at })
    .onConflict((conflict) => conflict.columns(['issue_id', 'turn', 'account_id']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** The notices of an issue, the newest turn first, by account. */
export async function listIssueNotices(database: Kysely<Schema>, issueId: string): Promise<IssueNotice[]> {
  if (issueId.includes('\u0000')) return [];
  const rows = await database
    .selectFrom('issue_notices')
    .selectAll()
    .where('issue_id', '=', issueId)
    .orderBy('turn', 'desc')
    .orderBy('account_id')
    .execute();
  return rows.map((row) => ({
    issueId: row.issue_id,
    turn: row.turn,
    account: row.account_id,
    proposalId: row.proposal_id,
    at: row.at,
  }));
}
