import { canonicalJson } from '../domain/canonical-json.ts';
import type { Approval, Proposal } from '../domain/proposal.ts';
import type { ProposalCommand, ProposalEvent, ProposalRefusal, Voter } from '../rules/proposal/commands.ts';
import { decideProposal } from '../rules/proposal/decide-proposal.ts';
import { distinctApprovals } from '../rules/proposal/distinct-approvals.ts';
import { evolveProposal } from '../rules/proposal/evolve-proposal.ts';
import type { StoredProposal } from '../store/proposals.ts';
import type { StoreTransaction } from '../store/store.ts';
import { applyAtOnce } from './apply-at-once.ts';
import { changed, record } from './change.ts';
import { closeForged } from './close-forged.ts';
import { decisionEntry } from './decision-entry.ts';
import type { Door } from './door.ts';
import { type Facts, gatherFacts, principalOf } from './facts.ts';
import { grantFor } from './issue.ts';
import {
  entitledNow,
  gainsBy,
  isOwn,
  openCase,
  type ProposalCase,
  rolesMissing,
  rulingNow,
  voterOf,
} from './judge-proposal.ts';
import { noteDecision } from './note-decision.ts';
import type { PreparedAction } from './prepare-action.ts';
import { isSignedApproval, sealOf, signApproval } from './record-mac.ts';
import { type VerifiedRecord, verifyRecord, withApprovals } from './verify-record.ts';

/** What a person decides about one version. */
export type PersonsDecision =
  | { verb: 'approve' }
  | { verb: 'reject'; reason: string }
  | { verb: 'edit'; prepared: PreparedAction }
  | { verb: 'cancel'; reason: string }
  | { verb: 'settle'; outcome: 'done' | 'failed'; reason: string };

/** Why a decision changes nothing: of the proposal's own life, or of policy. */
export type DecisionRefusal =
  | ProposalRefusal
  | 'unknown_proposal'
  | 'policy_denies'
  | 'drifted'
  | 'forged'
  | 'own_gain';

/** What became of one person's decision: what was written of it, or why it was refused. */
export type DecideResult =
  | { ok: true; proposal: Proposal; event: ProposalEvent['kind'] }
  | {
      ok: false;
      refusal: DecisionRefusal;
      proposal: Proposal | null;
      missingRoles: readonly string[];
      /** Whom the refusal is about: who decided before, or whom the person covers for; null = nobody else */
      whom: string | null;
    };

/**
 * Applies one person's decision: locks the proposal, asks policy again, decides, and writes decision, grant, outbox
 * and audit together. A refusal is an answer; it is in the audit too.
 * @param decision.version - the version that the person saw; null = whatever is in force
 */
export async function decide(
  door: Door,
  store: StoreTransaction,
  given: { id: string; version: number | null; member: string; decision: PersonsDecision },
  now: Date,
): Promise<DecideResult> {
  const [stored] = await store.lockProposals([given.id]);
  if (!stored)
    return { ok: false, refusal: 'unknown_proposal', proposal: null, missingRoles: [], whom: null };
  const verified = verifyRecord(door, stored);
  if (!verified) return await closeForged(store, stored, given, now);
  const genuineCase = await openCase(store, await withoutForged(door, store, verified, now), now);
  const proposalCase = await withoutLapsed(door, store, genuineCase, now);
  const { proposal: genuine } = proposalCase;
  const attempt = await commandOf(door, store, proposalCase, given, now);
  const decided = attempt.ok ? decideProposal(genuine, attempt.command, now) : attempt;
  if (!decided.ok) {
    const { refusal } = decided;
    const missingRoles = refusal === 'not_entitled' ? rolesMissing(door, proposalCase) : [];
    await record(store, now, given.member, 'decision.refused', stored.proposal.account, {
      proposal: given.id,
      version: given.version,
      verb: given.decision.verb,
      refusal,
      missingRoles,
    });
    const covered = attempt.ok ? attempt.command.by.actingFor : null;
    const about = refusal === 'already_decided' ? stored.proposal.decidedBy : covered;
    const whom = about === null ? null : proposalCase.facts.standing.nameOf(about);
    return { ok: false, refusal, proposal: stored.proposal, missingRoles, whom };
  }
  const actingFor = attempt.ok ? attempt.command.by.actingFor : null;
  const event = signed(door, genuine, decided.event);
  const proposal = await carryOut(door, store, proposalCase, { ...given, actingFor }, event, now);
  return { ok: true, proposal, event: decided.event.kind };
}

