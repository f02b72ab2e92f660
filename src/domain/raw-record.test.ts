import { describe, expect, it } from 'vitest';
import { eventLimits } from './event-types.ts';
import { isBlank, jsonRecord } from './raw-record.ts';

function read(bytes: Uint8Array): ReturnType<ReturnType<typeof jsonRecord>['read']> {
  return jsonRecord(7, bytes).read();
}

describe('a raw record', () => {
  it('keeps its line and its bytes as they came', () => {
    const body = Buffer.from('{"a":1} ');
    expect(jsonRecord(7, body)).toMatchObject({ line: 7, body });
  });

  it('reads UTF-8', () => {
    expect(read(Buffer.from('{"name":"Ærø 日本 😀"}'))).toEqual({ ok: true, value: { name: 'Ærø 日本 😀' } });
  });

  it.each([
    ['a lone continuation byte', Buffer.from([0x22, 0x80, 0x22])],
    ['an overlong slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['a cut character', Buffer.from([0x22, 0xe2, 0x82, 0x22])],
    ['Latin-1', Buffer.from('{"name":"Ærø"}', 'latin1')],
    ['UTF-16', Buffer.from('\ufeff{"a":1}', 'utf16le')],
  ])('refuses %s as not UTF-8 (TC11)', (_, bytes) => {
    expect(read(bytes)).toEqual({ ok: false, reason: 'not valid UTF-8' });
  });

  it('takes an event of exactly the longest size and refuses one byte more (TC13)', () => {
    const fit = Buffer.from(`"${'x'.repeat(eventLimits.eventBytes - 2)}"`);
    expect(read(fit).ok).toBe(true);
    const long = Buffer.from(`"${'x'.repeat(eventLimits.eventBytes - 1)}"`);
    expect(read(long)).toEqual({ ok: false, reason: 'longer than 262144 bytes' });
  });

  it('tells blank lines from lines with something on them', () => {
    expect(isBlank(Buffer.from(' \t\r'))).toBe(true);
    expect(isBlank(Buffer.alloc(0))).toBe(true);
    expect(isBlank(Buffer.from(' x'))).toBe(false);
    expect(isBlank(Buffer.from([0]))).toBe(false);
  });
});
