import { makeSigningKey } from '../../src/domain/ids.ts';
import type { Checkpoint } from '../../src/guardrail/audit/checkpoint.ts';
import { keyRotated, signRotation } from '../../src/guardrail/audit/key-rotation.ts';
import { publicKeyOf } from '../../src/guardrail/audit/signing-key.ts';
import type { SealedRow } from '../../src/store/audit-seals.ts';
import type { Dice } from '../crash/dice.ts';
import { checkpointAt, exportLines, sampleEntry, sealRows } from '../support/audit-chain.ts';

export const [ours, next, strangers] = [makeSigningKey(), makeSigningKey(), makeSigningKey()];
const longest = 9;

/** A log in the making. */
export interface Draft {
  rows: SealedRow[];
  lines: string[];
  marks: Checkpoint[];
  /** Base64 of SPKI bytes; null = every key counts that is signed for. */
  trusted: string[] | null;
}

/** A good one. */
export function goodDraft(dice: Dice): Draft {
  const from = dice.next(40);
  const count = 1 + dice.next(longest);
  const rotatedAt = dice.next(3) === 0 ? dice.next(count) : count;
  const entries = Array.from({ length: count }, (_, index) =>
    index === rotatedAt
      ? { ...sampleEntry(from + index), action: keyRotated, detail: signRotation(ours, next, new Date(0)) }
      : sampleEntry(from + index),
  );
  const rows = sealRows(entries);
  const marks = rows
    .filter(() => dice.next(8) === 0)
    .map((row) => checkpointAt(row, row.seq > rotatedAt ? next : ours));
  const trusted = dice.next(3) === 0 ? null : [publicKeyOf(ours)];
  return { rows, lines: exportLines(rows), marks, trusted };
}
