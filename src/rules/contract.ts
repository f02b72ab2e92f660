import type { Account } from '../domain/account.ts';
import { compareText } from '../domain/compare-text.ts';
import { type BuiltInEvent, type CustomerEvent, isBuiltIn } from '../domain/event.ts';
import { type UtcDay, utcDayOf } from '../domain/utc-day.ts';

/** What contracts say about an account: everything but its identity and first day. */
export type Contract = Omit<Account, 'id' | 'firstSeenOn'>;

type ContractEvent = Extract<BuiltInEvent, { type: 'contract.updated' | 'seat.changed' }>;
type ContractUpdate = Extract<ContractEvent, { type: 'contract.updated' }>;

/** Whether an event changes what is known about the contract. */
export function isContractEvent(event: CustomerEvent): event is ContractEvent {
  return isBuiltIn(event) && (event.type === 'contract.updated' || event.type === 'seat.changed');
}

/**
 * Folds an account's contract events: for each key the latest event that names it wins; equal instants are
 * decided by source and id, so that the order of arrival never matters.
 */
export function foldContract(accountId: string, events: readonly CustomerEvent[]): Contract {
  const contract = emptyContract(accountId);
  for (const event of events.filter(isContractEvent).sort(compareEvents)) {
    if (event.type === 'seat.changed') contract.seats = event.payload.seats;
    else applyUpdate(contract, event.payload);
  }
  return contract;
}

/** What stands for an account of which only events are known. */
export function emptyContract(accountId: string): Contract {
  return {
    name: accountId,
    status: 'active',
    churnReason: null,
    segment: null,
    tier: null,
    icp: null,
    useCase: null,
    seats: null,
    arr: null,
    startsOn: null,
    renewsOn: null,
    owner: null,
    domains: [],
    aliases: [],
    externalIds: [],
    region: null,
  };
}

/**
 * The day on which a contract ended.
 * @returns null = it has not, or it was taken up again; reporting the end once more does not move it
 */
export function contractEnd(events: readonly CustomerEvent[]): UtcDay | null {
  const ended = endingEvent(events);
  return ended === null ? null : utcDayOf(ended.at);
}

/** The event that ended a contract, the first where several report it; null = it has not ended, or was taken up again */
export function endingEvent(events: readonly CustomerEvent[]): CustomerEvent | null {
  let ending: CustomerEvent | null = null;
  for (const event of updatesOf(events).sort(compareEvents)) {
    if (event.payload.status === 'active') ending = null;
    else if (event.payload.status === 'ended') ending ??= event;
  }
  return ending;
}

/** The first day that any contract event names as its start; null = none does */
export function contractStart(events: readonly CustomerEvent[]): UtcDay | null {
  const days = updatesOf(events).flatMap(({ payload }) => payload.startsOn ?? []);
  return days.sort()[0] ?? null;
}

function updatesOf(events: readonly CustomerEvent[]): ContractUpdate[] {
  return events.flatMap((event) =>
    isContractEvent(event) && event.type === 'contract.updated' ? [event] : [],
  );
}

function applyUpdate(contract: Contract, payload: ContractUpdate['payload']): void {
  const keys = Object.keys(contract) as (keyof Contract)[];
  for (const key of keys) {
    const value = payload[key];
    if (value !== undefined) Object.assign(contract, { [key]: value });
  }
}

/** The order in which contract events are folded. */
export function compareEvents(a: CustomerEvent, b: CustomerEvent): number {
  return a.at.getTime() - b.at.getTime() || compareText(a.source, b.source) || compareText(a.id, b.id);
}

/** The earliest day among an account's events. */
export function firstDay(events: readonly CustomerEvent[]): UtcDay | null {
  const days = events.map((event) => utcDayOf(event.at)).sort();
  return days[0] ?? null;
}
