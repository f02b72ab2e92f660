import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Clock, createClock } from '../../src/domain/clock.ts';

/** A clock that several processes share and that the harness moves: the system's, and an offset kept in a file. */
export interface SharedClock extends Clock {
  advance(ms: number): void;
}

/** Opens the clock whose offset is in `file`; a file that is not there is none. */
export function openSharedClock(file: string): SharedClock {
  const system = createClock();
  const offset = (): number => {
    try {
      return Number(readFileSync(file, 'utf8'));
    } catch {
      return 0;
    }
  };
  return {
    now: () => new Date(system.now().getTime() + offset()),
    advance: (ms) => {
      const next = offset() + ms;
      writeFileSync(`${file}.${process.pid}`, String(next));
      renameSync(`${file}.${process.pid}`, file);
    },
  };
}
