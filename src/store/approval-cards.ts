import { type Kysely, sql } from 'kysely';
import type { ProposalState } from '../domain/proposal.ts';
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
  told: ProposalState | null; // the outcome that whoever asked was told of; null = none
}

/** What ended longer ago and never had a card is no news to whoever asked. */
const newsMs = 7 * 86_400_000;

/**
 * Proposals whose card is missing, shows something older, or is silent about a switch; the longest due first. Those
 * that ended before they had one need none, and are here only where a person who asked may wait to hear of it.
 */
export async function staleCards(
  database: Kysely<Schema>,
  now: Date,
  limit: number,
): Promise<{ proposalId: string; card: ApprovalCard | null }[]> {
  const { rows } = await sql<{ id: string; card: ApprovalCard | null }>`
    select s.id, case when c.proposal_id is null then null else jsonb_build_object('proposalId', c.proposal_id,
        'platform', c.platform, 'channel', c.channel, 'message', c.message, 'revision', c.revision,
        'halted', c.halted, 'reminded', c.reminded, 'escalated', c.escalated, 'told', c.told) end as card
    from (select p.id, p.card_due_at as due, p.state, ${wasAsked} or ${isAwaited(now)} as asked from proposals p
        where p.card_due_at <= ${now}
      union all select p.id, p.updated_at, p.state, ${wasAsked} from proposals p join approval_cards k on k.proposal_id = p.id
        where p.state in ('proposed', 'approved', 'executing') and p.card_due_at is null and k.halted <> ${halted}) s
    left join approval_cards c on c.proposal_id = s.id
    where c.proposal_id is not null or s.state in ('proposed', 'unknown') or s.asked
    order by s.due, s.id limit ${limit}`.execute(database);
  return rows.map(({ id, card }) => ({ proposalId: id, card }));
}

/** Lets go of what is over, never had a card, and is awaited by nobody. */
export async function dropCardsUnneeded(database: Kysely<Schema>, now: Date): Promise<void> {
  await sql`update proposals p set card_due_at = null where card_due_at is not null
    and state not in ('proposed', 'unknown') and not ${wasAsked} and not ${isAwaited(now)}
    and not exists (select 1 from approval_cards c where c.proposal_id = p.id)`.execute(database);
}

/** Tries a card again later: what cannot be shown must not stand before what can. */
export async function postponeCard(database: Kysely<Schema>, proposalId: string, until: Date): Promise<void> {
  await sql`update proposals set card_due_at = ${until} where id = ${proposalId}`.execute(database);
}

/** People approved it, and it has not happened yet. */
const wasAsked = sql`(p.state in ('approved', 'executing') and jsonb_array_length(p.life->'approvals') > 0)`;

/** It ended lately after people were asked, and a person had asked for it. */
const isAwaited = (now: Date) =>
  sql`(p.requester <> 'system' and p.updated_at >= ${new Date(now.getTime() - newsMs)}
    and (p.state in ('rejected', 'expired', 'cancelled')
      or (p.state in ('done', 'failed') and jsonb_array_length(p.life->'approvals') > 0)))`;

const halted = sql`exists (select 1 from kill_switches k where k.is_on and (k.scope = 'all'
  or k.scope = 'account:' || p.account_id or k.scope = 'kind:' || p.kind or k.scope = 'connector:' || p.connector
  or (k.scope = 'model' and p.origin = 'agent')))`;

/** Notes what a card shows now; what changed since then stays due. */
export async function writeCard(database: Kysely<Schema>, card: ApprovalCard): Promise<void> {
  const { proposalId, ...values } = card;
  await database
    .insertInto('approval_cards')
    .values({ proposal_id: proposalId, ...values })
    .onConflict((conflict) => conflict.column('proposal_id').doUpdateSet(values))
    .execute();
  await sql`update proposals set card_due_at = null where id = ${proposalId}
    and revision = ${card.revision}`.execute(database);
}

/** Lets go of what ended without a card; what changed since then stays due. */
export async function leaveCardOut(
  database: Kysely<Schema>,
  { id, revision }: { id: string; revision: number },
): Promise<void> {
  await sql`update proposals set card_due_at = null where id = ${id} and revision = ${revision}`.execute(
    database,
  );
}

/** Forgets where a platform shows cards, because it lost its messages: what waits gets new ones. */
export async function forgetCards(database: Kysely<Schema>, platform: string): Promise<void> {
  await sql`with gone as (delete from approval_cards where platform = ${platform} returning proposal_id)
    update proposals p set card_due_at = p.updated_at from gone
    where p.id = gone.proposal_id and (p.state in ('proposed', 'unknown') or ${wasAsked})`.execute(database);
}
