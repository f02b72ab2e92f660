import { type Kysely, sql } from 'kysely';
import type { ReplyPromises } from '../domain/proposal.ts';
import type { Schema } from './schema.ts';

/** Notes what a reply promises, once, when it is proposed. */
export async function addReplyPromises(
  database: Kysely<Schema>,
  proposalId: string,
  { promises, agreedBy }: ReplyPromises,
): Promise<void> {
  await sql`insert into reply_promises (proposal_id, promises, agreed_by)
    values (${proposalId}, ${JSON.stringify(promises)}::jsonb, ${agreedBy})`.execute(database);
}

/** Null = nothing was noted. */
export async function findReplyPromises(
  database: Kysely<Schema>,
  proposalId: string,
): Promise<ReplyPromises | null> {
  const { rows } = await sql<ReplyPromises>`
    select promises, agreed_by as "agreedBy" from reply_promises where proposal_id = ${proposalId}`.execute(
    database,
  );
  return rows[0] ?? null;
}
