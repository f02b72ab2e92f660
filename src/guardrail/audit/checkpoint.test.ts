import { expect, test } from 'vitest';
import { makeSigningKey } from '../../domain/ids.ts';
import {
  checkpointEveryMs,
  isCheckpointDue,
  parseCheckpointLine,
  signCheckpoint,
  toCheckpointLine,
  verifyCheckpoint,
} from './checkpoint.ts';
import { keyIdOf, publicKeyOf, toPem, trustedKeysOf } from './signing-key.ts';

const key = makeSigningKey();
const at = new Date('2026-11-21T12:00:00Z');
const made = signCheckpoint({ seq: 7, hash: new Uint8Array(32).fill(0xab), at }, key);

test('a checkpoint survives its line, and its signature is that of its key', () => {
  const read = parseCheckpointLine(toCheckpointLine(made));
  expect(read).toEqual(made);
  expect(verifyCheckpoint(made)).toBe(true);
  expect(made.publicKey).toBe(publicKeyOf(key));
  expect(publicKeyOf(toPem(made.publicKey))).toBe(made.publicKey);
  expect(keyIdOf(made.publicKey)).toMatch(/^[0-9a-f]{16}$/);
});

test('every single-bit flip of a checkpoint line makes it unreadable or its signature wrong', () => {
  const line = Buffer.from(toCheckpointLine(made));
  const unnoticed: number[] = [];
  let readable = 0;
  for (let bit = 0; bit < line.length * 8; bit++) {
    const flipped = Buffer.from(line);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const read = parseCheckpointLine(flipped.toString('latin1'));
    if (read) readable += 1;
    if (read && verifyCheckpoint(read)) unnoticed.push(bit);
  }
  expect(unnoticed).toEqual([]);
  expect(readable).toBeGreaterThan(100); // so the signature was needed: reading alone lets these pass
});

test('a signature by another key, or over other text, is none', () => {
  const other = signCheckpoint({ seq: 7, hash: Buffer.from(made.hash, 'hex'), at }, makeSigningKey());
  expect(verifyCheckpoint({ ...made, signature: other.signature })).toBe(false);
  expect(verifyCheckpoint({ ...made, publicKey: other.publicKey })).toBe(false);
  expect(verifyCheckpoint({ ...made, publicKey: 'no key' })).toBe(false);
});

test('keys that were retired still count', () => {
  const retired = makeSigningKey();
  const trusted = trustedKeysOf({ auditKey: key, retiredAuditKeys: [toPem(publicKeyOf(retired))] });
  expect([...trusted]).toEqual([publicKeyOf(key), publicKeyOf(retired)]);
  expect([...trustedKeysOf({ auditKey: key })]).toEqual([publicKeyOf(key)]);
});

const head = { seq: 10, hash: new Uint8Array(32) };
const after = (ms: number): Date => new Date(at.getTime() + ms);

test.each([
  ['nothing is sealed', { head: null, last: null, newEntries: 0 }, at, false],
  ['the first entry is there', { head, last: null, newEntries: 1 }, at, true],
  ['only the sealer wrote', { head, last: null, newEntries: 0 }, at, false],
  [
    '59.999 s have passed',
    { head, last: { seq: 9, at }, newEntries: 99 },
    after(checkpointEveryMs - 1),
    false,
  ],
  ['60 s have passed', { head, last: { seq: 9, at }, newEntries: 1 }, after(checkpointEveryMs), true],
  ['60 s have passed with nothing new', { head, last: { seq: 9, at }, newEntries: 0 }, after(90_000), false],
  ['100 entries are new', { head, last: { seq: 9, at }, newEntries: 100 }, after(1), true],
  ['the clock was set back', { head, last: { seq: 9, at }, newEntries: 1 }, after(-1), true],
])('when %s, a checkpoint is due or not', (_what, facts, now, due) => {
  expect(isCheckpointDue(facts, now)).toBe(due);
});
