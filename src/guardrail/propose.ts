import type { ActionKindName } from '../domain/action.ts';
import type { AuditEntry } from '../domain/audit.ts';
import {
  type AutonomyLevel,
  type Origin,
  type Permission,
  type Proposal,
  type Ruling,
  systemActorOf,
} from '../domain/proposal.ts';
import { decideProposal } from '../rules/proposal/decide-proposal.ts';
import type { StoreTransaction } from '../store/store.ts';
import { applyAtOnce } from './apply-at-once.ts';
import { changed, entryOf, record } from './change.ts';
import type { Door } from './door.ts';
import { type Facts, gatherFacts, principalOf, readStanding } from './facts.ts';
import { floodProblem } from './flood.ts';
import { grantFor } from './issue.ts';
import type { PreparedAction } from './prepare-action.ts';
import { sealOf } from './record-mac.ts';

/** Who asks for what, and under which id. */
export interface ProposeInput {
  id: string;
  prepared: PreparedAction;
  /** Member id, or `system`. */
  requester: string;
  origin: Origin;
  /** The proposal that this one undoes; null = none */
  compensates: string | null;
  /** Null = decided alone */
  batch: string | null;
}

/** What became of it. A refusal is an answer, not an error; it is in the audit. */
export type ProposeResult =
  | { ok: true; proposal: Proposal }
  | { ok: false; refusal: 'denied' | 'not_allowed' | 'flood'; reason: string; policyIds: readonly string[] };

/**
 * Brings an action in: policy says whether, and how it may be carried out. What may run by itself gets its grant in
 * the same transaction; everything else waits for people.
 */
export async function propose(
  door: Door,
  store: StoreTransaction,
  input: ProposeInput,
  now: Date,
): Promise<ProposeResult> {
  const { facts, verdict: judged } = await judge(door, store, input, now);
  const verdict = judged.ok ? ((await refuseSecondUndo(store, input)) ?? judged) : judged;
  if (!verdict.ok) {
    const { action, sealed } = input.prepared;
    const { refusal, policyIds, reason } = verdict;
    const asked = { kind: action.kind, digest: sealed.digest };
    const detail = { ...asked, refusal, policyIds, policyVersion: door.policies().version };
    // The reason may quote what was asked for, such as an address.
    await record(store, now, input.requester, 'proposal.refused', action.account, detail, { reason });
    return verdict;
  }
  const proposal = newProposal(door, input, verdict.ruling, facts, now);
  const actor = proposal.origin === 'system' ? systemActorOf(proposal) : input.requester;
  const made = entryOf(now, actor, 'proposal.made', proposal.account, {
    proposal: proposal.id,
    version: 1,
    kind: proposal.kind,
    digest: proposal.digest,
    origin: proposal.origin,
    connector: proposal.connector,
    effect: verdict.ruling.effect,
    quorum: verdict.ruling.quorum,
    policyIds: verdict.ruling.policyIds,
    policyVersion: verdict.ruling.policyVersion,
    ...(proposal.compensates === null ? {} : { compensates: proposal.compensates }),
  });
  return { ok: true, proposal: await release(door, store, proposal, input, facts, made, now) };
}

/** An effect is taken back once: of two that try, the second waits here and then sees the first. */
async function refuseSecondUndo(
  store: StoreTransaction,
  { compensates }: ProposeInput,
): Promise<Extract<ProposeResult, { ok: false }> | null> {
  if (compensates === null) return null;
  await store.lockProposals([compensates]);
  const other = await store.findCompensation(compensates);
  if (other === null) return null;
  return {
    ok: false,
    refusal: 'not_allowed',
    reason: `Proposal ${other} takes it back already`,
    policyIds: [],
  };
}

