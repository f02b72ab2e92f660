import type { SealHead } from '../../store/audit-seals.ts';
import type { Store } from '../../store/store.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type CheckpointPorts, publishCheckpoint } from './publish-checkpoint.ts';
import { sealAudit } from './seal-audit.ts';

/** What one pass of the sealer works with. */
export interface SealerPorts extends CheckpointPorts {
  store: Pick<Store, 'transaction' | 'readSealHead'>;
  /** Tells somebody outside, such as an admin channel. What it writes to the audit it writes as the actor `sealer`. */
  onCheckpoint?(checkpoint: Checkpoint): Promise<void>;
}

/** What one pass did. */
export interface SealerPass {
  sealed: number;
  head: SealHead | null; // null = nothing was ever sealed
  checkpoint: Checkpoint | null; // null = none was due
}

/** How often a pass runs: the longest time for which a written entry is not yet in the chain. */
export const sealEveryMs = 1_000;

/**
 * One pass: seals what waits, and signs a checkpoint where one is due.
 * @param last - signs the end of the chain in any case, since nobody may do so for long. Nobody is told: what is
 * written of telling would stand behind it, unsigned
 */
export async function runSealer(
  ports: SealerPorts,
  { last = false }: { last?: boolean } = {},
): Promise<SealerPass> {
  const { sealed, head } = await sealAudit(ports.store);
  const checkpoint = await publishCheckpoint(ports, { force: last });
  if (checkpoint && !last) await ports.onCheckpoint?.(checkpoint);
  return { sealed, head, checkpoint };
}
