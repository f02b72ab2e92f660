import type { Embedder } from '../copilot/embedder.ts';
import { HoldfastError } from '../errors.ts';
import type { Store } from '../store/store.ts';

/** Whether a switch holds models back. */
export async function isModelHalted({ store }: { store: Pick<Store, 'listKillSwitches'> }): Promise<boolean> {
  const switches = await store.listKillSwitches();
  return switches.some(({ scope, on }) => on && (scope === 'model' || scope === 'all'));
}

/**
 * An embedder that others run, held back by the same switch: while it is on, no text leaves. Questions are answered by their words
 * alone then, and what comes in is indexed when it is off again.
 */
export function holdBack(embedder: Embedder, store: Pick<Store, 'listKillSwitches'>): Embedder {
  return {
    ...embedder,
    embed: async (texts) => {
      if (!(await isModelHalted({ store }))) return await embedder.embed(texts);
      throw new HoldfastError(
        'HF_EMBEDDER_UNAVAILABLE',
        'A kill switch holds models back, and the embedding API is one',
        {
          next: 'Lift it: unkill model',
        },
      );
    },
  };
}
