import type { ConnectorName } from '../domain/action.ts';
import type { Clock } from '../domain/clock.ts';
import { HoldfastError } from '../errors.ts';
import { decideProposal } from '../rules/proposal/decide-proposal.ts';
import { evolveProposal } from '../rules/proposal/evolve-proposal.ts';
import { haltedBy } from '../rules/proposal/halt.ts';
import type { ClaimedEffect } from '../store/outbox.ts';
import type { Store, StoreTransaction } from '../store/store.ts';
import { attemptsAtMost, backoffMs } from './backoff.ts';
import { callConnector } from './call-connector.ts';
import { changed } from './change.ts';
import { checkEffect, type EffectCheck } from './check-effect.ts';
import type { Door } from './door.ts';
import { readStanding } from './facts.ts';
import { type Drift, differs, driftReason, findDrift, unreadableReason, wasSeen } from './find-drift.ts';
import type { Grant } from './grant.ts';
import { type Known, openCase } from './judge-proposal.ts';
import { type EffectResult, settle } from './settle.ts';
import { settleAsTheyEnd } from './settle-as-they-end.ts';
import { forgedReason, verifyRecord } from './verify-record.ts';

/** A worker: who it is, and what is given to it from outside. */
export interface Worker {
  /** Unique over all processes and restarts. */
  name: string;
  clock: Clock;
  /** 0 to 1. */
  random(): number;
  /** Told before each step, so that a test can end the process there. */
  onStep?(step: ExecutionStep): void;
}

/** The named steps of an execution, in order. */
export const executionSteps = ['claim', 'check', 'begin', 'call', 'called', 'settle', 'settled'] as const;
export type ExecutionStep = (typeof executionSteps)[number];

/** How long a worker may hold an effect; a call ends well before. */
export const leaseMs = 60_000;
const callMs = 20_000;

/**
 * Carries out what is due: claims, checks everything again, begins, calls, settles. Effects of one pass are called at
 * the same time, and settled as they end. Returns how many were claimed, so that the caller knows whether there may be more.
 */
export async function execute(door: Door, store: Store, worker: Worker, limit: number): Promise<number> {
  worker.onStep?.('claim');
  const now = worker.clock.now();
  const claimed = await store.claimEffects({
    worker: worker.name,
    connectors: reachable(door),
    now,
    limit,
    leasedUntil: new Date(now.getTime() + leaseMs),
  });
  if (claimed.length === 0) return 0;
  worker.onStep?.('check');
  const drifted = await findDrift(door, claimed);
  const begun = await store.transaction((transaction) =>
    checkAndBegin(door, transaction, claimed, drifted, worker),
  );
  worker.onStep?.('call');
  // Once more: a switch may have been confirmed while the last look was being committed. Unread, it counts as on.
  const switches = begun.length === 0 ? [] : await store.listKillSwitches();
  const calls = begun.map((effect) => callOne(door, worker, effect, now, switches));
  await settleAsTheyEnd(store, worker, calls);
  worker.onStep?.('settled');
  return claimed.length;
}

/** What this process can carry out. */
export function reachable(door: Door): ConnectorName[] {
  return ['holdfast', ...door.connectors.keys()];
}

interface BegunEffect {
  claimed: ClaimedEffect;
  grant: Grant;
}

/**
 * The last look, in one transaction with what follows from it: what may go is marked as being called, what may not is
 * settled here. Effects in our own store happen here too, so that they are never in doubt.
 */
