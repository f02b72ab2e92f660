import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, fingerprintsIn } from './fingerprint.ts';

describe('a fingerprint', () => {
  it.each([
    ['Run 4711 of pipeline 12 timed out after 900 s', 'Run 9 of pipeline 8 timed out after 1,200 s'],
    ['job 0b7e4f3a-1c2d-4e5f-8a9b-0c1d2e3f4a5b failed', 'job ffffffff-0000-4000-8000-123456789abc failed'],
    ['cannot open /var/lib/app/x.csv', 'cannot open /srv/data/2026/y.csv'],
    ['at 2026-11-21T10:00:00Z: refused', 'at 2025-01-02 03:04: refused'],
    ['GET https://a.example/x?y=1 gave 500', 'GET http://b.example/ gave 502'],
    ['pointer 0xdeadBEEF is null', 'pointer 0x12 is null'],
    ['commit 9fceb02d0ae598e9 is missing', 'commit 1234567890abcdef is missing'],
    ['column "price" is unknown', "column 'amount' is unknown"],
  ])('is the same for “%s” and “%s”', (one, other) => {
    expect(fingerprintOf(one)).toBe(fingerprintOf(other));
  });

  it('keeps what tells faults apart', () => {
    expect(fingerprintOf('SYNC_TOKEN_EXPIRED')).toBe('sync_token_expired');
    expect(fingerprintOf('Column missing in orders')).not.toBe(fingerprintOf('Row missing in orders'));
    expect(fingerprintOf('pipeline_timeout/pipelines')).toBe('pipeline_timeout/pipelines');
  });

  it('takes blanks of any kind as one, and is short', () => {
    expect(fingerprintOf('  a\n\t b  ')).toBe('a b');
    expect(fingerprintOf(`x${'ab '.repeat(5_000)}`).length).toBeLessThanOrEqual(300);
    expect(fingerprintOf('')).toBe('');
  });

  it('is text that can be stored, and stays the same when it is taken again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const once = fingerprintOf(text);
        expect(once.isWellFormed()).toBe(true);
        expect(fingerprintOf(once).length).toBeLessThanOrEqual(300);
      }),
    );
  });
});

describe('the errors that a text quotes', () => {
  it('are found by their code or by the word for it', () => {
    const text =
      'Good morning.\nThe load stops with PIPELINE_TIMEOUT every night.\nError: run 12 was cancelled\nThanks';
    expect(fingerprintsIn(text)).toEqual(['pipeline_timeout', 'error: run <n> was cancelled']);
  });

  it('are none in everyday words', () => {
    expect(fingerprintsIn('There was an error in my invoice. Please call ME on the PHONE.')).toEqual([]);
    expect(fingerprintsIn('')).toEqual([]);
  });

  it('are at most ten, whatever is pasted', () => {
    const codes = Array.from(
      { length: 40 },
      (_, index) => `FAULT_${String.fromCharCode(65 + (index % 26))}${index}X fails.`,
    );
    expect(fingerprintsIn(codes.join('\n'))).toHaveLength(10);
  });
});
