import { type DigestSnapshot, snapshotId } from '../../domain/digest.ts';
import { HoldfastError } from '../../errors.ts';
import type { RequestContext } from '../context.ts';
import type { NamedSnapshot } from './take-snapshot.ts';

/**
 * A snapshot that was kept, held against its id.
 * @throws {HoldfastError} HF_NOT_FOUND, or HF_DIGEST_TAMPERED where its bytes are not those that were kept
 */
export async function readSnapshot(
  { store }: Pick<RequestContext, 'store'>,
  id: string,
): Promise<NamedSnapshot> {
  const kept = await store.findSnapshot(id.trim());
  if (!kept) {
    const latest = (await store.listSnapshots(3)).map((one) => one.id);
    throw new HoldfastError('HF_NOT_FOUND', `There is no digest '${id.slice(0, 60)}'`, {
      next: latest[0] === undefined ? 'Take one with: digest preview' : `The latest: ${latest.join(', ')}.`,
    });
  }
  const snapshot = JSON.parse(kept.body) as DigestSnapshot;
  if (snapshotId(snapshot) !== kept.id)
    throw new HoldfastError('HF_DIGEST_TAMPERED', `What is kept as digest ${kept.id} is not what was kept`, {
      next: 'Somebody changed it in the database. Take it from a backup.',
    });
  return { id: kept.id, snapshot: { ...laterAdded, ...snapshot } };
}

/** What a snapshot of before they were told does not hold. */
const laterAdded = { risksNow: 'alerts', winsBefore: null, rates: null, down: [] } as const;
