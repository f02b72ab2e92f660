import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ConnectorName } from '../domain/action.ts';
import type { Proposal } from '../domain/proposal.ts';
import type { Schema } from './schema.ts';
import { preparedMark } from './server-connection.ts';
import { isWhole } from './whole-life.ts';

/** A grant as it lies in the table; `guardrail/grant.ts` says what its fields mean. */
export interface GrantRow {
  proposalId: string;
  version: number;
  digest: string;
  approvers: readonly string[];
  grantedAt: string;
  expiresAt: string;
  mac: string;
}

/** An effect that this worker, and no other, may carry out. */
export interface ClaimedEffect {
  fence: number;
  /** Which attempt this is, from 1. */
  attempt: number;
  /** How often it was begun in vain because its platform took nothing. */
  away: number;
  proposal: Proposal;
  body: Uint8Array;
  percent: number;
  grant: GrantRow | null;
  /** Its proposal has come to an end before: what says otherwise was written past the door. */
  isOver: boolean;
}

/** A grant, the proposal it is for, and from when on its effect is due. */
export interface GrantedEffect {
  grant: GrantRow;
  proposal: Proposal;
  nextAt: Date;
  /** Effects of one lane go out one after the other, in the order of their proposals; null = of none */
  lane: string | null;
}

/**
 * The parts of a statement that store grants and put their effects on the way. A row that is there already was written
 * by something else than the door, and must not keep a real decision from counting: it is replaced.
 */
export function addingGrants(granted: readonly GrantedEffect[]): RawBuilder<unknown>[] {
  if (granted.length === 0) return [];
  return [
    sql`new_grants (id, version, digest, approvers, granted, expires, mac, kind, account, connector, origin, fence,
      next_at, lane) as (values ${sql.join(granted.map(toGrantRow))})`,
    sql`added_grants as (insert into action_grants (proposal_id, version, digest, approvers, granted_at, expires_at, mac)
      select id, version, digest, approvers, granted, expires, mac from new_grants
      on conflict (proposal_id) do update set version = excluded.version, digest = excluded.digest,
        approvers = excluded.approvers, granted_at = excluded.granted_at, expires_at = excluded.expires_at,
        mac = excluded.mac)`,
    sql`queued_effects as (insert into outbox as o (proposal_id, version, state, kind, account_id, connector, origin,
        fence, attempts, next_at, lane)
      select id, version, 'queued', kind, account, connector, origin, fence, 0, next_at, lane from new_grants
      on conflict (proposal_id) do update set version = excluded.version, state = 'queued', kind = excluded.kind,
        account_id = excluded.account_id, connector = excluded.connector, origin = excluded.origin,
        fence = greatest(o.fence, excluded.fence), attempts = 0, away = 0, next_at = excluded.next_at, lane = excluded.lane,
        worker = null, leased_until = null)`,
  ];
}

function toGrantRow({ grant, proposal, nextAt, lane }: GrantedEffect) {
  const { proposalId, version, digest, approvers, grantedAt, expiresAt, mac } = grant;
  const { kind, account, connector, origin, fence } = proposal;
  return sql`(${proposalId}::text, ${version}::integer, ${digest}::text, ${JSON.stringify(approvers)}::jsonb,
    ${grantedAt}::text, ${expiresAt}::text, ${mac}::text, ${kind}::text, ${account}::text, ${connector}::text,
    ${origin}::text, ${fence}::bigint, ${nextAt}::timestamptz, ${lane}::text)`;
}

/** A call of which nobody asks for longer than this what came of it holds up no other of its lane. */
const inFlightMs = 120_000;

/**
 * Takes effects that are due: one statement, so that of many workers exactly one gets each. What a switch holds back
 * stays where it is. Of a lane one is taken, the earliest proposed, when the one before it has ended and the pause
 * after it is over. Of a platform that takes nothing, one is taken when it may be tried again: the earliest proposed.
 * @param from.connectors - what this process can reach
 */
export async function claimEffects(
  database: Kysely<Schema>,
  from: { worker: string; connectors: readonly ConnectorName[]; now: Date; leasedUntil: Date; limit: number },
): Promise<ClaimedEffect[]> {
  const { rows } = await sql<ClaimedRow>`${sql.raw(preparedMark('claim_effects'))}
    with due as (select proposal_id, connector from outbox o where state = 'queued' and next_at <= ${from.now}
        and connector = any(${[...from.connectors]}::text[]) and ${notHalted('o')} and ${laneIsFree(from.now)}
        and not exists (select 1 from connector_outages c where c.connector = o.connector and c.next_at > ${from.now})
      order by next_at, proposal_id limit ${from.limit} for update skip locked),
    ranked as (select proposal_id, connector, row_number() over (partition by connector order by proposal_id) as place
      from due),
    claimed as (update outbox o set state = 'claimed', fence = o.fence + 1, attempts = o.attempts + 1,
        worker = ${from.worker}, leased_until = ${from.leasedUntil}
      from ranked r where o.proposal_id = r.proposal_id
        and (r.place = 1 or not exists (select 1 from connector_outages c where c.connector = r.connector))
      returning o.proposal_id, o.fence, o.attempts, o.away)
    select c.fence, c.attempts, c.away, p.life, p.body, p.percent, ${grantJson} as grant, ${isOver} as over
    from claimed c join proposals p on p.id = c.proposal_id left join action_grants g on g.proposal_id = c.proposal_id
    order by c.proposal_id`.execute(database);
  return rows.filter(({ life }) => isWhole(life)).map(toClaimed);
}

