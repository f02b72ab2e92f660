import { createDice } from '../crash/dice.ts';
import { checkpointFile } from '../support/audit-chain.ts';
import { type Change, changes } from './log-changes.ts';
import { type Draft, goodDraft } from './log-draft.ts';

/** A log as somebody hands it over: perhaps as it was written, perhaps not. */
export interface LogCase {
  /** What was done to it; `nothing` = it is good. */
  done: string;
  log: Buffer;
  checkpoints: Buffer | null;
  /** Base64 of SPKI bytes; null = every key counts that is signed for. */
  trusted: string[] | null;
}

/** Logs, half of them good, the others each changed in one way; the same for the same seed, but for the keys. */
export function* logCases(count: number, seed: number): Generator<LogCase> {
  const dice = createDice(seed);
  for (let made = 0; made < count; made++) {
    const draft = goodDraft(dice);
    const change = made % 2 === 0 ? null : (changes[(made >> 1) % changes.length] ?? null);
    yield change === null ? toCase('nothing', draft) : toCase(change[0], draft, change[1](draft, dice));
  }
}

function toCase(done: string, draft: Draft, changed: ReturnType<Change> = {}): LogCase {
  const { lines, marks, trusted } = draft;
  const checkpoints = marks.length === 0 ? null : checkpointFile(marks);
  const log = changed.log ?? Buffer.from(lines.join(''));
  return { done, log, checkpoints: changed.checkpoints ?? checkpoints, trusted };
}
