import { type CustomerEvent, checkEvent } from '../../src/domain/event.ts';
import { type CustomEventType, type CustomSignal, customSignals } from '../../src/domain/event-types.ts';
import { utcDayOf } from '../../src/domain/utc-day.ts';
import { emptyContract } from '../../src/rules/contract.ts';
import { rollUp } from '../../src/rules/rollup.ts';
import type { Store, StoreTransaction } from '../../src/store/store.ts';

/** One registered type for every signal: `custom.session`, `custom.use` and so on. */
export const sampleCustomTypes: ReadonlyMap<string, CustomEventType> = new Map(
  customSignals.map((feeds: CustomSignal) => [
    `custom.${feeds}`,
    { name: `custom.${feeds}`, feeds, required: {} },
  ]),
);

/** A plain value as a checked event. */
export function toEvent(raw: Readonly<Record<string, unknown>>, source = 'test'): CustomerEvent {
  const rules = { source, now: new Date('2030-01-01T00:00:00Z'), customTypes: sampleCustomTypes };
  const checked = checkEvent(raw, rules);
  if (!checked.ok) throw new Error(`${checked.reason}: ${JSON.stringify(raw)}`);
  return checked.event;
}

/** Stores events with what follows from them, as an ingest does; gives their sequence numbers. */
export async function keepEvents(store: Store, events: readonly CustomerEvent[]): Promise<number[]> {
  return await store.transaction(async (transaction) => await keepIn(transaction, events));
}

async function keepIn(store: StoreTransaction, events: readonly CustomerEvent[]): Promise<number[]> {
  const last = await store.lockSequence();
  const receivedAt = new Date('2026-11-21T12:00:00Z');
  const stored = events.map((event, index) => ({
    event,
    receivedAt,
    seq: last + index + 1,
    bodyHash: 'ab'.repeat(32),
  }));
  await store.appendEvents(stored);
  const { rollups, usage } = rollUp(events);
  await store.addRollups(rollups);
  await store.addUsage(usage);
  const accounts = [...new Set(events.map(({ account }) => account))];
  await store.noteAccounts(
    accounts.map((id) => {
      const instants = events.filter(({ account }) => account === id).map(({ at }) => at.getTime());
      const first = utcDayOf(new Date(Math.min(...instants)));
      return {
        id,
        firstSeenOn: first,
        lastEventAt: new Date(Math.max(...instants)),
        contract: emptyContract(id),
      };
    }),
  );
  await store.advanceSequence(last + events.length);
  return stored.map(({ seq }) => seq);
}