/** What would become of it, without keeping anything: a dry run. */
export async function judge(
  door: Door,
  store: StoreTransaction,
  { id, prepared, requester, origin }: Pick<ProposeInput, 'id' | 'prepared' | 'requester' | 'origin'>,
  now: Date,
): Promise<{ facts: Facts; verdict: Verdict }> {
  const { kind, action } = prepared;
  const standing = await readStanding(store, now);
  const subject = { id, kind, params: action.params, account: action.account, requester, origin };
  const facts = await gatherFacts(store, subject, now, standing, prepared.account);
  return { facts, verdict: await verdictOf(door, store, prepared, facts, requester) };
}

type Verdict = Extract<ProposeResult, { ok: false }> | { ok: true; ruling: Permission };

async function verdictOf(
  door: Door,
  store: StoreTransaction,
  { kind, action }: PreparedAction,
  facts: Facts,
  requester: string,
): Promise<Verdict> {
  const policies = door.policies();
  const principal = principalOf(facts.standing, requester);
  const may = policies.permits('propose', principal, facts.resource);
  if (!may.allowed) {
    const role = principal.roles.join(', ') || (requester === 'system' ? 'system' : 'no role');
    const reason = `Policy does not let ${role} propose ${action.kind} here`;
    return { ok: false, refusal: 'denied', reason, policyIds: may.policyIds };
  }
  const problem = kind.check?.(action.params, facts) ?? null;
  if (problem) return { ok: false, refusal: 'not_allowed', reason: problem, policyIds: [] };
  const ruling: Ruling = policies.rule(principal, facts.resource);
  if (ruling.effect === 'deny') {
    return { ok: false, refusal: 'denied', reason: ruling.reason, policyIds: ruling.policyIds };
  }
  const flood = runsByItself(ruling, facts.level) ? null : await floodProblem(store, action, requester);
  if (flood) return { ok: false, refusal: 'flood', reason: flood, policyIds: [] };
  return { ok: true, ruling };
}

/** Whether policy and the ladder together let it run without a person. */
export function runsByItself({ effect }: Pick<Permission, 'effect'>, level: AutonomyLevel): boolean {
  if (level === 'shadow') return false;
  return effect === 'auto' || (effect === 'earned' && level === 'auto');
}

function newProposal(door: Door, input: ProposeInput, ruling: Permission, facts: Facts, now: Date): Proposal {
  const { action, sealed, summary } = input.prepared;
  const { id, requester, origin, compensates, batch } = input;
  const proposedAt = now.toISOString();
  const unsealed = {
    id,
    version: 1,
    revision: 1,
    state: 'proposed' as const,
    kind: action.kind as ActionKindName,
    account: action.account,
    connector: action.connector,
    risk: facts.resource.risk,
    digest: sealed.digest,
    summary,
    origin,
    requester,
    author: requester,
    ruling,
    autonomy: facts.level,
    approvals: [],
    proposedAt,
    expiresAt: new Date(now.getTime() + ruling.expiresHours * 3_600_000).toISOString(),
    remindedAt: null,
    escalatedAt: null,
    decidedBy: null,
    decidedAt: null,
    reason: null,
    fence: 0,
    attempts: 0,
    receipt: null,
    finishedAt: null,
    compensates,
    batch,
  };
  return { ...unsealed, seal: sealOf(unsealed, door.keys.grant) };
}

async function release(
  door: Door,
  store: StoreTransaction,
  proposal: Proposal,
  { prepared }: ProposeInput,
  facts: Facts,
  made: AuditEntry,
  now: Date,
): Promise<Proposal> {
  const byItself = runsByItself(proposal.ruling, facts.level);
  const decision = byItself ? decideProposal(proposal, { kind: 'release' }, now) : null;
  const stored = { proposal, body: prepared.sealed.bytes, percent: facts.resource.measures.percent ?? 0 };
  if (decision?.ok && prepared.action.kind !== 'kill.flip') {
    return await grantFor(door, store, stored, decision.event, now, [made], 'added');
  }
  await store.writeProposals({ added: [changed(stored, now)], entries: [made] });
  if (!decision?.ok) return proposal;
  return await applyAtOnce(door, store, proposal, prepared.action, decision.event, now);
}
