import type { Kysely } from 'kysely';
import type { SlaNotice } from '../domain/sla.ts';
import type { Schema } from './schema.ts';

/**
 * Notes that a stage of a clock was told.
 * @returns false when it was told before
 */
export async function addSlaNotice(database: Kysely<Schema>, notice: SlaNotice): Promise<boolean> {
  const { account, ticketId, clock, stage, proposalId, at } = notice;
  const result = await database
    .insertInto('sla_notices')
    .values({ account_id: account, ticket_id: ticketId, clock, stage, proposal_id: proposalId, at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** What was told since an instant, in the order of time. */
export async function listSlaNotices(database: Kysely<Schema>, since: Date): Promise<SlaNotice[]> {
  const rows = await database
    .selectFrom('sla_notices')
    .selectAll()
    .where('at', '>=', since)
    .orderBy('at')
    .orderBy('account_id')
    .orderBy('ticket_id')
    .orderBy('clock')
    .orderBy('stage')
    .execute();
  return rows.map((row) => ({
    account: row.account_id,
    ticketId: row.ticket_id,
    proposalId: row.proposal_id,
    at: row.at,
    clock: row.clock as SlaNotice['clock'],
    stage: row.stage as SlaNotice['stage'],
  }));
}
