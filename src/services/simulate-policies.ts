import type { Account } from '../domain/account.ts';
import type { Role } from '../domain/member.ts';
import { checkpointBatch, finalStates } from '../domain/proposal.ts';
import type { Policies, PolicyResource } from '../guardrail/policy/policy.ts';
import {
  simulatePolicies as compare,
  type Difference,
  type JudgedProposal,
} from '../guardrail/policy/simulate-policies.ts';
import { type VerifiedRecord, verifyRecord } from '../guardrail/verify-record.ts';
import type { StoredProposal } from '../store/proposals.ts';
import { requireReadable } from './authorize.ts';
import type { RequestContext } from './context.ts';

/** What other policies would have done. */
export interface Simulation {
  since: string;
  /** Versions of both. */
  before: string;
  after: string;
  /** How many proposals were judged. */
  proposals: number;
  /** True = there were more than can be judged at once; the oldest were left out */
  cut: boolean;
  changed: (Difference & { kind: string; account: string | null; summary: string; requester: string })[];
}

const dayMs = 86_400_000;
const atMost = 20_000;

/**
 * Judges every proposal of a period under the policies in force and under others. Sums of concessions are those of
 * then; roles and what is known of the account are today's.
 * @throws {HoldfastError} HF_FORBIDDEN
 */
export async function simulatePolicies(
  ctx: RequestContext,
  { since, after }: { since: Date; after: Policies },
): Promise<Simulation> {
  await requireReadable(ctx, 'account', null);
  // Concessions of the year before weigh on the first of the period.
  const from = new Date(since.getTime() - 365 * dayMs);
  // Without the posts of checkpoints: they come once a minute, and would push out what is asked about.
  const earlier = await ctx.store.listProposals({
    since: from,
    exceptBatch: checkpointBatch,
    limit: atMost + 1,
  });
  const cut = earlier.length > atMost;
  const concessions = earlier.filter(
    ({ percent, proposal }) => percent > 0 && proposal.autonomy !== 'shadow',
  );
  const stored = earlier.filter(({ proposal }) => proposal.proposedAt >= since.toISOString());
  const accountIds = [...new Set(stored.map(({ proposal }) => proposal.account).filter((id) => id !== null))];
  const accounts = new Map((await ctx.store.findAccounts(accountIds)).map((item) => [item.id, item]));
  const { people: entitled } = await ctx.store.readStanding(ctx.clock.now());
  const rolesOf = new Map(entitled.map(({ id, roles }) => [id, roles]));
  // What was changed outside of Holdfast says nothing of what was asked for.
  const genuine = stored.flatMap((item) => verifyRecord(ctx.door, item) ?? []);
  const judged = genuine.map((item) => toJudged(item, { accounts, rolesOf, concessions }));
  const before = ctx.door.policies();
  const proposals = new Map(stored.map(({ proposal }) => [proposal.id, proposal]));
  const changed = compare(judged, before, after).flatMap((difference) => {
    const proposal = proposals.get(difference.id);
    if (!proposal) return [];
    const { kind, account, summary, requester } = proposal;
    return [{ ...difference, kind, account, summary, requester }];
  });
  const versions = { before: before.version, after: after.version };
  return { since: since.toISOString(), ...versions, proposals: judged.length, cut, changed };
}

interface Known {
  accounts: ReadonlyMap<string, Account>;
  rolesOf: ReadonlyMap<string, readonly Role[]>;
  concessions: readonly StoredProposal[];
}

function toJudged(
  { stored, action, kind }: VerifiedRecord,
  { accounts, rolesOf, concessions }: Known,
): JudgedProposal {
  const { id, origin, requester, account } = stored.proposal;
  const known = account === null ? undefined : accounts.get(account);
  const resource: PolicyResource = {
    kind: action.kind,
    risk: kind.risk(action.params),
    origin,
    measures: kind.measures?.(action.params) ?? {},
    account: known
      ? {
          id: known.id,
          tier: known.tier,
          segment: known.segment,
          region: known.region,
          arr: known.arr?.amount ?? null,
          owner: known.owner,
        }
      : null,
    ...sumsOf(stored, concessions),
  };
  return { id, principal: { id: requester, roles: rolesOf.get(requester) ?? [] }, resource };
}

/** Percent points up to this proposal; what came to nothing does not count. */
function sumsOf(
  { proposal, percent }: StoredProposal,
  concessions: readonly StoredProposal[],
): Pick<PolicyResource, 'accountPercent' | 'requesterPercent'> {
  if (percent === 0) return { accountPercent: 0, requesterPercent: 0 };
  const at = proposal.proposedAt;
  const before = concessions.filter(({ proposal: other }) => {
    const counts = other.state === 'done' || !finalStates.has(other.state);
    return counts && other.id !== proposal.id && other.proposedAt <= at;
  });
  const sum = (days: number, fits: (other: StoredProposal['proposal']) => boolean): number => {
    const from = new Date(Date.parse(at) - days * dayMs).toISOString();
    const counted = before.filter(({ proposal: other }) => other.proposedAt >= from && fits(other));
    return counted.reduce((total, other) => total + other.percent, percent);
  };
  return {
    accountPercent: sum(365, (other) => other.account === proposal.account),
    requesterPercent: sum(90, (other) => other.requester === proposal.requester),
  };
}
