import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Where a proposal's card is shown, and what it shows. */
export interface ApprovalCard {
  proposalId: string;
  platform: string;
  channel: string;
  /** The platform's name of the message. */
  message: string;
  revision: number;
  halted: boolean;
  /** Whether the reminder and the escalation of this version were posted. */
  reminded: boolean;
  escalated: boolean;
}

/** Proposals whose card is missing or shows something older, oldest first. Those that ended before they had one need none. */
export async function staleCards(
  database: Kysely<Schema>,
  limit: number,
): Promise<{ proposalId: string; card: ApprovalCard | null }[]> {
  const { rows } = await sql<{ id: string; card: ApprovalCard | null }>`
    select p.id, case when c.proposal_id is null then null else jsonb_build_object('proposalId', c.proposal_id,
        'platform', c.platform, 'channel', c.channel, 'message', c.message, 'revision', c.revision,
        'halted', c.halted, 'reminded', c.reminded, 'escalated', c.escalated) end as card
    from proposals p left join approval_cards c on c.proposal_id = p.id
    where (c.proposal_id is null and p.state in ('proposed', 'unknown'))
      or c.revision <> p.revision
      or (c.halted <> ${halted} and p.state in ('proposed', 'approved', 'executing'))
    order by p.updated_at, p.id limit ${limit}`.execute(database);
  return rows.map(({ id, card }) => ({ proposalId: id, card }));
}

const halted = sql`exists (select 1 from kill_switches k where k.is_on and (k.scope = 'all'
  or k.scope = 'account:' || p.account_id or k.scope = 'kind:' || p.kind or k.scope = 'connector:' || p.connector
  or (k.scope = 'model' and p.origin = 'agent')))`;

/** Notes what a card shows now. */
export async function writeCard(database: Kysely<Schema>, card: ApprovalCard): Promise<void> {
  const { proposalId, ...values } = card;
  await database
    .insertInto('approval_cards')
    .values({ proposal_id: proposalId, ...values })
    .onConflict((conflict) => conflict.column('proposal_id').doUpdateSet(values))
    .execute();
}

/** Forgets where a platform shows cards, because it lost its messages: what is open gets new ones. */
export async function forgetCards(database: Kysely<Schema>, platform: string): Promise<void> {
  await database.deleteFrom('approval_cards').where('platform', '=', platform).execute();
}
