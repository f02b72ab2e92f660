import { type ContractHistory, contractHistory } from '../rules/metrics/contract-history.ts';
import type { RequestContext } from './context.ts';

/** The contracts of everybody of whom anything was received up to a sequence number. */
export async function readContracts(
  { store }: Pick<RequestContext, 'store'>,
  knownAt: number,
): Promise<ContractHistory[]> {
  const accounts = await store.listAccounts();
  const ids = accounts.map(({ id }) => id);
  const moved = await store.accountsReceivingSince(ids, knownAt);
  const daysOfMoved = moved.length === 0 ? new Map() : await store.firstDaysKnownAt(moved, knownAt);
  const isMoved = new Set(moved);
  const events = Map.groupBy(
    (await store.readContractEvents(ids)).filter(({ seq }) => seq <= knownAt),
    ({ event }) => event.account,
  );
  return accounts.flatMap(({ id, firstSeenOn }) => {
    const firstDay: string | undefined = isMoved.has(id) ? daysOfMoved.get(id) : firstSeenOn;
    return firstDay === undefined ? [] : [contractHistory(id, events.get(id) ?? [], firstDay)];
  });
}
