import { runSealer, type SealerPorts, sealEveryMs } from '../guardrail/audit/run-sealer.ts';
import { readOrCreateKeys } from './keys.ts';
import type { OpenServices } from './open-services.ts';

/**
 * Seals the audit once a second while the server runs, never twice at once; a pass that fails is logged, and the next
 * one makes up for it.
 * @returns ends it, after one last pass that signs the end of the chain
 */
export function startSealing(
  { store, clock, log, ids, config }: Pick<OpenServices, 'store' | 'clock' | 'log' | 'ids' | 'config'>,
  onCheckpoint?: SealerPorts['onCheckpoint'],
): () => Promise<void> {
  const ports: SealerPorts = {
    store,
    clock,
    checkpointFile: config.checkpointsFile,
    keys: () => readOrCreateKeys(config.keysFile, ids),
    ...(onCheckpoint && { onCheckpoint }),
  };
  let running: Promise<void> | null = null;
  const pass = (last = false): Promise<void> => {
    running ??= runSealer(ports, { last })
      .then(() => undefined)
      .catch((error: unknown) => log.error({ err: error }, 'the audit could not be sealed; trying on'))
      .finally(() => {
        running = null;
      });
    return running;
  };
  const timer = setInterval(() => void pass(), sealEveryMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
    await pass(true);
  };
}
