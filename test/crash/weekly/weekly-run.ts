import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DatabaseLocation } from '../../../src/store/database.ts';
import { createDice, type Dice } from '../dice.ts';
import { openSharedClock } from '../shared-clock.ts';
import { judgeWeekly, type Look } from './judge-weekly.ts';
import { startWeekly, type WeeklyProcess } from './weekly-process.ts';

export interface WeeklyRunOptions {
  database: DatabaseLocation;
  /** Empty; for the clock and for what reaches the outside. */
  folder: string;
  kills: number;
  seed: number;
  onKill?(count: number): void;
}

export interface WeeklyRunResult {
  problems: string[];
  facts: Record<string, number>;
}

const begins = new Date('2026-11-20T12:00:00Z');
const minuteMs = 60_000;
const weekMs = 7 * 24 * 60 * minuteMs;
/** Past every lease and every pause before another attempt. */
const pastLeaseMs = 6 * minuteMs;
/** A turn with something to send takes about so many operations in transactions. */
const operationsAtMost = 160;
/** From one slot of a job to its next. */
const slotMs = 15 * minuteMs;
/** After so many kills two turns are left alone: what is due must be there then. */
const wholeEach = 4;

/** Lets processes run what is weekly over months, kills each at any instant or between two statements, and judges what is left. */
export async function runWeeklyKills(options: WeeklyRunOptions): Promise<WeeklyRunResult> {
  const { database, folder, seed } = options;
  const dice = createDice(seed);
  const clockFile = join(folder, 'clock');
  const outsideFile = join(folder, 'outside');
  const clock = openSharedClock(clockFile);
  clock.advance(begins.getTime() - clock.now().getTime());
  const looks: Look[] = [];
  const processes: WeeklyProcess[] = [];
  const living = new Set<WeeklyProcess>();
  const start = async (): Promise<WeeklyProcess> => {
    const name = `weekly-${processes.length}`;
    const started = await startWeekly({ name, database, clockFile, outsideFile });
    processes.push(started);
    living.add(started);
    return started;
  };
  /** @param stopBefore - null = it is left alone */
  const turn = async (of: WeeklyProcess, stopBefore: number | null): Promise<void> => {
    const from = clock.now();
    const end = await of.ask({ do: 'turn', stopBefore });
    looks.push({ from, to: clock.now(), isWhole: end === 'done' });
  };
  try {
    let child = await start();
    await child.ask({ do: 'seed' });
    let longestMs = 500;
    for (let count = 1; count <= options.kills; count++) {
      clock.advance(pauseOf(dice));
      const other = database.kind === 'server' && dice.next(3) === 0 ? await start() : null;
      const hurt = [child, ...(other ? [other] : [])].map((one) =>
        turn(one, dice.next(2) === 0 ? 1 + dice.next(operationsAtMost) : null),
      );
      await Promise.race([Promise.all(hurt), wait(dice.next(longestMs))]);
      await Promise.all([...living].map((one) => one.kill()));
      await Promise.all(hurt);
      living.clear();
      clock.advance(pastLeaseMs);
      child = await start();
      options.onKill?.(count);
      if (count % wholeEach !== 0) continue;
      const beganMs = performance.now();
      await turn(child, null);
      longestMs = Math.max(300, Math.round((performance.now() - beganMs) * 1.2));
      clock.advance(slotMs);
      await turn(child, null);
    }
    for (let round = 0; round < 4; round++) {
      clock.advance(pastLeaseMs);
      await turn(child, null);
    }
    await child.kill();
    const failures = processes.flatMap(({ words }) =>
      words.flatMap((word) => (word.say === 'failed' ? `${word.job} failed: ${word.reason}` : [])),
    );
    const judged = await judgeWeekly({ database, outsideFile, since: begins, looks, now: clock.now() });
    return { ...judged, problems: [...failures, ...judged.problems] };
  } finally {
    await Promise.all([...living].map((one) => one.kill()));
  }
}

/** A quarter of an hour, some days, or weeks in which nothing runs. */
function pauseOf(dice: Dice): number {
  const kinds = [15 * minuteMs, 15 * minuteMs, weekMs / 7, weekMs / 2, weekMs, (2 + dice.next(4)) * weekMs];
  return kinds[dice.next(kinds.length)] ?? weekMs;
}
