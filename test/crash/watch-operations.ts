import type { Store, StoreTransaction } from '../../src/store/store.ts';

/**
 * A store that counts what is asked of it inside transactions, and calls `stop` before the so many-th operation or
 * commit, from 1.
 */
export function watchOperations(store: Store, stopBefore: number, stop: () => void): Store {
  let count = 0;
  const tick = (): void => {
    if (++count === stopBefore) stop();
  };
  const watch = (transaction: StoreTransaction): StoreTransaction =>
    new Proxy(transaction, {
      get: (target, name: keyof StoreTransaction) => {
        const operation = target[name] as (...given: unknown[]) => unknown;
        return (...given: unknown[]) => {
          tick();
          return operation(...given);
        };
      },
    });
  return {
    ...store,
    transaction: (work) =>
      store.transaction(async (transaction) => {
        const result = await work(watch(transaction));
        tick(); // before the commit
        return result;
      }),
  };
}
