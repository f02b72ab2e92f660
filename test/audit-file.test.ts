import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVerifier, type FileChecks, parseCheckpoints } from '../bin/verify-audit.mjs';
import { makeSigningKey } from '../src/domain/ids.ts';
import { keyRotated, signRotation } from '../src/guardrail/audit/key-rotation.ts';
import { chainEntries } from '../src/guardrail/audit/seal-audit.ts';
import { publicKeyOf, toPem } from '../src/guardrail/audit/signing-key.ts';
import {
  auditKey,
  checkpointAt,
  checkpointFile,
  exportLines,
  sampleChain,
  sampleEntry,
  sealRows,
} from './support/audit-chain.ts';
import { beginsOf, entryAt, everyBit, flip, missedFlips, sample, verify } from './support/audit-flips.ts';

const rows = sampleChain(20);
const lines = exportLines(rows);
const whole = Buffer.from(lines.join(''));
/** Where each line begins, and the end. */
const starts = beginsOf(lines);

const all: FileChecks = { form: true, hashes: true, entries: true, checkpoints: true };

describe('an exported file', () => {
  test('is what was written, in pieces of any size', () => {
    const good = { ok: true, entries: 20, head: Buffer.from(rows[19]?.hash ?? []).toString('hex') };
    expect(verify(whole)).toMatchObject(good);
    for (const size of [1, 7, 4096]) {
      const verifier = createVerifier();
      for (let from = 0; from < whole.length; from += size) verifier.push(whole.subarray(from, from + size));
      expect(verifier.end()).toMatchObject(good);
    }
  });

  test('TF1: every single-bit flip of 20 entries is found, and laid to its entry', () => {
    expect(missedFlips(whole, starts, everyBit(whole))).toEqual([]);
  });

  test('TF1: so is each of 2,000 flips on 1,000 entries', () => {
    const long = exportLines(sampleChain(1_000));
    const bytes = Buffer.from(long.join(''));
    const begins = beginsOf(long);
    expect(missedFlips(bytes, begins, sample(2_000, bytes.length * 8))).toEqual([]);
  });

  test('planted bug: a verifier without hashes misses flips', () => {
    const bits = [...sample(2_000, whole.length * 8)];
    expect(missedFlips(whole, starts, bits, { ...all, hashes: false }).length).toBeGreaterThan(300);
  });

  test('planted bug: a verifier that takes any form of a line misses a key that stands twice', () => {
    const bytes = Buffer.from(whole.toString().replace('{"seq":1', '{"seq":7,"seq":1'));
    expect(verify(bytes).firstBad?.seq).toBe(1);
    expect(verify(bytes, { checks: { ...all, form: false } }).ok).toBe(true);
  });

  test('TF2: every deletion, swap of neighbours, duplicate and insertion is found and named', () => {
    const bad = (changed: readonly string[]) => verify(Buffer.from(changed.join(''))).firstBad?.seq;
    for (let index = 0; index < 20; index++) {
      const own = lines[index] ?? '';
      // Without its last entry the file is a shorter good one: only a checkpoint tells, see below.
      if (index < 19) expect(bad(lines.toSpliced(index, 1))).toBe(index + 1);
      if (index < 19) expect(bad(lines.toSpliced(index, 2, lines[index + 1] ?? '', own))).toBe(index + 1);
      expect(bad(lines.toSpliced(index, 0, own))).toBe(index + 2);
      const other = exportLines(sealRows([...Array(20)].map((_, at) => sampleEntry(at + 50))))[index] ?? '';
      // Before the first entry stands nothing that another first one could contradict.
      expect(bad(lines.toSpliced(index, 0, other))).toBe(index === 0 ? 2 : index + 1);
    }
  });

  test('planted bug: without hashes an exchanged entry is missed', () => {
    const other = exportLines(
      sampleChain(21)
        .slice(0, 20)
        .map((row) => ({ ...row, body: rows[0]?.body ?? null })),
    );
    const changed = Buffer.from(lines.toSpliced(4, 1, other[4] ?? '').join(''));
    expect(verify(changed).firstBad?.seq).toBe(5);
    expect(verify(changed, { checks: { ...all, hashes: false } }).ok).toBe(true);
  });

  test('TF14: an entry that does not parse is tampering although its hash is right', () => {
    const row = { ...sampleEntry(0), at: new Date(0) };
    for (const body of ['no JSON', '[]', '{"v":2}', '{"v":1}', 'null']) {
      const [sealed] = sealRows([row]);
      const forged = rehash([{ ...sealed, body: Buffer.from(body) } as (typeof rows)[number]]);
      expect(verify(Buffer.from(exportLines(forged).join('')))).toMatchObject({
        ok: false,
        firstBad: { seq: 1, reason: 'the entry cannot be parsed' },
      });
      expect(
        verify(Buffer.from(exportLines(forged).join('')), { checks: { ...all, entries: false } }).ok,
      ).toBe(true);
    }
  });

  test.each([
    ['nothing', Buffer.alloc(0), 1],
    ['a byte order mark', Buffer.concat([Buffer.from('\ufeff'), whole]), 1],
    ['no final newline', whole.subarray(0, -1), 20],
    ['an empty line at the end', Buffer.concat([whole, Buffer.from('\n')]), 21],
    ['carriage returns', Buffer.from(whole.toString().replaceAll('\n', '\r\n')), 1],
    [
      'a capital digit in a hash',
      Buffer.from(whole.toString().replace(/[a-f](?=[0-9a-f]*","body)/, (x) => x.toUpperCase())),
      1,
    ],
    ['a blank between', Buffer.from(whole.toString().replace(',"hash"', ', "hash"')), 1],
    ['another key', Buffer.from(whole.toString().replace('{"seq"', '{"x":1,"seq"')), 1],
    ['a key twice', Buffer.from(whole.toString().replace('{"seq":1', '{"seq":1,"seq":1')), 1],
  ])('a file with %s is tampering', (_what, bytes, seq) => {
    expect(verify(bytes)).toMatchObject({ ok: false, firstBad: { seq } });
  });
});

