import { HoldfastError } from '../errors.ts';
import type { RequestContext } from './context.ts';

const name = 'jobs.simulating';
/** A simulation that gives no sign for so long has been killed. */
const leaseMs = 600_000;
/** How often it gives one. */
const signMs = 60_000;

/** The right to move time, which one simulation has at a time. */
export interface SimulationLease {
  /** @throws {HoldfastError} HF_CLOCK_FROZEN when it was lost: another simulation took this one for dead */
  keep(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the right to move time; by the real clock, since two simulations have two others.
 * @throws {HoldfastError} HF_CLOCK_FROZEN when another has it
 */
export async function leaseSimulation({ store, clock, ids }: RequestContext): Promise<SimulationLease> {
  const token = ids.trace();
  let signedAt = 0;
  const sign = async (mayHave: (kept: Kept | null) => boolean): Promise<void> => {
    await store.transaction(async (transaction) => {
      const kept = keptOf(await transaction.lockSetting(name));
      if (!mayHave(kept)) throw taken(kept);
      signedAt = clock.now().getTime();
      await transaction.writeSetting(name, { token, at: new Date(signedAt).toISOString() });
    });
  };
  await sign((kept) => kept === null || Math.abs(clock.now().getTime() - Date.parse(kept.at)) > leaseMs);
  return {
    keep: async () => {
      if (Math.abs(clock.now().getTime() - signedAt) >= signMs) await sign((kept) => kept?.token === token);
    },
    release: async () => {
      await store.transaction(async (transaction) => {
        if (keptOf(await transaction.lockSetting(name))?.token === token)
          await transaction.writeSetting(name, null);
      });
    },
  };
}

interface Kept {
  token: string;
  at: string;
}

function keptOf(value: unknown): Kept | null {
  const isKept = value !== null && typeof value === 'object' && 'token' in value && 'at' in value;
  return isKept && typeof value.token === 'string' && typeof value.at === 'string'
    ? { token: value.token, at: value.at }
    : null;
}

function taken(kept: Kept | null): HoldfastError {
  return new HoldfastError(
    'HF_CLOCK_FROZEN',
    `Time is being simulated already${kept ? `, with a sign of life at ${kept.at}` : ''}`,
    { next: 'Wait until it has ended; one that was killed is forgotten ten minutes after its last sign.' },
  );
}
