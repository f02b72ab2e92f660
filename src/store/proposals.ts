import { type Kysely, type RawBuilder, sql } from 'kysely';
import { storableText } from '../domain/audit.ts';
import { finalStates, type Proposal, type ProposalState } from '../domain/proposal.ts';
import type { Schema } from './schema.ts';
import { preparedMark } from './server-connection.ts';
import { isWhole } from './whole-life.ts';

/** A proposal with the bytes of its version in force. */
export interface StoredProposal {
  proposal: Proposal;
  body: Uint8Array;
  /** Percent points of a concession; 0 for other kinds. */
  percent: number;
}

/** What is written: the proposal and when the clock has to look at it; null = never */
export interface ProposalChange extends StoredProposal {
  timerAt: string | null;
  updatedAt: string;
}

/** The parts of a statement that add new proposals with their first version. */
export function addingProposals(changes: readonly ProposalChange[]): RawBuilder<unknown>[] {
  if (changes.length === 0) return [];
  return [
    sql`new_proposals (${columns}) as (values ${sql.join(changes.map(toRow))})`,
    sql`added_proposals as (insert into proposals (id, version, revision, state, kind, account_id, connector, origin,
        requester, digest, body, life, proposed_at, expires_at, timer_at, updated_at, percent, card_due_at)
      select id, version, revision, state, kind, account, connector, origin, requester, digest,
        body, life, proposed, expires, timer, updated, percent, updated from new_proposals)`,
    sql`first_versions as (insert into proposal_versions (proposal_id, version, digest, body, author, written_at)
      select id, version, digest, body, author, updated from new_proposals)`,
  ];
}

/** The parts that write proposals which were locked before; a new version is kept beside the older ones. */
export function savingProposals(changes: readonly ProposalChange[]): RawBuilder<unknown>[] {
  if (changes.length === 0) return [];
  return [
    sql`changes (${columns}) as (values ${sql.join(changes.map(toRow))})`,
    sql`next_versions as (insert into proposal_versions (proposal_id, version, digest, body, author, written_at)
      select id, version, digest, body, author, updated from changes where version > 1
      on conflict do nothing)`,
    sql`saved_proposals as (update proposals p set version = n.version, revision = n.revision, state = n.state,
        connector = n.connector, digest = n.digest, body = n.body, life = n.life, proposed_at = n.proposed,
        expires_at = n.expires, timer_at = n.timer, updated_at = n.updated, percent = n.percent,
        card_due_at = n.updated
      from changes n where p.id = n.id collate "C")`,
    // Beside them, and never taken back: a record that is set back to before its end is still over.
    sql`ended_proposals as (insert into proposal_ends (proposal_id)
      select id from changes where state = any(${[...finalStates]}::text[]) on conflict do nothing)`,
  ];
}

const columns = sql`id, version, revision, state, kind, account, connector, origin, requester, author, digest, body,
  life, proposed, expires, timer, updated, percent`;

function toRow({ proposal, body, percent, timerAt, updatedAt }: ProposalChange) {
  const { id, version, revision, state, kind, account, connector, origin, requester, author } = proposal;
  return sql`(${id}::text, ${version}::integer, ${revision}::integer, ${state}::text, ${kind}::text, ${account}::text,
    ${connector}::text, ${origin}::text, ${requester}::text, ${author}::text, ${proposal.digest}::text, ${body}::bytea,
    ${lifeText(proposal)}::jsonb, ${proposal.proposedAt}::timestamptz, ${proposal.expiresAt}::timestamptz,
    ${timerAt}::timestamptz, ${updatedAt}::timestamptz, ${percent}::integer)`;
}

/** A life as it is stored: what the outside or a person wrote may hold characters that the database has no form for. */
function lifeText(proposal: Proposal): string {
  return JSON.stringify(proposal, (_, value: unknown) =>
    typeof value === 'string' ? storableText(value) : value,
  );
}

/** These proposals, and nobody else may change them until the transaction ends. */
export async function lockProposals(
  transaction: Kysely<Schema>,
  ids: readonly string[],
): Promise<StoredProposal[]> {
  const { rows } = await sql<Row>`${sql.raw(ids.length === 1 ? preparedMark('lock_proposal') : '')}
    select life, body, percent from proposals where id ${isOneOf(ids.filter(isStorable))} order by id for update`.execute(
    transaction,
  );
  return rows.flatMap(fromRow);
}

/** One proposal; null = there is none. */
export async function findProposal(database: Kysely<Schema>, id: string): Promise<StoredProposal | null> {
  if (!isStorable(id)) return null;
  const { rows } = await sql<Row>`select life, body, percent from proposals where id = ${id}`.execute(
    database,
  );
  return rows.flatMap(fromRow)[0] ?? null;
}

/** No proposal's id holds NUL, and the database refuses it. */
function isStorable(id: string): boolean {
  return !id.includes('\u0000');
}

