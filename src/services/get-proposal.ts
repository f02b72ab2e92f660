import { openAction } from '../domain/action.ts';
import type { Proposal, ProposalPicture } from '../domain/proposal.ts';
import { buttonValue, readButton } from '../guardrail/button.ts';
import { principalOf, readStanding, type Standing } from '../guardrail/facts.ts';
import { decidersAmong, openCase, rulingNow } from '../guardrail/judge-proposal.ts';
import type { PolicyResource } from '../guardrail/policy/policy.ts';
import { verifyRecord } from '../guardrail/verify-record.ts';
import { haltedBy } from '../rules/proposal/halt.ts';
import type { StoredProposal } from '../store/proposals.ts';
import type { StoreTransaction } from '../store/store.ts';
import type { RequestContext, Services } from './context.ts';
import { openPromises } from './reply-promises.ts';
import { ticketOfProposal } from './ticket-of-proposal.ts';

/**
 * A proposal as this member may see it. Null = there is none, or policy does not let them see it: the two look the
 * same from outside.
 */
export async function getProposal(ctx: RequestContext, id: string): Promise<ProposalPicture | null> {
  const stored = await ctx.store.findProposal(id);
  if (!stored) return null;
  const now = ctx.clock.now();
  const standing = await readStanding(ctx.store, now);
  return await ctx.store.transaction((store) =>
    picture(ctx, store, stored, standing, ctx.member?.id ?? null),
  );
}

/** The proposal that a button names. Null = the value was not made here, or as above. */
export async function getProposalByButton(
  ctx: RequestContext,
  value: string,
): Promise<ProposalPicture | null> {
  const target = readButton(value, ctx.door.keys.button);
  return target && (await getProposal(ctx, target.proposalId));
}

/** Proposals that fit and that this member may see, in the order that the filter asks for. */
export async function listProposals(
  ctx: RequestContext,
  filter: Parameters<StoreTransaction['listProposals']>[0],
): Promise<ProposalPicture[]> {
  return await picturesOf(ctx, await ctx.store.listProposals(filter));
}

/** Those of stored proposals that this member may see, in their order. */
export async function picturesOf(
  ctx: RequestContext,
  found: readonly StoredProposal[],
): Promise<ProposalPicture[]> {
  const standing = await readStanding(ctx.store, ctx.clock.now());
  return await ctx.store.transaction(async (store) => {
    const shown: ProposalPicture[] = [];
    for (const stored of found) {
      const one = await picture(ctx, store, stored, standing, ctx.member?.id ?? null);
      if (one) shown.push(one);
    }
    return shown;
  });
}

/** The picture without asking who looks, for the card that everybody in the approvals channel sees. */
export async function getCard(services: Services, stored: StoredProposal): Promise<ProposalPicture | null> {
  const now = services.clock.now();
  return await services.store.transaction(async (store) => {
    return await picture(services, store, stored, await readStanding(store, now), null);
  });
}

async function picture(
  services: Services,
  store: StoreTransaction,
  stored: StoredProposal,
  standing: Standing,
  viewer: string | null,
): Promise<ProposalPicture | null> {
  const { proposal, body } = stored;
  const { door } = services;
  const policies = door.policies();
  const verified = verifyRecord(door, stored);
  const known = { standing, isOnlyShown: true };
  const opened = verified && (await openCase(store, verified, services.clock.now(), known));
  if (viewer !== null && viewer !== proposal.requester) {
    const resource = opened?.facts.resource ?? unknownResource(proposal);
    if (!policies.permits('see', principalOf(standing, viewer), resource).allowed) return null;
  }
  const base = {
    proposal,
    names: namesOf(proposal, standing),
    haltedBy: haltedBy(proposal, await store.listKillSwitches()),
    button: buttonValue({ proposalId: proposal.id, version: proposal.version }, door.keys.button),
  };
  if (!opened) return { ...base, ...nothingOf(proposal) };
  const { action, kind, facts } = opened;
  const ruling = rulingNow(door, opened);
  const earlier =
    proposal.version > 1 ? await store.findProposalVersion(proposal.id, proposal.version - 1) : null;
  return {
    ...base,
    isForged: false,
    action,
    previous: earlier && openAction(earlier),
    text: Buffer.from(body).toString('utf8'),
    accountName: facts.account?.name ?? null,
    isUnrecorded: facts.subject === 'unheard' && action.params.ticketId !== undefined,
    promises: await openPromises(store, proposal.id, action),
    ticket: await ticketOfProposal(store, proposal.id, action),
    accountPercent: facts.resource.measures.percent === undefined ? null : facts.resource.accountPercent,
    quorum: ruling.effect === 'deny' ? proposal.ruling.quorum : ruling.quorum,
    approvingRoles: policies.approvingRoles(facts.resource),
    deciders: decidersAmong(door, opened, viewer === null ? standing.all.map(({ id }) => id) : [viewer]),
    canUndo: proposal.state === 'done' && (kind.undo?.(action) ?? null) !== null,
  };
}

/** What policy may know of a record that was changed outside of Holdfast. */
export function unknownResource({ kind, origin }: Proposal): PolicyResource {
  return {
    kind,
    risk: 'high',
    origin,
    account: null,
    measures: {},
    accountPercent: 0,
    requesterPercent: 0,
  };
}

/** Of such a record nothing is shown: its bytes are not what anybody proposed. */
function nothingOf({
  kind,
  account,
  connector,
  ruling: { quorum },
}: Proposal): Omit<ProposalPicture, 'proposal' | 'names' | 'haltedBy' | 'button'> {
  return {
    isForged: true,
    action: { kind, account, params: {}, connector, before: {} },
    previous: null,
    text: '',
    accountName: null,
    accountPercent: null,
    isUnrecorded: false,
    ticket: null,
    promises: [],
    quorum,
    approvingRoles: [],
    deciders: [],
    canUndo: false,
  };
}

function namesOf(
  { requester, author, approvals, decidedBy }: Proposal,
  standing: Standing,
): Record<string, string> {
  const ids = [
    requester,
    author,
    decidedBy,
    ...approvals.flatMap(({ member, actingFor }) => [member, actingFor]),
  ];
  return Object.fromEntries(ids.filter((id) => id !== null).map((id) => [id, standing.nameOf(id)]));
}