/** What somebody with all rights to the database can do: chain everything anew. */
function rehash(changed: typeof rows): typeof rows {
  const bodies = changed.map(({ entry, body }) => ({ entry, body: body ?? Buffer.alloc(0) }));
  return chainEntries(null, bodies).map((seal, index) => ({ ...changed[index]!, ...seal }));
}

describe('checkpoints', () => {
  const marks = [5, 12, 20].map((seq) => checkpointAt(rows[seq - 1] as (typeof rows)[number]));
  const { checkpoints } = parseCheckpoints(checkpointFile(marks));
  const trusted = [publicKeyOf(auditKey)];

  test('TF3: every cut tail is found, down to nothing', () => {
    for (let kept = 0; kept < 20; kept++) {
      const bytes = Buffer.from(lines.slice(0, kept).join(''));
      expect(verify(bytes, { checkpoints, trusted }).firstBad?.seq).toBe(kept + 1);
      if (kept > 0)
        expect(verify(bytes, { checkpoints, trusted, checks: { ...all, checkpoints: false } }).ok).toBe(true);
    }
    expect(verify(whole, { checkpoints, trusted })).toMatchObject({ ok: true, keysCompared: true });
  });

  test('TF4: a chain that was made anew from its first entry contradicts the first checkpoint', () => {
    const changed = rows.map((row, index) => ({
      ...row,
      body: index === 2 ? (rows[7]?.body ?? null) : row.body,
    }));
    const bytes = Buffer.from(exportLines(rehash(changed)).join(''));
    expect(verify(bytes).ok).toBe(true); // nothing in the file itself tells
    expect(verify(bytes, { checkpoints, trusted }).firstBad?.seq).toBe(5);
  });

  test('TF4: a checkpoint by the key of somebody else counts only where no keys are given', () => {
    const forged = parseCheckpoints(
      checkpointFile([checkpointAt(rows[19] as (typeof rows)[number], makeSigningKey())]),
    );
    expect(verify(whole, { checkpoints: forged.checkpoints, trusted }).firstBad).toMatchObject({
      seq: 20,
      reason: expect.stringContaining('not given'),
    });
    expect(verify(whole, { checkpoints: forged.checkpoints })).toMatchObject({
      ok: true,
      keysCompared: false,
    });
  });

  test('TF5: of two checkpoints of one place at most one fits', () => {
    const fork = sampleChain(21)
      .slice(1)
      .map((row, index) => ({ ...row, seq: index + 1 }));
    const two = parseCheckpoints(
      checkpointFile([...marks, checkpointAt(rehash(fork)[19] as (typeof rows)[number])]),
    );
    expect(verify(whole, { checkpoints: two.checkpoints, trusted }).firstBad?.seq).toBe(20);
  });

  test('every single-bit flip of a checkpoint file is found', () => {
    const bytes = checkpointFile(marks.slice(0, 2));
    const missed = [...everyBit(bytes)].filter((bit) => {
      const read = parseCheckpoints(flip(bytes, bit));
      return !read.reason && verify(whole, { checkpoints: read.checkpoints }).ok;
    });
    expect(missed).toEqual([]);
  });

  test('TF20: a new key counts for whoever trusts the old one, where both signed the change', () => {
    const next = makeSigningKey();
    const rotation = (detail: Record<string, unknown>) =>
      sealRows([
        ...[0, 1].map(sampleEntry),
        { ...sampleEntry(2), action: keyRotated, detail },
        sampleEntry(3),
      ]);
    const good = rotation(signRotation(auditKey, next, new Date(0)));
    const read = parseCheckpoints(checkpointFile([checkpointAt(good[1]!), checkpointAt(good[3]!, next)]));
    const file = (chain: typeof rows) => Buffer.from(exportLines(chain).join(''));
    expect(verify(file(good), { checkpoints: read.checkpoints, trusted })).toMatchObject({ ok: true });
    // Without the old key, the new one is nobody's.
    const stranger = [publicKeyOf(makeSigningKey())];
    expect(verify(file(good), { checkpoints: read.checkpoints, trusted: stranger }).firstBad?.seq).toBe(2);
    const forged = rotation({ ...signRotation(auditKey, next, new Date(0)), oldSignature: '00'.repeat(64) });
    expect(verify(file(forged), {}).firstBad).toMatchObject({
      seq: 3,
      reason: expect.stringContaining('both keys'),
    });
  });
});