/** No platform asks for a longer pause: what lies further ahead was written before the clock was set back. */
export const longestPauseMs = 86_400_000;

const laneIsFree = (now: Date) => sql`(o.lane is null or (
  not exists (select 1 from outbox_lanes l where l.lane = o.lane collate "C" and l.free_at > ${now}
    and l.free_at <= ${new Date(now.getTime() + longestPauseMs)})
  and not exists (select 1 from outbox b where b.lane = o.lane and b.state <> 'queued'
    and b.leased_until <= ${new Date(now.getTime() + inFlightMs)})
  and not exists (select 1 from outbox e where e.lane = o.lane and e.state = 'queued' and e.next_at <= ${now}
    and e.proposal_id < o.proposal_id and ${notHalted('e')})))`;

/** Lets nothing of these effects' lanes go out before an instant: the platform asked for a pause. */
export async function holdLanes(
  transaction: Kysely<Schema>,
  held: readonly { proposalId: string; until: Date }[],
): Promise<void> {
  if (held.length === 0) return;
  const list = JSON.stringify(held.map(({ proposalId, until }) => ({ id: proposalId, until })));
  await sql`insert into outbox_lanes as l (lane, free_at)
    select o.lane, max(n.until) from jsonb_to_recordset(${list}::jsonb) as n (id text, until timestamptz)
    join outbox o on o.proposal_id = n.id collate "C" where o.lane is not null group by o.lane
    on conflict (lane) do update set free_at = case
      when l.free_at > excluded.free_at + ${longestPauseMs} * interval '1 millisecond' then excluded.free_at
      else greatest(l.free_at, excluded.free_at) end`.execute(transaction);
}

/**
 * Marks claimed effects as about to be called. What is not returned may not be called: its lease is over, another
 * worker has it, or a switch was turned on since.
 */
export async function beginCalls(
  transaction: Kysely<Schema>,
  effects: readonly { proposalId: string; fence: number }[],
  now: Date,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update outbox o set state = 'calling' from jsonb_to_recordset(${pairs(effects)}::jsonb) as n (id text, fence bigint)
    where o.proposal_id = n.id collate "C" and o.fence = n.fence and o.state = 'claimed' and o.leased_until > ${now}
      and ${notHalted('o')} returning o.proposal_id as id`.execute(transaction);
  return rows.map(({ id }) => id);
}

/** Which of these effects still belong to this fence, in this state; locked until the transaction ends. */
export async function lockEffects(
  transaction: Kysely<Schema>,
  effects: readonly { proposalId: string; fence: number }[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select o.proposal_id as id from outbox o
    join jsonb_to_recordset(${pairs(effects)}::jsonb) as n (id text, fence bigint)
      on o.proposal_id = n.id collate "C" and o.fence = n.fence and o.state <> 'queued'
    order by o.proposal_id for update of o`.execute(transaction);
  return rows.map(({ id }) => id);
}

/** Takes effects off the way together with their grants: a grant is used once. */
export async function removeEffects(transaction: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`with o as (delete from outbox where proposal_id = any(${[...ids]}::text[]))
    delete from action_grants where proposal_id = any(${[...ids]}::text[])`.execute(transaction);
}

/** Puts effects back that did not happen, for another attempt at `nextAt`; `away` = their platform took nothing. */
export async function requeueEffects(
  transaction: Kysely<Schema>,
  effects: readonly { proposalId: string; nextAt: Date; countsAsAttempt: boolean; away?: boolean }[],
): Promise<void> {
  if (effects.length === 0) return;
  const list = JSON.stringify(
    effects.map(({ proposalId, nextAt, countsAsAttempt, away = false }) => ({
      id: proposalId,
      next: nextAt,
      back: countsAsAttempt ? 0 : 1,
      away: away ? 1 : 0,
    })),
  );
  await sql`update outbox o set state = 'queued', worker = null, leased_until = null, next_at = n.next,
      attempts = o.attempts - n.back, away = o.away + n.away
    from jsonb_to_recordset(${list}::jsonb) as n (id text, next timestamptz, back integer, away integer)
    where o.proposal_id = n.id collate "C"`.execute(transaction);
}

