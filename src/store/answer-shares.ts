import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Notes that an answer is proposed to be shown in a channel. One that came to nothing makes room for another.
 * @returns false while an earlier proposal waits, runs or is done
 */
export async function addAnswerShare(
  database: Kysely<Schema>,
  { answerId, channel, proposalId }: { answerId: string; channel: string; proposalId: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into answer_shares as s (answer_id, channel, proposal_id) values (${answerId}, ${channel}, ${proposalId})
    on conflict (answer_id, channel) do update set proposal_id = excluded.proposal_id
    where exists (select from proposals p where p.id = s.proposal_id
      and p.state in ('rejected', 'expired', 'cancelled', 'failed'))`.execute(database);
  return Number(numAffectedRows ?? 0) > 0;
}
