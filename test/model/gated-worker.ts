import type { Store } from '../../src/store/store.ts';

/** A place where a worker stands still until it is told to go on; everything may happen meanwhile. */
export interface Gate {
  pass(): Promise<void>;
  open(): void;
  /** Resolves when somebody stands at the gate. */
  arrival(): Promise<void>;
}

export function createGate(): Gate {
  let waiting: (() => void)[] = [];
  let arrived: (() => void) | null = null;
  return {
    pass: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        arrived?.();
      }),
    open() {
      const released = waiting;
      waiting = [];
      for (const go of released) go();
    },
    arrival: () =>
      new Promise((resolve) => {
        arrived = () => {
          arrived = null;
          resolve();
        };
      }),
  };
}

/** The store as a worker sees it that can be stopped after each claim and each commit. */
export function gatedStore(store: Store, gate: Gate): Store {
  const gated: Partial<Store> = {
    async transaction(work) {
      const result = await store.transaction(work);
      await gate.pass();
      return result;
    },
    async claimEffects(from) {
      const claimed = await store.claimEffects(from);
      if (claimed.length > 0) await gate.pass();
      return claimed;
    },
    async takeOverEffects(...given) {
      const taken = await store.takeOverEffects(...given);
      if (taken.length > 0) await gate.pass();
      return taken;
    },
  };
  return new Proxy(store, {
    get: (target, name) => Reflect.get(name in gated ? gated : target, name) as unknown,
  });
}

/** One worker of the model: at work, at a gate, or idle. */
export interface WorkerSlot {
  name: string;
  busy(): boolean;
  start(job: (gate: Gate, name: string) => Promise<unknown>): Promise<void>;
  goOn(): Promise<void>;
  /** The process dies where it stands. */
  crash(): void;
}

export function createSlot(label: string): WorkerSlot {
  let lives = 0;
  let running: { gate: Gate; finished: Promise<void>; failure: unknown } | null = null;
  const untilNext = async (arrival: Promise<void>): Promise<void> => {
    const current = running;
    if (!current) return;
    await Promise.race([arrival, current.finished]);
    if (current.failure !== null) throw current.failure;
  };
  const slot: WorkerSlot = {
    name: `${label}0`,
    busy: () => running !== null,
    async start(job) {
      const gate = createGate();
      const arrival = gate.arrival();
      const mine: NonNullable<typeof running> = { gate, failure: null, finished: Promise.resolve() };
      running = mine;
      mine.finished = job(gate, slot.name).then(
        () => {
          if (running === mine) running = null;
        },
        (error: unknown) => {
          mine.failure = error;
          if (running === mine) running = null;
        },
      );
      await untilNext(arrival);
    },
    async goOn() {
      if (!running) return;
      const { gate } = running;
      const arrival = gate.arrival();
      gate.open();
      await untilNext(arrival);
    },
    crash() {
      running = null;
      slot.name = `${label}${++lives}`;
    },
  };
  return slot;
}
