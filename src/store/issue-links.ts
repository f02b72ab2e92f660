import { type Kysely, sql } from 'kysely';
import type { StoredEvent } from '../domain/event.ts';
import {
  hitStates,
  type IssueLink,
  type KnownFingerprint,
  type LinkMethod,
  type LinkState,
} from '../domain/known-issue.ts';
import { type EventRow, eventFromRow } from './event-rows.ts';
import type { Schema } from './schema.ts';

/** How far the matching of records has come, under which knowledge. */
export interface MatchingProgress {
  matchedSeq: number;
  knowledgeDigest: string;
}

/** How far it has come, held until the transaction ends: two passes never match the same records. */
export async function lockIssueMatching(database: Kysely<Schema>): Promise<MatchingProgress> {
  const row = await database.selectFrom('issue_matching').selectAll().forUpdate().executeTakeFirstOrThrow();
  return { matchedSeq: row.matched_seq, knowledgeDigest: row.knowledge_digest };
}

/** Notes how far it has come; only under the lock. */
export async function noteIssueMatching(
  database: Kysely<Schema>,
  { matchedSeq, knowledgeDigest }: MatchingProgress,
): Promise<void> {
  await database
    .updateTable('issue_matching')
    .set({ matched_seq: matchedSeq, knowledge_digest: knowledgeDigest })
    .execute();
}

/** Records of some types that were received after a sequence number, in that order, at most so many. */
export async function readEventsAfter(
  database: Kysely<Schema>,
  afterSeq: number,
  types: readonly string[],
  limit: number,
): Promise<StoredEvent[]> {
  const { rows } = await sql<EventRow>`select * from events
    where seq > ${afterSeq} and type = any(${[...types]}::text[]) order by seq limit ${limit}`.execute(
    database,
  );
  return rows.map(eventFromRow);
}

/** The records with these numbers, in their order; unknown ones are left out. */
export async function findEvents(database: Kysely<Schema>, seqs: readonly number[]): Promise<StoredEvent[]> {
  if (seqs.length === 0) return [];
  const { rows } = await sql<EventRow>`select * from events
    where seq = any(${[...seqs]}::bigint[]) order by seq`.execute(database);
  return rows.map(eventFromRow);
}

/** What was deployed to some accounts, ever. */
export async function readDeployments(
  database: Kysely<Schema>,
  accounts: readonly string[],
): Promise<{ account: string; at: Date; version: string }[]> {
  const { rows } = await sql<{ account: string; at: Date; version: string }>`
    select account_id as account, at, payload->>'version' as version from events
    where account_id = any(${[...accounts]}::text[]) and type = 'deployment.published' order by at, seq`.execute(
    database,
  );
  return rows;
}

/** Keeps links; one that is there already, of the same issue and record, stays as it is. */
export async function addIssueLinks(database: Kysely<Schema>, links: readonly IssueLink[]): Promise<void> {
  if (links.length === 0) return;
  const list = JSON.stringify(links);
  await sql`insert into issue_links (issue_id, seq, account_id, method, confidence_percent, state, auto, reason,
      fingerprint, decided_by, decided_at)
    select "issueId", seq, account, method, "confidencePercent", state, auto, reason, fingerprint, "decidedBy",
      "decidedAt"
    from jsonb_to_recordset(${list}::jsonb) as n ("issueId" text, seq bigint, account text, method text,
      "confidencePercent" integer, state text, auto boolean, reason text, fingerprint text, "decidedBy" text,
      "decidedAt" timestamptz)
    on conflict (issue_id, seq) do nothing`.execute(database);
}

/** Forgets what nobody decided, so that it can be matched anew. */
export async function forgetUndecidedLinks(database: Kysely<Schema>): Promise<void> {
  await database.deleteFrom('issue_links').where('decided_by', 'is', null).execute();
}

/**
 * Writes down what a person said of a link.
 * @returns false when there is no such link
 */
