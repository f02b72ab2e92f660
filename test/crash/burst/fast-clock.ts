import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Clock } from '../../../src/domain/clock.ts';
import { createClock } from '../../../src/domain/clock.ts';

/** How a clock that several processes share runs. */
export interface FastClockSetup {
  /** Where it and the system's clock agree, in milliseconds. */
  originMs: number;
  /** How many of its seconds a second of the system's takes. */
  rate: number;
  /** Keeps by how much it was moved further. */
  file: string;
}

/** A clock that runs faster than the system's, the same in every process, and that the harness can move. */
export function openFastClock({
  originMs,
  rate,
  file,
}: FastClockSetup): Clock & { advance(ms: number): void } {
  const system = createClock();
  const moved = (): number => {
    try {
      return Number(readFileSync(file, 'utf8'));
    } catch {
      return 0;
    }
  };
  return {
    now: () => new Date(originMs + (system.now().getTime() - originMs) * rate + moved()),
    advance: (ms) => {
      const next = moved() + ms;
      writeFileSync(`${file}.${process.pid}`, String(next));
      renameSync(`${file}.${process.pid}`, file);
    },
  };
}
