import type { Store } from '../store/store.ts';
import type { Worker } from './execute.ts';
import { type EffectResult, settle } from './settle.ts';

/** What ends within so short a time is written together: a receipt waits for no slow outside, and few are written alone. */
const togetherMs = 20;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, togetherMs));

/**
 * Writes receipts as calls end, so that no slow outside holds up those of the others. What ends shortly
 * after, or while others are being written, is written together.
 * @param calls - null = nothing is to be written
 * @throws what failed first, when every call has ended
 */
export async function settleAsTheyEnd(
  store: Store,
  worker: Worker,
  calls: readonly Promise<EffectResult | null>[],
): Promise<void> {
  const ended: EffectResult[] = [];
  const failures: unknown[] = [];
  const open = new Set<Promise<void>>();
  for (const call of calls) {
    const one = call
      .then(
        (result) => void (result && ended.push(result)),
        (error: unknown) => void failures.push(error),
      )
      .finally(() => open.delete(one));
    open.add(one);
  }
  while (open.size > 0 || ended.length > 0) {
    // Some may have ended while others were being written.
    if (ended.length === 0) await Promise.race(open);
    await Promise.race([Promise.all(open), pause()]);
    worker.onStep?.('called');
    const together = ended.splice(0);
    worker.onStep?.('settle');
    if (together.length === 0) continue;
    await store
      .transaction((transaction) => settle(transaction, together, worker.clock.now(), worker.random))
      .catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
