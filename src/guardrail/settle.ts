import type { AuditEntry } from '../domain/audit.ts';
import { type Proposal, systemActorOf } from '../domain/proposal.ts';
import type { ProposalCommand } from '../rules/proposal/commands.ts';
import { decideProposal } from '../rules/proposal/decide-proposal.ts';
import { evolveProposal } from '../rules/proposal/evolve-proposal.ts';
import type { StoreTransaction } from '../store/store.ts';
import { attemptsAtMost, awayMs, backoffMs, startsAtMost, stillAtItMs } from './backoff.ts';
import { changed, entryOf } from './change.ts';
import type { CallOutcome } from './connector.ts';
import { lanePauseMs } from './lane-pause.ts';
import { noteRun } from './note-decision.ts';
import { awayOf, noteOutages } from './note-outages.ts';

/** What a worker knows of one effect after its call, or after deciding not to call. */
export interface EffectResult {
  proposalId: string;
  fence: number;
  attempt: number;
  /** How often it was begun in vain before because its platform took nothing. */
  away: number;
  /** Whether the outside was asked what came of an earlier call. */
  asked?: boolean;
  result:
    | CallOutcome
    | { kind: 'denied'; reason: string }
    | { kind: 'ask_again'; reason: string; stillEntitled: readonly string[] };
}

/**
 * Writes receipts and outcomes, in one transaction. A result whose fence is old changes nothing, and is written down.
 * @param random - 0 to 1, for the spread of retries
 */
export async function settle(
  store: StoreTransaction,
  results: readonly EffectResult[],
  now: Date,
  random: () => number,
): Promise<Proposal[]> {
  const stored = new Map(
    (await store.lockProposals(results.map(({ proposalId }) => proposalId))).map((one) => [
      one.proposal.id,
      one,
    ]),
  );
  const ours = new Set(await store.lockEffects(results));
  const told = results.flatMap((one) => {
    const connector = ours.has(one.proposalId) ? stored.get(one.proposalId)?.proposal.connector : undefined;
    return connector === undefined ? [] : [{ connector, one }];
  });
  const nextTries = await noteOutages(store, told, now, random);
  const after: Proposal[] = [];
  const changes = [];
  const entries: AuditEntry[] = [];
  const finished: string[] = [];
  const again: Parameters<StoreTransaction['requeueEffects']>[0][number][] = [];
  const held: { proposalId: string; until: Date }[] = [];
  for (const one of results) {
    const before = stored.get(one.proposalId);
    if (!before) continue;
    const command = commandOf(one, before.proposal.attempts, now);
    const decision = ours.has(one.proposalId) ? decideProposal(before.proposal, command, now) : null;
    if (!decision?.ok) {
      const detail = { proposal: one.proposalId, fence: one.fence, result: one.result.kind };
      const actor = systemActorOf(before.proposal);
      entries.push(entryOf(now, actor, 'action.late', before.proposal.account, detail));
      // Such a row was written past the door: nobody decided it, and it would be claimed for ever.
      if (ours.has(one.proposalId) && !onItsWay.has(before.proposal.state)) finished.push(one.proposalId);
      continue;
    }
    const proposal = evolveProposal(before.proposal, decision.event);
    // From its end on: how long a call takes differs, and two ends a second apart are what the platform counts.
    if (proposal.connector === 'chat')
      held.push({ proposalId: proposal.id, until: new Date(now.getTime() + lanePauseMs) });
    after.push(proposal);
    changes.push(changed({ ...before, proposal }, now));
    if (decision.event.kind === 'requeued') {
      const away = awayOf(one) !== null;
      const nextAt = nextTries.get(proposal.connector) ?? nextAttempt(one, now, random);
      // Only what the outside refused counts: that nobody heard its answer, or that it takes nothing at all, does not.
      again.push({ proposalId: proposal.id, nextAt, countsAsAttempt: !one.asked && !away, away });
      // What comes after it in its lane does not overtake it.
      held.push({ proposalId: proposal.id, until: nextAt });
    } else if (proposal.state !== 'unknown') finished.push(proposal.id);
    else await store.lookAgainAt(one, new Date(now.getTime() + stillAtItMs), awayOf(one) !== null);
    entries.push(resultEntry(proposal, one, now));
    if (proposal.state === 'done') await noteRun(store, proposal, now);
  }
  await store.writeProposals({ changed: changes, entries });
  await store.holdLanes(held);
  await store.removeEffects(finished);
  await store.requeueEffects(again);
  return after;
}

function nextAttempt(one: EffectResult, now: Date, random: () => number): Date {
  const asked = one.result.kind === 'not_happened' ? one.result.retryAfterMs : null;
  const waitMs =
    awayOf(one) === null ? backoffMs(one.attempt, random(), asked) : awayMs(one.away + 1, random(), asked);
  return new Date(now.getTime() + waitMs);
}

/** The states that have a place in the outbox. */
const onItsWay: ReadonlySet<Proposal['state']> = new Set(['approved', 'executing', 'unknown']);

/** @param begun - how often it was begun */
function commandOf(one: EffectResult, begun: number, now: Date): ProposalCommand {
  const { result, fence, attempt, away, asked = false } = one;
  switch (result.kind) {
    case 'done':
      return { kind: 'finish', fence, receipt: { ...result.receipt, at: now.toISOString() } };
    case 'denied':
      return { kind: 'fail', fence, reason: result.reason };
    case 'ask_again':
      return { kind: 'reopen', fence, reason: result.reason, stillEntitled: result.stillEntitled };
    case 'unknown':
      return { kind: 'lose', fence, reason: result.reason };
    case 'not_happened':
      // Of these its platform's troubles explain some.
      if (asked && begun - away >= startsAtMost) {
        const reason = `It was begun ${begun} times, no answer came, and it had not happened`;
        return { kind: 'fail', fence, reason, asked };
      }
      return result.permanent || (!asked && awayOf(one) === null && attempt >= attemptsAtMost)
        ? { kind: 'fail', fence, reason: result.reason, asked }
        : { kind: 'retry', fence, reason: result.reason, asked };
  }
}

const names: Readonly<Partial<Record<Proposal['state'], string>>> = {
  done: 'action.done',
  failed: 'action.failed',
  unknown: 'action.unknown',
  approved: 'action.postponed',
  proposed: 'proposal.reopened',
};

function resultEntry(proposal: Proposal, { fence, attempt, result }: EffectResult, now: Date): AuditEntry {
  const { id, version, digest, kind, connector } = proposal;
  const detail = { proposal: id, version, digest, kind, connector, fence, attempt };
  const happened = result.kind === 'done' ? { receipt: result.receipt } : {};
  // What the outside says may quote a customer.
  const reason = 'reason' in result ? { reason: result.reason } : undefined;
  const action = result.kind === 'denied' ? 'action.denied' : (names[proposal.state] ?? 'action.failed');
  const actor = systemActorOf(proposal);
  return entryOf(now, actor, action, proposal.account, { ...detail, ...happened }, reason);
}
