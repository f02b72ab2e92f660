import { systemActorOf } from '../domain/proposal.ts';
import { decideProposal } from '../rules/proposal/decide-proposal.ts';
import { evolveProposal } from '../rules/proposal/evolve-proposal.ts';
import { haltedBy } from '../rules/proposal/halt.ts';
import type { ClaimedEffect } from '../store/outbox.ts';
import type { Store, StoreTransaction } from '../store/store.ts';
import { callConnector } from './call-connector.ts';
import { changed, entryOf } from './change.ts';
import { checkEffect } from './check-effect.ts';
import type { Connector, Delivery, LookupOutcome } from './connector.ts';
import type { Door } from './door.ts';
import { leaseMs, type Worker } from './execute.ts';
import { type Grant, redeemGrant } from './grant.ts';
import { openCase } from './judge-proposal.ts';
import { noteUnreachable } from './note-outages.ts';
import { type EffectResult, settle } from './settle.ts';
import { forgedReason, verifyRecord } from './verify-record.ts';

/** How long the outside remembers a key; after that nothing is repeated. Source: the shortest of our vendors' windows. */
const keyWindowMs = 24 * 3_600_000;
const lookAgainMs = 5 * 60_000;
/** While its platform takes nothing: soon, so that its lane waits for it; and, where asking is all, for a week. */
const lookAgainAwayMs = 60_000;
const lookRarelyMs = 15 * 60_000;
const lookAtMostMs = 7 * 24 * 3_600_000;
const lookupMs = 15_000;

/**
 * Takes care of effects whose worker fell silent. What was not called goes back; what may have happened becomes
 * `unknown`, is looked up where the outside can be asked, and otherwise waits for a person. Nothing is repeated blindly.
 * @returns how many it took care of
 */
export async function recover(door: Door, store: Store, worker: Worker, limit: number): Promise<number> {
  const now = worker.clock.now();
  const lapsed = await store.lapsedEffects(now, limit);
  const idle = lapsed.filter(({ called }) => !called);
  const called = lapsed.filter((one) => one.called);
  const until = new Date(now.getTime() + leaseMs);
  if (lapsed.length === 0) return 0;
  await store.transaction(async (transaction) => {
    // Proposals before effects, as everywhere: a worker that is slow and not dead may be at both.
    const locked = await transaction.lockProposals(idle.map(({ proposalId }) => proposalId));
    const whole = new Set(locked.map(({ proposal }) => proposal.id));
    const taken = await transaction.takeOverEffects(idle, now, until);
    await giveUp(
      transaction,
      taken.filter((id) => !whole.has(id)),
      now,
    );
    const again = taken.filter((id) => whole.has(id));
    await transaction.requeueEffects(
      again.map((proposalId) => ({ proposalId, nextAt: now, countsAsAttempt: false })),
    );
  });
  const taken = await store.takeOverEffects(called, now, until);
  // All at once: an outside that answers slowly must hold up no other.
  const learned = await Promise.allSettled(
    taken.map((proposalId) => learn(door, store, worker, proposalId, until)),
  );
  const failed = learned.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return lapsed.length;
}

/** Somebody has broken the record of these: no worker can carry them out, and they would be claimed for ever. */
async function giveUp(store: StoreTransaction, broken: readonly string[], now: Date): Promise<void> {
  if (broken.length === 0) return;
  await store.removeEffects(broken);
  const reason = forgedReason;
  await store.appendAudits(
    broken.map((proposal) => entryOf(now, 'system', 'action.denied', null, { proposal }, { reason })),
  );
}

async function learn(
  door: Door,
  store: Store,
  worker: Worker,
  proposalId: string,
  until: Date,
): Promise<void> {
  const effect = await store.transaction((transaction) => markUnknown(transaction, proposalId, worker));
  const now = worker.clock.now();
  // What would outlast our lease is left for the next pass.
  if (!effect?.grant || now.getTime() > until.getTime() - 2 * lookupMs) return;
  const { connector, kind } = effect.proposal;
  const client = door.connectors.get(connector);
  // The grant's own time is over by design when a call was lost for long; its bytes are still what was sent.
  const grant = redeemGrant(effect.grant, effect.body, door.keys.grant, new Date(effect.grant.grantedAt));
  const age = now.getTime() - new Date(effect.grant.grantedAt).getTime();
  const found = grant && client ? await ask(client, grant, kind) : unsure('nobody can be asked');
  const mayRepeat = client?.delivery(kind) === 'idempotent' && grant !== null && age < keyWindowMs;
  const known =
    found.kind === 'unsure' && mayRepeat ? await repeat(door, store, worker, effect, client) : found;
  await store.transaction(async (transaction) => {
    const result = resultOf(effect, known);
    if (result) {
      await settle(transaction, [result], worker.clock.now(), worker.random);
      return;
    }
    const away = known.kind === 'unsure' ? (known.away ?? null) : null;
    if (away === 'unreachable')
      await noteUnreachable(transaction, connector, worker.clock.now(), worker.random);
    const next = nextLook(client?.delivery(kind) ?? null, age, away !== null);
    await transaction.lookAgainAt(
      { proposalId, fence: effect.fence },
      next === null ? null : new Date(now.getTime() + next),
    );
  });
}