/** The bytes of one version; null = there is none. */
export async function findProposalVersion(
  database: Kysely<Schema>,
  id: string,
  version: number,
): Promise<Uint8Array | null> {
  const row = await database
    .selectFrom('proposal_versions')
    .select('body')
    .where('proposal_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.body ?? null;
}

/** Which proposals are wanted; what is left out does not count. */
export interface ProposalFilter {
  states?: readonly ProposalState[] | undefined;
  account?: string | undefined;
  requester?: string | undefined;
  batch?: string | undefined;
  /** Leaves one batch out. */
  exceptBatch?: string | undefined;
  /** Proposed at or after. */
  since?: Date | undefined;
  /** `urgent` = whatever expires first; default: the newest first */
  order?: 'newest' | 'urgent' | undefined;
  offset?: number | undefined;
  limit: number;
}

/** Proposals that fit, in order. */
export async function listProposals(
  database: Kysely<Schema>,
  { states, account, requester, batch, exceptBatch, since, order, offset, limit }: ProposalFilter,
): Promise<StoredProposal[]> {
  let query = database.selectFrom('proposals').select(['life', 'body', 'percent']);
  if (states) query = query.where('state', 'in', [...states]);
  if (account !== undefined) query = query.where('account_id', '=', account);
  if (requester !== undefined) query = query.where('requester', '=', requester);
  if (batch !== undefined) query = query.where(sql`life->>'batch'`, '=', batch);
  if (exceptBatch !== undefined) query = query.where(sql`life->>'batch'`, 'is distinct from', exceptBatch);
  if (since) query = query.where('proposed_at', '>=', since);
  const ordered =
    order === 'urgent'
      ? query.orderBy('expires_at').orderBy('proposed_at').orderBy('id')
      : query.orderBy('proposed_at', 'desc').orderBy('id', 'desc');
  const rows = await ordered
    .offset(offset ?? 0)
    .limit(limit)
    .execute();
  return rows.flatMap((row) => fromRow(row as Row));
}

/** The proposal that takes another one back, or has; null = none does. Those that came to nothing do not count. */
export async function findCompensation(database: Kysely<Schema>, id: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from proposals where life->>'compensates' = ${id}
    and state not in ('rejected', 'expired', 'cancelled', 'failed') limit 1`.execute(database);
  return rows[0]?.id ?? null;
}

/** Proposals whose clock has struck, the longest overdue first. */
export async function dueProposals(database: Kysely<Schema>, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from proposals where timer_at <= ${now}
    order by timer_at limit ${limit}`.execute(database);
  return rows.map(({ id }) => id);
}

/** Takes proposals off the clock: what cannot be read would strike for ever. */
export async function stopTimers(database: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  await sql`update proposals set timer_at = null where id = any(${[...ids]}::text[])`.execute(database);
}

/** How many wait for people, of one requester and of one account and kind: a flood is refused. */
export async function countWaiting(
  database: Kysely<Schema>,
  of: { requester: string; account: string | null; kind: string },
): Promise<{ ofRequester: number; ofSubject: number }> {
  const { rows } = await sql<{ requester: number; subject: number }>`${sql.raw(preparedMark('count_waiting'))}
    select count(*) filter (where requester = ${of.requester})::int as requester,
      count(*) filter (where kind = ${of.kind} and account_id is not distinct from ${of.account}::text)::int as subject
    from proposals where state = 'proposed'`.execute(database);
  return { ofRequester: rows[0]?.requester ?? 0, ofSubject: rows[0]?.subject ?? 0 };
}

/** How many proposals wait for people. */
export async function countProposed(database: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from proposals where state = 'proposed'`.execute(database);
  return rows[0]?.count ?? 0;
}

/**
 * Percent points of concessions that were granted or are waiting, without one proposal itself and without what is only
 * practised.
 * @param of.accountSince - where the account's window begins
 */
export async function sumPercent(
  database: Kysely<Schema>,
  of: { account: string | null; requester: string; accountSince: Date; requesterSince: Date; except: string },
): Promise<{ account: number; requester: number }> {
  const { rows } = await sql<{ account: number; requester: number }>`
    select coalesce(sum(percent) filter (where account_id = ${of.account}::text
        and proposed_at >= ${of.accountSince}), 0)::int as account,
      coalesce(sum(percent) filter (where requester = ${of.requester}
        and proposed_at >= ${of.requesterSince}), 0)::int as requester
    from proposals where percent > 0 and id <> ${of.except}
      and state in ('proposed', 'approved', 'executing', 'unknown', 'done')
      and life->>'autonomy' is distinct from 'shadow'`.execute(database);
  return { account: rows[0]?.account ?? 0, requester: rows[0]?.requester ?? 0 };
}

/** Makes concessions of one account wait for each other, so that their sum holds. */
export async function lockConcessions(transaction: Kysely<Schema>, account: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(4865747, hashtext(${account}))`.execute(transaction);
}

interface Row {
  life: Proposal;
  body: Uint8Array;
  percent: number;
}

/** Rows that something else has broken are left out: one must not keep all others from being read. */
function fromRow({ life, body, percent }: Row): StoredProposal[] {
  return isWhole(life) ? [{ proposal: life, body, percent }] : [];
}

/** A condition on an id. One id alone has a plan that is made once; a list is planned each time. */
function isOneOf(ids: readonly string[]) {
  return ids.length === 1 ? sql`= ${ids[0]}` : sql`= any(${[...ids]}::text[])`;
}