type PersonsCommand = Extract<ProposalCommand, { by: Voter }>;
type Attempt = { ok: true; command: PersonsCommand } | { ok: false; refusal: DecisionRefusal };

async function commandOf(
  door: Door,
  store: StoreTransaction,
  proposalCase: ProposalCase,
  { version: seen, member, decision }: { version: number | null; member: string; decision: PersonsDecision },
  now: Date,
): Promise<Attempt> {
  const { proposal } = proposalCase;
  const version = seen ?? proposal.version;
  const by = voterOf(door, proposalCase, member, decision.verb);
  const inOwnName: Voter = { member, actingFor: null, entitled: true };
  switch (decision.verb) {
    case 'approve': {
      const ruling = rulingNow(door, proposalCase);
      if (ruling.effect === 'deny') return { ok: false, refusal: 'policy_denies' };
      if (!isOwn(proposalCase, by) && gainsBy(proposalCase, member))
        return { ok: false, refusal: 'own_gain' };
      if (await isStaleFlip(door, store, proposalCase)) return { ok: false, refusal: 'drifted' };
      return { ok: true, command: { kind: 'approve', version, by, ruling } };
    }
    case 'reject':
      return { ok: true, command: { kind: 'reject', version, by, reason: decision.reason } };
    case 'settle':
      return {
        ok: true,
        command: { kind: 'settle', by, outcome: decision.outcome, reason: decision.reason },
      };
    case 'cancel': {
      const who = member === proposal.requester ? inOwnName : by;
      return { ok: true, command: { kind: 'cancel', by: who, reason: decision.reason } };
    }
    case 'edit':
      return editOf(door, await factsOfEdit(store, proposalCase, decision.prepared, now), {
        version,
        by,
        requester: proposal.requester,
        prepared: decision.prepared,
      });
  }
}

/** A yes that was not given here does not count; that it was there is written down. */
async function withoutForged(
  door: Door,
  store: StoreTransaction,
  verified: VerifiedRecord,
  now: Date,
): Promise<VerifiedRecord> {
  const { proposal } = verified.stored;
  const isGenuine = (approval: Approval): boolean => isSignedApproval(proposal, approval, door.keys.grant);
  const approvals = distinctApprovals(proposal.approvals.filter(isGenuine));
  if (approvals.length === proposal.approvals.length) return verified;
  const forged = proposal.approvals
    .filter((approval) => !approvals.includes(approval))
    .map(({ member }) => member);
  const detail = { proposal: proposal.id, version: proposal.version, members: forged };
  await record(store, now, 'system', 'approval.forged', proposal.account, detail);
  return withApprovals(verified, approvals);
}

/**
 * The last yes flips a switch itself, with no worker to look again: whoever said yes before and may no longer do so does
 * not count.
 */
async function withoutLapsed(
  door: Door,
  store: StoreTransaction,
  proposalCase: ProposalCase,
  now: Date,
): Promise<ProposalCase> {
  const { proposal, stored, action } = proposalCase;
  if (action.kind !== 'kill.flip' || proposal.state !== 'proposed') return proposalCase;
  const approvals = entitledNow(door, proposalCase);
  const lapsed = proposal.approvals.filter((approval) => !approvals.includes(approval));
  if (lapsed.length === 0) return proposalCase;
  const detail = {
    proposal: proposal.id,
    version: proposal.version,
    members: lapsed.map(({ member }) => member),
  };
  await record(store, now, 'system', 'approval.lapsed', proposal.account, detail);
  const left = { ...proposal, approvals };
  return { ...proposalCase, proposal: left, stored: { ...stored, proposal: left } };
}