/** Effects whose worker fell silent: `claimed` were not called, `calling` may have happened. */
export async function lapsedEffects(
  database: Kysely<Schema>,
  now: Date,
  limit: number,
): Promise<{ proposalId: string; fence: number; called: boolean }[]> {
  const { rows } = await sql<{ id: string; fence: number; state: string }>`
    select proposal_id as id, fence, state from outbox where state <> 'queued' and leased_until <= ${now}
    order by leased_until limit ${limit}`.execute(database);
  return rows.map(({ id, fence, state }) => ({ proposalId: id, fence, called: state === 'calling' }));
}

/**
 * Takes over effects whose worker fell silent, where they still are as `lapsedEffects` found them: what was claimed may
 * have begun since. One statement: of many that try, one gets each.
 * @param until - null = nobody looks again: a person has to settle it
 */
export async function takeOverEffects(
  database: Kysely<Schema>,
  effects: readonly { proposalId: string; fence: number; called: boolean }[],
  now: Date,
  until: Date | null,
): Promise<string[]> {
  const lapsed = JSON.stringify(
    effects.map(({ proposalId: id, fence, called }) => ({
      id,
      fence,
      state: called ? 'calling' : 'claimed',
    })),
  );
  const { rows } = await sql<{ id: string }>`
    update outbox o set leased_until = ${until}::timestamptz
    from jsonb_to_recordset(${lapsed}::jsonb) as n (id text, fence bigint, state text)
    where o.proposal_id = n.id collate "C" and o.fence = n.fence and o.state = n.state and o.leased_until <= ${now}
    returning o.proposal_id as id`.execute(database);
  return rows.map(({ id }) => id);
}

/**
 * Sets when an effect whose fate is unknown is looked up again, where it is still of this fence.
 * @param at - null = never
 * @param away - whether it is unknown because its platform is broken
 */
export async function lookAgainAt(
  transaction: Kysely<Schema>,
  { proposalId, fence }: { proposalId: string; fence: number },
  at: Date | null,
  away = false,
): Promise<void> {
  await sql`update outbox set state = 'calling', leased_until = ${at}::timestamptz, away = away + ${away ? 1 : 0}
    where proposal_id = ${proposalId} and fence = ${fence} and state <> 'queued'`.execute(transaction);
}

/** One effect on its way with its grant, as a worker would get it; null = none */
export async function findEffect(
  database: Kysely<Schema>,
  proposalId: string,
): Promise<ClaimedEffect | null> {
  const { rows } = await sql<ClaimedRow>`
    select o.fence, o.attempts, o.away, p.life, p.body, p.percent, ${grantJson} as grant, ${isOver} as over
    from outbox o join proposals p on p.id = o.proposal_id left join action_grants g on g.proposal_id = o.proposal_id
    where o.proposal_id = ${proposalId}`.execute(database);
  return rows[0] && isWhole(rows[0].life) ? toClaimed(rows[0]) : null;
}

/** How much is on the way, by state. */
export async function countOutbox(database: Kysely<Schema>): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; n: number }>`select state, count(*)::int as n from outbox
    group by state`.execute(database);
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

/** @param row - the outbox under its name in the statement */
const notHalted = (row: 'o' | 'e') => {
  const of = (column: string) => sql.ref(`${row}.${column}`);
  return sql`not exists (select 1 from kill_switches k where k.is_on and (k.scope = 'all'
    or k.scope = 'account:' || ${of('account_id')} or k.scope = 'kind:' || ${of('kind')}
    or k.scope = 'connector:' || ${of('connector')} or (k.scope = 'model' and ${of('origin')} = 'agent')))`;
};

const grantJson = sql`case when g.proposal_id is null then null else jsonb_build_object('proposalId', g.proposal_id,
  'version', g.version, 'digest', g.digest, 'approvers', g.approvers, 'grantedAt', g.granted_at,
  'expiresAt', g.expires_at, 'mac', g.mac) end`;

const isOver = sql`exists (select 1 from proposal_ends e where e.proposal_id = p.id)`;

function pairs(effects: readonly { proposalId: string; fence: number }[]): string {
  return JSON.stringify(effects.map(({ proposalId, fence }) => ({ id: proposalId, fence })));
}

interface ClaimedRow {
  fence: number;
  attempts: number;
  away: number;
  life: Proposal;
  body: Uint8Array;
  percent: number;
  grant: GrantRow | null;
  over: boolean;
}

function toClaimed({ attempts: attempt, life: proposal, over: isOver, ...row }: ClaimedRow): ClaimedEffect {
  const { away, body, percent, grant } = row;
  return { fence: Number(row.fence), attempt, away, proposal, body, percent, grant, isOver };
}
