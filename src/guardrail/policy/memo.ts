/** The latest answers to pure questions; what was not asked for longest is forgotten first. */
export interface Memo<T> {
  get(key: string, compute: () => T): T;
  readonly size: number;
}

/** @param limit - how many answers it keeps at most */
export function createMemo<T>(limit: number): Memo<T> {
  // A Map keeps the order of insertion, so the first key is the one unused for longest.
  const known = new Map<string, { value: T }>();
  return {
    get: (key, compute) => {
      const found = known.get(key);
      if (found) known.delete(key);
      const entry = found ?? { value: compute() };
      known.set(key, entry);
      if (known.size > limit) {
        const [oldest] = known.keys();
        if (oldest !== undefined) known.delete(oldest);
      }
      return entry.value;
    },
    get size() {
      return known.size;
    },
  };
}