async function checkAndBegin(
  door: Door,
  store: StoreTransaction,
  claimed: readonly ClaimedEffect[],
  drifted: Drift,
  worker: Worker,
): Promise<BegunEffect[]> {
  const now = worker.clock.now();
  const stored = new Map(
    (await store.lockProposals(claimed.map(({ proposal }) => proposal.id))).map((one) => [
      one.proposal.id,
      one,
    ]),
  );
  const known = await readKnown(store, claimed, now);
  const go: BegunEffect[] = [];
  const refused: EffectResult[] = [];
  const later: Parameters<StoreTransaction['requeueEffects']>[0][number][] = [];
  for (const effect of claimed) {
    const current = stored.get(effect.proposal.id);
    if (!current) continue;
    const fresh = { ...effect, ...current };
    if (current.proposal.state === 'executing' || current.proposal.state === 'unknown') {
      refused.push({ ...attemptOf(fresh), result: { kind: 'unknown', reason: 'It had begun before' } });
      continue;
    }
    const check = await lookAgain(door, store, fresh, known, now);
    const base = attemptOf(fresh);
    const drift = drifted.get(base.proposalId);
    if (check.kind === 'go' && drift === 'unreadable' && effect.attempt < attemptsAtMost) {
      const nextAt = new Date(now.getTime() + backoffMs(effect.attempt, worker.random(), null));
      later.push({ proposalId: base.proposalId, nextAt, countsAsAttempt: true });
    } else if (check.kind === 'go' && drift !== undefined) {
      const reason = drift === 'changed' ? driftReason : unreadableReason;
      refused.push({ ...base, result: { kind: 'denied', reason } });
    } else if (check.kind === 'go') {
      const until = await door.holdUntil?.(check.grant.action, base.proposalId, store, now);
      if (until) later.push({ proposalId: base.proposalId, nextAt: until, countsAsAttempt: false });
      else go.push({ claimed: fresh, grant: check.grant });
    } else if (check.kind === 'deny')
      refused.push({ ...base, result: { kind: 'denied', reason: check.reason } });
    else refused.push({ ...base, result: check });
  }
  if (refused.length > 0) await settle(store, refused, now, worker.random);
  await store.requeueEffects(later);
  worker.onStep?.('begin');
  return await begin(door, store, go, worker);
}

/** A record that was written past the door, or whose check breaks, is refused here, and the rest of the pass goes on. */
async function lookAgain(
  door: Door,
  store: StoreTransaction,
  effect: ClaimedEffect,
  known: Known,
  now: Date,
): Promise<EffectCheck> {
  const verified = verifyRecord(door, effect);
  if (!verified) return { kind: 'deny', reason: forgedReason };
  try {
    return checkEffect(door, effect, await openCase(store, verified, now, known), now);
  } catch (error) {
    // Where the store failed, so does this transaction, and with it this refusal.
    return {
      kind: 'deny',
      reason: `It could not be checked: ${error instanceof Error ? error.message : ''}`,
    };
  }
}

/** What every check of a pass stands on, read once, with the accounts' concessions locked. */
async function readKnown(
  store: StoreTransaction,
  claimed: readonly ClaimedEffect[],
  now: Date,
): Promise<Known> {
  const ids = claimed.flatMap(({ proposal }) => proposal.account ?? []);
  const conceding = claimed.flatMap(({ proposal, percent }) => (percent > 0 ? (proposal.account ?? []) : []));
  // In one order: two workers that lock them as their effects come would wait for each other.
  for (const account of [...new Set(conceding)].sort()) await store.lockConcessions(account);
  const accounts = await store.findAccounts([...new Set(ids)]);
  const standing = await readStanding(store, now);
  return { standing, accounts: new Map(accounts.map((account) => [account.id, account])) };
}

