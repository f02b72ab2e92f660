import type { Services } from '../../src/services/context.ts';
import { runEffects } from '../../src/services/run-effects.ts';
import { deliveryOf } from './ledger-connector.ts';
import type { SharedClock } from './shared-clock.ts';

const roundsAtMost = 60;
const roundMs = 6 * 60_000;

/** What a drained run leaves. */
export interface Drained {
  left: string[];
  unknown: string[];
}

/**
 * Runs passes until nothing is on its way but what only a person can settle; in between the clock moves past every
 * lease and every retry.
 * @returns `left` = who is still on the way, and why; `unknown` = ids that wait for a person
 */
export async function drain(
  services: Pick<Services, 'store' | 'door' | 'ids'> & { clock: SharedClock },
  name: string,
): Promise<Drained> {
  let found: Drained = { left: [], unknown: [] };
  for (let round = 0; round < roundsAtMost; round++) {
    while (await runEffects(services, name));
    const open = await services.store.listProposals({
      states: ['approved', 'executing', 'unknown'],
      limit: 10_000,
    });
    const isForPeople = ({ proposal: { state, connector } }: (typeof open)[number]): boolean =>
      state === 'unknown' && deliveryOf(connector) === 'none';
    found = {
      left: open
        .filter((one) => !isForPeople(one))
        .map(({ proposal: { id, state, connector, attempts } }) => `${id} ${state} ${connector} ${attempts}`),
      unknown: open.filter(isForPeople).map(({ proposal }) => proposal.id),
    };
    if (found.left.length === 0) return found;
    services.clock.advance(roundMs);
  }
  return found;
}
