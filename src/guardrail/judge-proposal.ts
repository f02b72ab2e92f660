import type { Account } from '../domain/account.ts';
import type { Action } from '../domain/action.ts';
import type { Role } from '../domain/member.ts';
import type { Approval, Proposal, Ruling } from '../domain/proposal.ts';
import { type Cover, chooseVoter } from '../rules/proposal/choose-voter.ts';
import type { Voter } from '../rules/proposal/commands.ts';
import { distinctApprovals } from '../rules/proposal/distinct-approvals.ts';
import type { StoredProposal } from '../store/proposals.ts';
import type { StoreTransaction } from '../store/store.ts';
import type { AnyActionKind } from './actions/index.ts';
import type { PersonsDecision } from './decide.ts';
import type { Door } from './door.ts';
import { type Facts, gatherFacts, principalOf, readResource, readStanding, type Standing } from './facts.ts';
import { stricter } from './policy/stricter.ts';
import { isSignedApproval } from './record-mac.ts';
import type { VerifiedRecord } from './verify-record.ts';

/** A stored proposal with what a decision about it stands on. */
export interface ProposalCase {
  stored: StoredProposal;
  proposal: Proposal;
  action: Action;
  kind: AnyActionKind;
  facts: Facts;
}

/** As much of a case as says who may see it and who may decide it. */
export interface ProposalOutline extends Pick<ProposalCase, 'proposal' | 'action' | 'kind'> {
  facts: Pick<Facts, 'standing' | 'resource'>;
}

/** What was read for several proposals at once. */
export interface Known {
  standing: Standing;
  /** By id; absent = each is read by itself */
  accounts?: ReadonlyMap<string, Account>;
  /** Nothing is decided on it: sums are read as they are, and nobody has to wait. */
  isOnlyShown?: boolean;
}

/** Gathers today's facts about a stored proposal. */
export async function openCase(
  store: StoreTransaction,
  { stored, action, kind }: VerifiedRecord,
  now: Date,
  known?: Known,
): Promise<ProposalCase> {
  const { proposal } = stored;
  const standing = known?.standing ?? (await readStanding(store, now));
  const account = known?.accounts && (known.accounts.get(action.account ?? '') ?? null);
  const { id, requester, origin } = proposal;
  const subject = { id, kind, params: action.params, account: action.account, requester, origin };
  const facts = await gatherFacts(store, subject, now, standing, account, known?.isOnlyShown);
  return { stored, proposal, action, kind, facts };
}

/** Reads who may see and decide a stored proposal, and not what else stands on it: a list is counted by it. */
export async function outlineCase(
  store: StoreTransaction,
  { stored: { proposal }, action, kind }: VerifiedRecord,
  now: Date,
  { standing, accounts }: Required<Pick<Known, 'standing' | 'accounts'>>,
): Promise<ProposalOutline> {
  const { id, requester, origin } = proposal;
  const subject = { id, kind, params: action.params, account: action.account, requester, origin };
  const account = accounts.get(action.account ?? '') ?? null;
  const resource = await readResource(store, subject, now, account);
  return { proposal, action, kind, facts: { standing, resource } };
}

/** In whose name a member would decide so, by today's roles and cover. */
export function voterOf(
  door: Door,
  { proposal, facts }: ProposalOutline,
  member: string,
  verb: PersonsDecision['verb'],
): Voter {
  const policies = door.policies();
  const isEntitled = (id: string): boolean => mayApprove(policies, facts, id);
  return chooseVoter(member, verb, proposal, usableCovers(facts.standing), isEntitled);
}

/** The strictest of the ruling that it was proposed under and today's. */
export function rulingNow(door: Door, { proposal, facts }: ProposalCase): Ruling {
  const today = door.policies().rule(principalOf(facts.standing, proposal.requester), facts.resource);
  return stricter(proposal.ruling, today);
}

/** The yeses that count today as they did then: given here, by different people who still may. */
export function entitledNow(door: Door, proposalCase: ProposalCase): Approval[] {
  const { proposal, facts } = proposalCase;
  const policies = door.policies();
  const covers = usableCovers(facts.standing);
  return distinctApprovals(proposal.approvals).filter((approval) => {
    if (!isSignedApproval(proposal, approval, door.keys.grant)) return false;
    const { member, actingFor } = approval;
    if (actingFor !== null && !covers.some(({ from, to }) => from === actingFor && to === member))
      return false;
    const people = actingFor === null ? [member] : [member, actingFor];
    if (people.includes(proposal.requester) || people.includes(proposal.author)) return false;
    if (gainsBy(proposalCase, member)) return false;
    return mayApprove(policies, facts, actingFor ?? member) && facts.standing.rolesOf(member).length > 0;
  });
}

/** Cover that counts: an auditor changes nothing, in nobody's name, and neither does whoever has no role any more. */
function usableCovers({ covers, rolesOf }: Standing): readonly Cover[] {
  return covers.filter(({ to }) => rolesOf(to).some((role) => role !== 'auditor'));
}

/** Whether it is for this member, or for somebody they cover for: their yes does not count then. */
export function gainsBy({ kind, action, facts }: ProposalOutline, member: string): boolean {
  const gainers = kind.gainers?.(action.params) ?? [];
  const covered = usableCovers(facts.standing).flatMap(({ from, to }) => (to === member ? [from] : []));
  return [member, ...covered].some((person) => gainers.includes(person));
}

/** Those of these members who may say yes today: in their own name or as a stand-in, and never to what is their own. */
export function decidersAmong(
  door: Door,
  proposalCase: ProposalOutline,
  members: readonly string[],
): readonly string[] {
  return members.filter((member) => {
    const by = voterOf(door, proposalCase, member, 'approve');
    return by.entitled && !isOwn(proposalCase, by) && !gainsBy(proposalCase, member);
  });
}

/** Whether somebody, or whom they would decide for, asked for it or wrote it. */
export function isOwn({ proposal: { requester, author } }: ProposalOutline, by: Voter): boolean {
  return [by.member, by.actingFor].some((person) => person === requester || person === author);
}

/** Whether this member may approve it in their own name today. */
export function mayApprove(
  policies: ReturnType<Door['policies']>,
  facts: ProposalOutline['facts'],
  member: string,
): boolean {
  return policies.permits('approve', principalOf(facts.standing, member), facts.resource).allowed;
}

/** The roles that could approve it, for a refusal that names what is missing. */
export function rolesMissing(door: Door, { facts }: ProposalCase): readonly Role[] {
  return door.policies().approvingRoles(facts.resource);
}