async function begin(
  door: Door,
  store: StoreTransaction,
  go: readonly BegunEffect[],
  worker: Worker,
): Promise<BegunEffect[]> {
  if (go.length === 0) return [];
  const now = worker.clock.now();
  const pairs = go.map(({ claimed, grant }) => ({ proposalId: grant.proposalId, fence: claimed.fence }));
  const allowed = new Set(await store.beginCalls(pairs, now));
  await putBack(
    store,
    pairs.filter(({ proposalId }) => !allowed.has(proposalId)),
    now,
  );
  const begun = go.flatMap((one) => {
    const { claimed, grant } = one;
    const decision = decideProposal(claimed.proposal, { kind: 'start', fence: claimed.fence }, now);
    if (!allowed.has(grant.proposalId) || !decision.ok) return [];
    return [{ ...one, claimed: { ...claimed, proposal: evolveProposal(claimed.proposal, decision.event) } }];
  });
  await store.writeProposals({ changed: begun.map(({ claimed }) => changed(claimed, now)) });
  const startable = new Set(begun.map(({ grant }) => grant.proposalId));
  // Marked as being called, and nobody approved it: it comes to its end here, or it would stay so for ever.
  const results: EffectResult[] = go
    .filter(({ grant: { proposalId } }) => allowed.has(proposalId) && !startable.has(proposalId))
    .map(({ claimed }) => ({ ...attemptOf(claimed), result: { kind: 'denied', reason: notApprovedReason } }));
  for (const one of begun.filter(({ grant }) => grant.action.connector === 'holdfast')) {
    results.push({ ...attemptOf(one.claimed), result: await carryOutOwn(door, store, one, now) });
  }
  if (results.length > 0) await settle(store, results, now, worker.random);
  return begun.filter(({ grant }) => grant.action.connector !== 'holdfast');
}

/** What it replaces is read here, in its own transaction: an effect just before it may have changed that. */
async function carryOutOwn(
  door: Door,
  store: StoreTransaction,
  { claimed, grant }: BegunEffect,
  at: Date,
): Promise<EffectResult['result']> {
  const { action } = grant;
  const { id: proposalId, requester } = claimed.proposal;
  if (wasSeen(claimed) && differs(await door.readOwnBefore(action, store), action)) {
    return { kind: 'denied', reason: driftReason };
  }
  const effect = door.effects.get(action.kind);
  if (!effect)
    return {
      kind: 'not_happened',
      reason: 'This version cannot do that',
      permanent: true,
      retryAfterMs: null,
    };
  try {
    return { kind: 'done', receipt: await effect(store, { action, proposalId, requester, at }) };
  } catch (error) {
    // Thrown before anything was written: without this, one such effect would hold up every other.
    if (error instanceof HoldfastError && error.code === 'HF_ACTION_INVALID')
      return { kind: 'denied', reason: error.message };
    throw error;
  }
}

/** A switch was turned on since the claim: what is still ours waits where it came from. */
async function putBack(
  store: StoreTransaction,
  held: readonly { proposalId: string; fence: number }[],
  now: Date,
): Promise<void> {
  if (held.length === 0) return;
  const ours = await store.lockEffects(held);
  await store.requeueEffects(ours.map((proposalId) => ({ proposalId, nextAt: now, countsAsAttempt: false })));
}

function attemptOf({ proposal, fence, attempt, away }: ClaimedEffect): Omit<EffectResult, 'result'> {
  return { proposalId: proposal.id, fence, attempt, away };
}

const notApprovedReason = 'It was not approved when it was to begin';
/** Null = the lease ran out before the call: nothing was sent, and it is not ours any more. */
async function callOne(
  door: Door,
  worker: Worker,
  { claimed, grant }: BegunEffect,
  claimedAt: Date,
  switches: Parameters<typeof haltedBy>[1],
): Promise<EffectResult | null> {
  const base = attemptOf(claimed);
  const connector = door.connectors.get(grant.action.connector);
  // A process that was suspended for longer than its lease must not act on it.
  if (worker.clock.now().getTime() > claimedAt.getTime() + leaseMs - callMs) return null;
  if (haltedBy(claimed.proposal, switches) !== null) {
    const reason = 'A switch was turned on before the call';
    return { ...base, result: { kind: 'not_happened', reason, permanent: false, retryAfterMs: null } };
  }
  if (!connector) {
    const reason = `The connector '${grant.action.connector}' is not configured here`;
    return { ...base, result: { kind: 'not_happened', reason, permanent: false, retryAfterMs: null } };
  }
  return { ...base, result: await callConnector(connector, grant, AbortSignal.timeout(callMs)) };
}
