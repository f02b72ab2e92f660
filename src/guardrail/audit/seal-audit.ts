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
  let last = 0;
  for (;;) {
    const batch = await sealBatch(store, { wait, after: last });
    sealed += batch.length;
    last = batch.at(-1)?.entry ?? last;
    if (batch.length < batchSize) return { sealed, head: await store.readSealHead() };
  }
}

async function sealBatch(
  store: Pick<Store, 'transaction'>,
  { wait, after }: { wait: boolean; after: number },
): Promise<Seal[]> {
  return await store.transaction(async (transaction) => {
    if (!(await transaction.lockSealer({ wait }))) return [];
    const entries = await transaction.readUnsealed({ after, limit: batchSize });
    if (entries.length === 0) return [];
    const seals = chainEntries(await transaction.readSealHead(), entries);
    await transaction.writeSeals(seals);
    return seals;
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