function signed(door: Door, proposal: Proposal, event: ProposalEvent): ProposalEvent {
  if (event.kind !== 'approved') return event;
  return { ...event, approval: signApproval(proposal, event.approval, door.keys.grant) };
}

/** A switch is flipped by the approval itself: whoever lets things run again ends the halt that was shown, no later one. */
async function isStaleFlip(door: Door, store: StoreTransaction, { action }: ProposalCase): Promise<boolean> {
  if (action.kind !== 'kill.flip') return false;
  return canonicalJson(await door.readOwnBefore(action, store)) !== canonicalJson(action.before);
}

/** What the edited text is judged by: its own numbers and ticket, not those that stood there before. */
async function factsOfEdit(
  store: StoreTransaction,
  { proposal: { id, requester, origin }, facts }: ProposalCase,
  { kind, action: { params, account } }: PreparedAction,
  now: Date,
): Promise<Facts> {
  const subject = { id, kind, params, account, requester, origin };
  return await gatherFacts(store, subject, now, facts.standing, facts.account);
}

/** Whoever may propose or approve it may edit it; the edited text is judged as if it were new. */
function editOf(
  door: Door,
  facts: Facts,
  edit: { version: number; by: Voter; requester: string; prepared: PreparedAction },
): Attempt {
  const { version, by, requester, prepared } = edit;
  const { sealed, summary, kind, action } = prepared;
  const policies = door.policies();
  const { resource } = facts;
  if (kind.check?.(action.params, facts)) return { ok: false, refusal: 'policy_denies' };
  const ruling = policies.rule(principalOf(facts.standing, requester), resource);
  if (ruling.effect === 'deny') return { ok: false, refusal: 'policy_denies' };
  const mayPropose = policies.permits('propose', principalOf(facts.standing, by.member), resource).allowed;
  // A person has looked at it, so a person decides about what they made of it.
  const permission = { ...ruling, effect: 'approve' as const };
  const next = {
    digest: sealed.digest,
    summary,
    risk: resource.risk,
    connector: action.connector,
    ruling: permission,
  };
  const who = mayPropose ? { member: by.member, actingFor: null, entitled: true } : by;
  return { ok: true, command: { kind: 'edit', version, by: who, next } };
}

async function carryOut(
  door: Door,
  store: StoreTransaction,
  { stored, action, facts }: ProposalCase,
  given: { member: string; actingFor: string | null; decision: PersonsDecision },
  event: ProposalEvent,
  now: Date,
): Promise<Proposal> {
  const { decision } = given;
  const before = stored.proposal;
  const edited = decision.verb === 'edit' ? decision.prepared : null;
  const body = edited ? edited.sealed.bytes : stored.body;
  const percent = edited ? (edited.kind.measures?.(edited.action.params).percent ?? 0) : stored.percent;
  const next: StoredProposal = { proposal: before, body, percent };
  const entry = decisionEntry(before, given, event, now);
  await noteDecision(store, before, event, facts, now);
  if (event.kind === 'approved' && event.complete) {
    if (action.kind !== 'kill.flip') return await grantFor(door, store, next, event, now, [entry]);
    await store.appendAudit(entry);
    return await applyAtOnce(door, store, before, action, event, now);
  }
  const evolved = evolveProposal(before, event);
  const proposal = edited ? { ...evolved, seal: sealOf(evolved, door.keys.grant) } : evolved;
  await store.writeProposals({ changed: [changed({ ...next, proposal }, now)], entries: [entry] });
  if (event.kind === 'cancelled' || event.kind === 'settled') await store.removeEffects([proposal.id]);
  return proposal;
}
