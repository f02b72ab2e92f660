import { describe, expect, test } from 'vitest';
import {
  auditKey,
  checkpointAt,
  sampleChain,
  sampleEntry,
  sealRows,
} from '../../../test/support/audit-chain.ts';
import { makeSigningKey } from '../../domain/ids.ts';
import type { SealedRow } from '../../store/audit-seals.ts';
import type { Checkpoint } from './checkpoint.ts';
import { keyRotated, rotatedKeys, signRotation } from './key-rotation.ts';
import { chainEntries } from './seal-audit.ts';
import { trustedKeysOf } from './signing-key.ts';
import { type ChainChecks, type ChainVerdict, verifyChain } from './verify-chain.ts';

const rows = sampleChain(20);
const trusted = trustedKeysOf({ auditKey });
const all: ChainChecks = { hashes: true, index: true, checkpoints: true };

async function verify(
  chain: readonly SealedRow[],
  checkpoints: readonly Checkpoint[] = [],
  checks = all,
): Promise<ChainVerdict> {
  const batches = [chain.slice(0, 7), chain.slice(7, 8), chain.slice(8)];
  return await verifyChain(batches, { checkpoints, trusted }, checks);
}

function change(index: number, by: Partial<SealedRow>): SealedRow[] {
  return rows.map((row, at) => (at === index ? { ...row, ...by } : row));
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

/** What somebody with all rights to the database can do: chain everything anew. */
function rehash(changed: readonly SealedRow[]): SealedRow[] {
  const bodies = changed.map(({ entry, body }) => ({ entry, body: body ?? new Uint8Array() }));
  return chainEntries(null, bodies).map((seal, index) => ({ ...changed[index]!, ...seal }));
}

test('a chain is what was sealed, and an empty one is too', async () => {
  const head = Buffer.from(rows[19]!.hash).toString('hex');
  expect(await verify(rows)).toEqual({ ok: true, entries: 20, head });
  expect(await verify([])).toEqual({ ok: true, entries: 0, head: null });
});

describe('TF1, TF2: what was changed in the store', () => {
  test('is found for every bit of an entry and of its hash', async () => {
    for (const index of [0, 7, 19]) {
      const { body, hash } = rows[index]!;
      for (let bit = 0; bit < body!.length * 8; bit++) {
        const found = await verify(change(index, { body: flipped(body!, bit) }));
        expect(found).toMatchObject({ ok: false, entries: index, firstBad: { seq: index + 1 } });
      }
      for (let bit = 0; bit < 256; bit++) {
        const found = await verify(change(index, { hash: flipped(hash, bit) }));
        expect(found.firstBad?.seq).toBe(index + 1);
      }
    }
  });

  test('is found where entries are removed, taken out of the chain, exchanged or doubled', async () => {
    for (let index = 0; index < 20; index++) {
      const bad = async (chain: readonly SealedRow[]) => (await verify(chain)).firstBad?.seq;
      const gone = { body: null, at: null, actor: null, action: null, account: null };
      expect(await bad(change(index, gone))).toBe(index + 1);
      expect(await bad(rows.toSpliced(index, 0, rows[index]!))).toBe(index + 2);
      if (index === 19) continue;
      expect(await bad(rows.toSpliced(index, 1))).toBe(index + 1);
      expect(await bad(rows.toSpliced(index, 2, rows[index + 1]!, rows[index]!))).toBe(index + 1);
      const [one, two] = [rows[index]!, rows[index + 1]!];
      const swapped = change(index, { ...two, seq: one.seq, hash: one.hash });
      expect(await bad(swapped)).toBe(index + 1);
    }
  });

  test.each([
    ['at', { at: new Date(0) }],
    ['actor', { actor: 'bob' }],
    ['action', { action: 'x.done' }],
    ['account', { account: 'other' }],
    ['no account', { account: null }],
  ])('is found in the index beside the entry: %s', async (_what, by) => {
    expect((await verify(change(6, by))).firstBad).toMatchObject({
      seq: 7,
      reason: 'the index beside the entry says something else than the entry',
    });
    expect((await verify(change(6, by), [], { ...all, index: false })).ok).toBe(true); // planted bug
  });

  test('planted bug: without hashes a changed detail is missed', async () => {
    const body = Buffer.from(Buffer.from(rows[6]!.body!).toString().replace('größer', 'kleiner'));
    expect((await verify(change(6, { body }))).firstBad?.seq).toBe(7);
    expect((await verify(change(6, { body }), [], { ...all, hashes: false })).ok).toBe(true);
  });

  test.each([
    'no JSON',
    '{"v":1}',
    '',
    '{"account":null,"action":"x","actor":"y","at":"now","detail":{},"personal":{},"v":1}',
  ])('is found where an entry does not parse although its hash is right: %j', async (text) => {
    expect((await verify(rehash(change(3, { body: Buffer.from(text) })))).firstBad).toEqual({
      seq: 4,
      reason: 'the entry cannot be parsed',
    });
  });

  test('text that no column can hold is kept in the entry and taken for what it is', async () => {
    const odd = { ...sampleEntry(0), actor: 'a\0b\ud800', action: 'x\0', account: '\0' };
    const [row] = sealRows([odd]);
    const stored = { ...row!, actor: 'a\ufffdb\ufffd', action: 'x\ufffd', account: '\ufffd' };
    expect((await verify([stored])).ok).toBe(true);
  });
});

describe('checkpoints', () => {
  const marks = [4, 11, 20].map((seq) => checkpointAt(rows[seq - 1]!));

  test('INV10 TF3: tell every cut tail, down to nothing', async () => {
    expect(await verify(rows, marks)).toMatchObject({ ok: true, entries: 20 });
    for (let kept = 0; kept < 20; kept++) {
      const cut = rows.slice(0, kept);
      expect((await verify(cut, marks)).firstBad).toMatchObject({
        seq: kept + 1,
        reason: expect.stringContaining('the end is missing'),
      });
      expect((await verify(cut, marks, { ...all, checkpoints: false })).ok).toBe(true); // planted bug
    }
  });

  test('INV10 TF4: contradict a chain that was made anew from its first entry', async () => {
    const forged = rehash(change(2, { body: rows[7]!.body, ...pick(rows[7]!) }));
    expect((await verify(forged)).ok).toBe(true); // nothing in the store tells
    expect((await verify(forged, marks)).firstBad).toMatchObject({
      seq: 4,
      reason: expect.stringContaining('rewritten'),
    });
    // An attacker who writes checkpoints too has no key of ours.
    const theirs = checkpointAt(forged[19]!, makeSigningKey());
    expect((await verify(forged, [theirs])).firstBad).toMatchObject({
      seq: 20,
      reason: expect.stringContaining('not one of ours'),
    });
    const unsigned = { ...checkpointAt(forged[19]!), signature: marks[2]!.signature };
    expect((await verify(forged, [unsigned])).firstBad?.reason).toContain('the signature');
  });

  test('INV10 TF5: are proof of two histories where two of one place differ', async () => {
    const other = rehash(change(2, { body: rows[7]!.body, ...pick(rows[7]!) }));
    expect((await verify(rows, [...marks, checkpointAt(other[10]!)])).firstBad?.seq).toBe(11);
  });

  test('name what is wrong first', async () => {
    const broken = change(15, { actor: 'bob' });
    expect((await verify(broken, marks)).firstBad?.seq).toBe(16);
    const forged = { ...marks[0]!, signature: marks[1]!.signature };
    expect((await verify(broken, [forged, ...marks])).firstBad?.seq).toBe(4);
  });
});

test('TF20: after a rotation old and new checkpoints count, and a change that only one key signed is found', async () => {
  const next = makeSigningKey();
  const after = trustedKeysOf(rotatedKeys({ auditKey }, next));
  const chain = (detail: Record<string, unknown>) =>
    sealRows([sampleEntry(0), { ...sampleEntry(1), action: keyRotated, detail }, sampleEntry(2)]);
  const rotation = signRotation(auditKey, next, new Date(0));
  const good = chain(rotation);
  const checkpoints = [checkpointAt(good[0]!), checkpointAt(good[2]!, next)];
  expect((await verifyChain([good], { checkpoints, trusted: after })).ok).toBe(true);
  for (const [name, signature] of [
    ['oldSignature', rotation.newSignature],
    ['newSignature', rotation.oldSignature],
    ['statement', '{}'],
  ] as const) {
    const forged = chain({ ...rotation, [name]: signature });
    expect((await verifyChain([forged], { checkpoints: [], trusted: after })).firstBad).toMatchObject({
      seq: 2,
      reason: expect.stringContaining('both keys'),
    });
  }
});

function pick({ at, actor, action, account }: SealedRow): Partial<SealedRow> {
  return { at, actor, action, account };
}
