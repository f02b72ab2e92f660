import type { Seal, SealHead } from '../../store/audit-seals.ts';
import type { Store } from '../../store/store.ts';
import { chainHash, genesis } from './chain-hash.ts';

/** Entries chained in one transaction. */
const batchSize = 5_000;

/**
 * Chains every entry that waits, in the order of their numbers. One sealer works at a time, on any number of
 * processes; an entry whose transaction commits late gets a later place. Until it has its place, an entry could be
 * removed without a trace in the chain: that window is the time between two calls.
 * @param wait - until another sealer is done, so that afterwards everything committed before the call is sealed;
 * otherwise the other one is left to do the work
 * @returns how many entries this call sealed, and the end of the chain; null = nothing was ever sealed
 */
export async function sealAudit(
  store: Pick<Store, 'transaction' | 'readSealHead'>,
  { wait = false }: { wait?: boolean } = {},
): Promise<{ sealed: number; head: SealHead | null }> {
  let sealed = 0;
  for (;;) {
    const batch = await sealBatch(store, wait);
    sealed += batch;
    if (batch < batchSize) return { sealed, head: await store.readSealHead() };
  }
}

async function sealBatch(store: Pick<Store, 'transaction'>, wait: boolean): Promise<number> {
  return await store.transaction(async (transaction) => {
    if (!(await transaction.lockSealer({ wait }))) return 0;
    const entries = await transaction.readUnsealed(batchSize);
    if (entries.length === 0) return 0;
    await transaction.writeSeals(chainEntries(await transaction.readSealHead(), entries));
    return entries.length;
  });
}

/** The seals of entries in the order given. @param head - what they are chained to; null = they are the first */
export function chainEntries(
  head: SealHead | null,
  entries: readonly { entry: number; body: Uint8Array }[],
): Seal[] {
  let { seq, hash } = head ?? { seq: 0, hash: genesis };
  return entries.map(({ entry, body }) => {
    seq += 1;
    hash = chainHash(seq, hash, body);
    return { seq, entry, hash };
  });
}
