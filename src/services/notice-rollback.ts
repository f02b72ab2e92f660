import { readCheckpointFile } from '../guardrail/audit/read-chain.ts';
import type { Services } from './context.ts';

/** What the file of checkpoints knows that the database does not. */
export interface Rollback {
  /** The place of the newest published checkpoint. */
  published: number;
  /** The end of the chain in the database. */
  found: number;
}

/** The checkpoint that was missed already: a person who has let things run again is not asked twice. */
const setting = 'audit.rollback';

/**
 * Notices that the database is older than, or other than, what was published: a back-up was restored, or it was
 * rewritten. Then everything is halted, because effects may have happened that it does not know of; a person looks,
 * and lets things run again.
 * @returns null when the database goes on from every published checkpoint
 */
export async function noticeRollback(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  checkpointFile: string,
): Promise<Rollback | null> {
  const file = await readCheckpointFile(checkpointFile);
  // One whose last line was torn tells of all that was published before it.
  const published = file.kind === 'absent' ? [] : file.checkpoints;
  const [newest] = published.toSorted((a, b) => b.seq - a.seq);
  if (!newest) return null;
  const [row] = await store.readSealed({ after: newest.seq - 1, upTo: newest.seq });
  const agrees = row !== undefined && Buffer.from(row.hash).toString('hex') === newest.hash;
  if (agrees || (await store.readSetting(setting)) === newest.hash) return null;
  const found = (await store.readSealHead())?.seq ?? 0;
  const at = clock.now();
  const reason = `The audit ends at ${found}, but a checkpoint of place ${newest.seq} was published`;
  await store.transaction(async (transaction) => {
    await transaction.writeKillSwitch({ scope: 'all', on: true, by: 'system', reason, at });
    await transaction.writeSetting(setting, newest.hash);
    await transaction.appendAudit({
      at,
      actor: 'system',
      action: 'audit.rollback_noticed',
      account: null,
      detail: { published: newest.seq, found },
    });
  });
  return { published: newest.seq, found };
}
