import type { BuiltInEvent } from '../domain/event.ts';

/** What is said of an integration. */
export type IntegrationState = Extract<BuiltInEvent, { type: 'integration.state' }>['payload']['state'];

/** One integration by all that was said of it. */
export interface IntegrationStanding<R> {
  name: string;
  /** The last that was said. */
  state: IntegrationState;
  /** Since when it is set up: connected, also where it is degraded by now. Null = it failed, or was taken away */
  setUpSince: R | null;
  /** Since when something is wrong with it: degraded or failed. Null = nothing is */
  faultySince: R | null;
  /** Every record that says it was degraded or failed, oldest first. */
  faults: R[];
}

/**
 * Where every integration stands: the one reading that goals, use cases, friction and rules share. A degraded one is set
 * up and has a fault; a failed one is a fault alone; one that was disconnected is neither, for customers take them away on
 * purpose.
 * @param records - oldest first
 */
export function readIntegrations<R>(
  records: readonly R[],
  saidIn: (record: R) => { integration: string; state: IntegrationState },
): IntegrationStanding<R>[] {
  const standings = new Map<string, IntegrationStanding<R>>();
  for (const record of records) {
    const { integration: name, state } = saidIn(record);
    const before = standings.get(name);
    const isFaulty = state === 'degraded' || state === 'failed';
    standings.set(name, {
      name,
      state,
      setUpSince: setUpSince(state, record, before?.setUpSince ?? null),
      faultySince: isFaulty ? (before?.faultySince ?? record) : null,
      faults: [...(before?.faults ?? []), ...(isFaulty ? [record] : [])],
    });
  }
  return [...standings.values()];
}

/** Connecting again is the newer proof; being degraded is none. */
function setUpSince<R>(state: IntegrationState, record: R, before: R | null): R | null {
  if (state === 'connected') return record;
  return state === 'degraded' ? (before ?? record) : null;
}
