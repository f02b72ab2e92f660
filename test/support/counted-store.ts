import type { Store } from '../../src/store/store.ts';

/** A store, and how often each of its operations was called outside of transactions. */
export function countCalls(store: Store): { store: Store; calls: Map<string, number> } {
  const calls = new Map<string, number>();
  const counted = new Proxy(store, {
    get: (target, name, receiver) => {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function') return value;
      return (...rest: unknown[]) => {
        calls.set(String(name), (calls.get(String(name)) ?? 0) + 1);
        return value.apply(target, rest);
      };
    },
  });
  return { store: counted, calls };
}