export async function decideIssueLink(
  database: Kysely<Schema>,
  { issueId, seq, state, by, at }: { issueId: string; seq: number; state: LinkState; by: string; at: Date },
): Promise<boolean> {
  const result = await database
    .updateTable('issue_links')
    .set({ state, decided_by: by, decided_at: at })
    .where('issue_id', '=', issueId)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) > 0;
}

/** The links of some records, the surest first. */
export async function linksOfRecords(
  database: Kysely<Schema>,
  seqs: readonly number[],
): Promise<IssueLink[]> {
  if (seqs.length === 0) return [];
  const { rows } = await sql<
    Schema['issue_links']
  >`select * from issue_links where seq = any(${[...seqs]}::bigint[])
    order by confidence_percent desc, issue_id`.execute(database);
  return rows.map(fromRow);
}

/** The links of an issue in some states, known up to a sequence number, the oldest record first. */
export async function linksOfIssue(
  database: Kysely<Schema>,
  issueId: string,
  states: readonly LinkState[],
  knownAt: number,
): Promise<IssueLink[]> {
  if (issueId.includes('\u0000')) return [];
  const rows = await database
    .selectFrom('issue_links')
    .selectAll()
    .where('issue_id', '=', issueId)
    .where('state', 'in', [...states])
    .where('seq', '<=', knownAt)
    .orderBy('seq')
    .execute();
  return rows.map(fromRow);
}

/** One link; null = there is none. */
export async function findIssueLink(
  database: Kysely<Schema>,
  issueId: string,
  seq: number,
): Promise<IssueLink | null> {
  if (issueId.includes('\u0000')) return null;
  const row = await database
    .selectFrom('issue_links')
    .selectAll()
    .where('issue_id', '=', issueId)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** What the errors of some accounts are known to be, and every confirmed one of any account. */
export async function readFingerprints(
  database: Kysely<Schema>,
  accounts: readonly string[],
): Promise<KnownFingerprint[]> {
  const { rows } = await sql<KnownFingerprint>`
    select distinct issue_id as "issueId", account_id as account, fingerprint, state from issue_links
    where fingerprint is not null and (state = 'confirmed' or account_id = any(${[...accounts]}::text[]))
    order by 1, 2, 3, 4`.execute(database);
  return rows;
}

/** How many links there are of each method, state and making. */
export async function tallyLinks(
  database: Kysely<Schema>,
): Promise<{ method: LinkMethod; state: LinkState; auto: boolean; links: number }[]> {
  const { rows } = await sql<{ method: LinkMethod; state: LinkState; auto: boolean; links: number }>`
    select method, state, auto, count(*)::integer as links from issue_links
    group by method, state, auto order by method, state, auto`.execute(database);
  return rows;
}

/** How many accounts and records each issue hit, and how many suggestions wait. */
export async function countHits(
  database: Kysely<Schema>,
): Promise<Map<string, { accounts: number; hits: number; waiting: number; lastAt: Date | null }>> {
  const { rows } = await sql<{
    id: string;
    accounts: number;
    hits: number;
    waiting: number;
    last: Date | null;
  }>`
    select l.issue_id as id,
      count(distinct l.account_id) filter (where l.state = any(${[...hitStates]}::text[]))::integer as accounts,
      count(*) filter (where l.state = any(${[...hitStates]}::text[]))::integer as hits,
      count(*) filter (where l.state = 'suggested')::integer as waiting,
      max(e.at) filter (where l.state = any(${[...hitStates]}::text[])) as last
    from issue_links l join events e on e.seq = l.seq group by l.issue_id`.execute(database);
  return new Map(
    rows.map(({ id, accounts, hits, waiting, last }) => [id, { accounts, hits, waiting, lastAt: last }]),
  );
}

function fromRow(row: Schema['issue_links']): IssueLink {
  return {
    issueId: row.issue_id,
    seq: row.seq,
    account: row.account_id,
    method: row.method as LinkMethod,
    confidencePercent: row.confidence_percent,
    state: row.state as LinkState,
    auto: row.auto,
    reason: row.reason,
    fingerprint: row.fingerprint,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  };
}
