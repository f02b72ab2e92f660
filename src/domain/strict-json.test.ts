import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from './strict-json.ts';

function reasonOf(text: string): string {
  const parsed = parseStrictJson(text);
  return parsed.ok ? 'accepted' : parsed.reason;
}

function nested(depth: number, kind: 'list' | 'object'): string {
  return kind === 'list'
    ? `${'['.repeat(depth)}${']'.repeat(depth)}`
    : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

describe('strict JSON', () => {
  it('gives what JSON.parse gives for every ordinary value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        if (text.includes('\\u0000') || text.includes('__proto__')) return;
        expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  describe('depth (TC12)', () => {
    it.each(['list', 'object'] as const)('a %s 32 deep is read', (kind) => {
      expect(parseStrictJson(nested(32, kind)).ok).toBe(true);
    });

    it.each(['list', 'object'] as const)('a %s 33 deep is refused', (kind) => {
      expect(reasonOf(nested(33, kind))).toBe('nested deeper than 32 levels');
    });

    it.each(['list', 'object'] as const)(
      'a %s 200,000 deep is refused without exhausting the stack',
      (kind) => {
        expect(reasonOf(nested(200_000, kind))).toBe('nested deeper than 32 levels');
      },
    );

    it('200,000 opening brackets that never close are refused the same way', () => {
      expect(reasonOf('['.repeat(200_000))).toBe('nested deeper than 32 levels');
    });

    it('brackets inside strings are text', () => {
      const value = { text: '['.repeat(1_000), quoted: '"[[\\"{{' };
      expect(parseStrictJson(JSON.stringify(value))).toEqual({ ok: true, value });
    });

    it('many shallow lists side by side are not deep', () => {
      expect(parseStrictJson(`[${'[[]],'.repeat(1_000)}[]]`).ok).toBe(true);
    });
  });

  describe('duplicate keys', () => {
    it.each([
      ['plainly', '{"a":1,"a":2}'],
      ['with the same value', '{"a":1,"a":1}'],
      ['spelled with an escape', String.raw`{"a":1,"\u0061":2}`],
      ['both spelled with escapes', String.raw`{"\u0061":1,"\u0061":2}`],
      ['escaped beside upper-case digits', String.raw`{"é":1,"\u00E9":2}`],
      ['a solidus with and without its escape', String.raw`{"a/b":1,"a\/b":2}`],
      ['deep inside', '{"x":[{"y":{"a":1,"b":2,"a":3}}]}'],
      ['hiding an object with keys of its own', '{"a":{"b":1,"c":2},"a":3}'],
      ['hidden behind an object', '{"a":3,"a":{"b":1,"c":2}}'],
      ['the empty key', '{"":1,"":2}'],
      ['__proto__', '{"__proto__":1,"__proto__":2}'],
    ])('are refused: %s', (_, text) => {
      expect(reasonOf(text)).toBe('the same key appears twice in one object');
    });

    it('the same key in two objects is fine', () => {
      expect(parseStrictJson('[{"a":1},{"a":{"a":2}}]').ok).toBe(true);
    });

    it('colons and quotes inside strings are not keys', () => {
      const value = { 'a:b': 'x:y":"z', c: ['":', '\\', '\\"a":'] };
      expect(parseStrictJson(JSON.stringify(value))).toEqual({ ok: true, value });
    });
  });

  describe('text that a database refuses (TC11)', () => {
    it.each([
      ['a NUL in a value', String.raw`{"a":"x\u0000y"}`, 'contains a NUL character'],
      ['a NUL in a key', String.raw`{"a\u0000":1}`, 'contains a NUL character'],
      ['a NUL deep inside', String.raw`[[["\u0000"]]]`, 'contains a NUL character'],
      ['half a pair, high', String.raw`{"a":"\ud83d"}`, 'half of a surrogate pair'],
      ['half a pair, low', String.raw`{"a":"\ude00"}`, 'half of a surrogate pair'],
      ['halves in the wrong order', String.raw`["\ude00\ud83d"]`, 'half of a surrogate pair'],
      ['half a pair in a key', String.raw`{"\ud83d":1}`, 'half of a surrogate pair'],
      ['1e400', '{"a":1e400}', 'a number that is too large'],
      ['-1e400', '[-1e400]', 'a number that is too large'],
    ])('%s is refused', (_, text, reason) => {
      expect(reasonOf(text)).toContain(reason);
    });

    it('a whole pair is a character', () => {
      expect(parseStrictJson(String.raw`"\ud83d\ude00"`)).toEqual({ ok: true, value: '😀' });
    });

    it('1e308 is a number', () => {
      expect(parseStrictJson('1e308')).toEqual({ ok: true, value: 1e308 });
    });
  });

  it.each([
    '',
    ' ',
    '{',
    '{"a":}',
    "{'a':1}",
    '{"a":1,}',
    'NaN',
    'undefined',
    '{"a":1}{"b":2}',
    '"a\nb"',
    '\u0000',
  ])('%j is not JSON', (text) => {
    expect(reasonOf(text)).toMatch(/^not JSON: /);
  });

  it.each(['\u0000', '{"a":\u0000}', `${'x'.repeat(5)}${'😀'.repeat(60)}`, `x${'😀'.repeat(60)}`])(
    'the reason for %j can itself be stored',
    (text) => {
      expect(reasonOf(text)).not.toContain('\u0000');
      expect(reasonOf(text).isWellFormed()).toBe(true);
    },
  );

  it('keys named like prototype members are data and change no prototype', () => {
    const parsed = parseStrictJson('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}');
    expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