/** The call may have happened: says so in the proposal, once. */
async function markUnknown(
  store: StoreTransaction,
  proposalId: string,
  worker: Worker,
): Promise<ClaimedEffect | null> {
  const now = worker.clock.now();
  const [stored] = await store.lockProposals([proposalId]);
  const effect = await store.findEffect(proposalId);
  if (!stored || !effect) return null;
  const reason = 'The worker fell silent during the call';
  // Of whichever claim it was: nobody works on any of them now.
  const fence = Math.max(effect.fence, stored.proposal.fence);
  const decision = decideProposal(stored.proposal, { kind: 'lose', fence, reason }, now);
  if (!decision.ok) return stored.proposal.state === 'unknown' ? effect : null;
  const proposal = evolveProposal(stored.proposal, decision.event);
  const { id, version, digest, kind, connector, account } = proposal;
  const detail = { proposal: id, version, digest, kind, connector, fence: effect.fence };
  const entry = entryOf(now, systemActorOf(proposal), 'action.unknown', account, detail, { reason });
  await store.writeProposals({ changed: [changed({ ...stored, proposal }, now)], entries: [entry] });
  return { ...effect, proposal };
}

async function ask(client: Connector, grant: Grant, kind: Grant['action']['kind']): Promise<LookupOutcome> {
  if (!client.lookup || client.delivery(kind) === 'none') return unsure('the outside cannot be asked');
  return await client
    .lookup(grant, AbortSignal.timeout(lookupMs))
    .catch((): LookupOutcome => unsure('the outside did not answer'));
}

/**
 * The same key twice is one effect, as long as the outside remembers the key: where it cannot be asked, saying it again
 * finds out. It may be the first time that it arrives, so everything is checked as before any call. Until an answer
 * comes it stays `unknown`: what may have happened is neither cancelled nor edited.
 */
async function repeat(
  door: Door,
  store: Store,
  worker: Worker,
  effect: ClaimedEffect,
  client: Connector,
): Promise<LookupOutcome> {
  const { id } = effect.proposal;
  const grant = await store.transaction(async (transaction) => {
    const now = worker.clock.now();
    const [stored] = await transaction.lockProposals([id]);
    if (stored?.proposal.state !== 'unknown') return null;
    if (haltedBy(stored.proposal, await transaction.listKillSwitches())) return null;
    const verified = verifyRecord(door, stored);
    if (!verified) return null;
    const check = checkEffect(
      door,
      { ...effect, ...stored },
      await openCase(transaction, verified, now),
      now,
    );
    return check.kind === 'go' ? check.grant : null;
  });
  if (!grant) return unsure('it may not be said again now');
  const result = await callConnector(client, grant, AbortSignal.timeout(lookupMs));
  if (result.kind === 'done') return { kind: 'happened', receipt: result.receipt };
  return { ...unsure('saying it again gave no answer'), ...(result.away ? { away: result.away } : {}) };
}

function unsure(reason: string): Extract<LookupOutcome, { kind: 'unsure' }> {
  return { kind: 'unsure', reason };
}

/** Null = nothing new is known */
function resultOf(
  { proposal, fence, attempt, away }: ClaimedEffect,
  found: LookupOutcome,
): EffectResult | null {
  const base = { proposalId: proposal.id, fence, attempt, away, asked: true };
  switch (found.kind) {
    case 'happened':
      return { ...base, result: { kind: 'done', receipt: { ...found.receipt, lookedUp: true } } };
    case 'absent':
      return {
        ...base,
        result: {
          kind: 'not_happened',
          reason: 'A look-up found that it had not happened',
          permanent: false,
          retryAfterMs: 0,
        },
      };
    case 'unsure':
      return null;
  }
}

/**
 * How long until it is looked up again. Null = never: a person has to settle it.
 * @param delivery - null = not known here: this process cannot reach the outside, another one may
 * @param away - the platform takes nothing at the moment
 */
function nextLook(delivery: Delivery | null, age: number, away: boolean): number | null {
  if (delivery === 'none') return null;
  if (age <= keyWindowMs) return away ? lookAgainAwayMs : lookAgainMs;
  // Asking changes nothing: when a platform is there again after days, it still knows.
  return away && delivery === 'lookup' && age <= lookAtMostMs ? lookRarelyMs : null;
}
