import type { CustomerEvent, StoredEvent } from '../domain/event.ts';
import { utcDayOf } from '../domain/utc-day.ts';
import type { ErrorCode } from '../errors.ts';
import { type Contract, emptyContract, foldContract, isContractEvent } from '../rules/contract.ts';
import { decideIngest, type IngestCandidate } from '../rules/ingest.ts';
import { rollUp } from '../rules/rollup.ts';
import type { StoreTransaction } from '../store/store.ts';
import type { Services } from './context.ts';

/** A line that could not become an event. */
export interface RefusedLine {
  line: number | null; // null = not from a batch with lines
  reason: string;
  code: ErrorCode;
  body: Uint8Array;
}

/** A batch after validation: what may go in, and what could not be read. */
export interface IngestBatch {
  source: string;
  candidates: IngestCandidate[];
  refused: RefusedLine[];
}

export interface IngestResult {
  accepted: number;
  duplicates: number;
  refused: RefusedLine[];
}

/**
 * Stores a batch: events, rollups, contracts and dead letters in one transaction. Duplicates are counted, conflicts
 * and wrong regions become dead letters, everything else goes in.
 * @param also - further writes of the same transaction, such as the progress of an import
 */
export async function ingestEvents(
  services: Pick<Services, 'store' | 'clock'>,
  batch: IngestBatch,
  also?: (store: StoreTransaction, result: IngestResult) => Promise<void>,
): Promise<IngestResult> {
  const now = services.clock.now();
  return await services.store.transaction(async (store) => {
    const result = await storeBatch(store, batch, now);
    await store.addDeadLetters(
      result.refused.map((refused) => ({ ...refused, source: batch.source, receivedAt: now })),
    );
    await also?.(store, result);
    return result;
  });
}

async function storeBatch(store: StoreTransaction, batch: IngestBatch, now: Date): Promise<IngestResult> {
  const { candidates } = batch;
  if (candidates.length === 0) return { accepted: 0, duplicates: 0, refused: batch.refused };
  const lastSeq = await store.lockSequence();
  const accounts = [...new Set(candidates.map(({ event }) => event.account))];
  const known = await store.findKeys(
    candidates.map(({ event }) => ({ source: event.source, eventId: event.id })),
  );
  const decided = decideIngest(candidates, known, await store.readRegions(accounts));
  const stored = decided.accepted.map(({ event, bodyHash }, index) => ({
    event,
    bodyHash,
    seq: lastSeq + index + 1,
    receivedAt: now,
  }));
  if (stored.length > 0) await append(store, stored, lastSeq);
  return {
    accepted: stored.length,
    duplicates: decided.duplicates,
    refused: [...batch.refused, ...decided.refused].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  };
}

async function append(
  store: StoreTransaction,
  stored: readonly (StoredEvent & { bodyHash: string })[],
  lastSeq: number,
): Promise<void> {
  const events = stored.map(({ event }) => event);
  const appended = store.appendEvents(stored);
  const { rollups, usage } = rollUp(events); // counted while the database takes the rows
  await appended;
  await store.addRollups(rollups);
  await store.addUsage(usage);
  await store.noteAccounts(newAccounts(events));
  await store.forgetHistory(touchedDays(events));
  await foldContracts(store, events);
  await store.advanceSequence(lastSeq + stored.length);
}

async function foldContracts(store: StoreTransaction, events: readonly CustomerEvent[]): Promise<void> {
  const touched = [...new Set(events.filter(isContractEvent).map((event) => event.account))];
  const known = Map.groupBy(
    (await store.readContractEvents(touched)).map(({ event }) => event),
    (event) => event.account,
  );
  await store.writeContracts(touched.map((id) => ({ id, contract: foldContract(id, known.get(id) ?? []) })));
}

/** From which day on each account's past scores no longer hold; a contract bears on all of them. */
function touchedDays(events: readonly CustomerEvent[]): { account: string; fromDay: string }[] {
  const from = firstDays(events);
  for (const event of events.filter(isContractEvent)) from.set(event.account, beginningOfTime);
  return [...from].map(([account, fromDay]) => ({ account, fromDay }));
}

const beginningOfTime = '1970-01-01';

function firstDays(events: readonly CustomerEvent[]): Map<string, string> {
  const days = new Map<string, string>();
  for (const event of events) {
    const day = utcDayOf(event.at);
    const earlier = days.get(event.account);
    if (!earlier || day < earlier) days.set(event.account, day);
  }
  return days;
}

function newAccounts(
  events: readonly CustomerEvent[],
): { id: string; firstSeenOn: string; lastEventAt: Date; contract: Contract }[] {
  const lastEvents = new Map<string, Date>();
  for (const { account, at } of events) {
    const later = lastEvents.get(account);
    if (!later || at > later) lastEvents.set(account, at);
  }
  return [...firstDays(events)].map(([id, firstSeenOn]) => {
    return { id, firstSeenOn, lastEventAt: lastEvents.get(id) ?? new Date(0), contract: emptyContract(id) };
  });
}