describe('node bin/verify-audit.mjs', () => {
  let folder: string;
  const paths = { file: '', checkpoint: '', key: '' };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-verify-'));
    for (const name of ['file', 'checkpoint', 'key'] as const) paths[name] = join(folder, `${name}.txt`);
    writeFileSync(paths.file, whole);
    writeFileSync(paths.checkpoint, checkpointFile([checkpointAt(rows[19]!)]));
    writeFileSync(paths.key, toPem(publicKeyOf(auditKey)));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function run(...words: string[]): Promise<{ exit: number; out: string; err: string }> {
    const { promise, resolve } = Promise.withResolvers<{ exit: number; out: string; err: string }>();
    execFile(process.execPath, ['bin/verify-audit.mjs', ...words], (error, out, err) =>
      resolve({ exit: Number(error?.code ?? 0), out, err }),
    );
    return await promise;
  }

  test('has at most 300 lines and needs nothing but Node', () => {
    const text = readFileSync('bin/verify-audit.mjs', 'utf8');
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(300);
    const imports = [...text.matchAll(/\bfrom '([^']+)'|\bimport\(|\brequire\(/g)].map((match) => match[1]);
    expect(imports.filter((name) => !name?.startsWith('node:'))).toEqual([]);
  });

  test('says that all is well, with keys compared', async () => {
    const ran = await run(paths.file, '--checkpoint', paths.checkpoint, '--public-key', paths.key, '--json');
    expect({ exit: ran.exit, ...JSON.parse(ran.out) }).toMatchObject({
      exit: 0,
      ok: true,
      entries: 20,
      keysCompared: true,
    });
  });

  test.each([0, 1_001, 20_020, whole.length * 8 - 1])('TF1: finds the flip of bit %i', async (bit) => {
    const file = join(folder, `flipped-${bit}`);
    writeFileSync(file, flip(whole, bit));
    const { exit, out } = await run(file, '--json');
    expect([exit, JSON.parse(out).firstBad.seq]).toEqual([3, entryAt(bit >> 3, starts)]);
  });

  test('TF14: a cut tail and a broken checkpoint file are tampering, a wrong call is not', async () => {
    const cut = join(folder, 'cut');
    writeFileSync(cut, lines.slice(0, 11).join(''));
    const found = await run(cut, '--checkpoint', paths.checkpoint);
    expect(found).toMatchObject({ exit: 3, out: expect.stringContaining('entry 12: the end is missing') });
    writeFileSync(join(folder, 'broken'), 'no checkpoint\n');
    expect((await run(paths.file, '--checkpoint', join(folder, 'broken'))).exit).toBe(3);
    expect((await run(join(folder, 'no-such-file'))).exit).toBe(2);
    expect((await run(paths.file, '--checkpoint', join(folder, 'no-such-file'))).exit).toBe(2);
    expect((await run(paths.file, '--public-key', paths.file)).exit).toBe(2);
    expect((await run()).exit).toBe(2);
    expect((await run(paths.file, '--what')).exit).toBe(2);
    expect((await run('--help')).exit).toBe(0);
  });

  test('holds the file against the manifest beside it', async () => {
    const file = join(folder, 'with-manifest');
    const headHash = Buffer.from(rows[19]?.hash ?? []).toString('hex');
    const { body, signature } = checkpointAt(rows[19]!);
    const manifest = {
      format: 'jsonl',
      account: null,
      lastSeq: 20,
      headHash,
      checkpoint: { body, signature },
    };
    const put = (name: string, text: string) => writeFileSync(`${file}${name}`, text);
    put('.manifest.json', JSON.stringify(manifest));
    put('', lines.join(''));
    expect((await run(file)).exit).toBe(0);
    put('', lines.slice(0, -1).join(''));
    expect(await run(file)).toMatchObject({
      exit: 3,
      out: expect.stringContaining('entry 20: the end is missing'),
    });
    put('.manifest.json', '{');
    expect((await run(file)).exit).toBe(3);
    put('.manifest.json', JSON.stringify({ ...manifest, account: 'acme' }));
    expect(await run(file)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('a part cannot be verified'),
    });
  });
});
