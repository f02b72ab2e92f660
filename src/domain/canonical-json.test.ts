import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, digestOf } from './canonical-json.ts';

describe('canonical JSON', () => {
  it('sorts keys by code unit at every depth and writes no spaces', () => {
    const value = { b: [{ z: 1, a: 'x' }], a: null, Z: true, é: 0, '10': 1, '9': 2 };
    expect(canonicalJson(value)).toBe('{"10":1,"9":2,"Z":true,"a":null,"b":[{"a":"x","z":1}],"é":0}');
  });

  it('leaves undefined keys out and keeps the places of a list', () => {
    expect(canonicalJson({ a: undefined, b: [undefined, 1] })).toBe('{"b":[null,1]}');
    expect(canonicalJson({})).toBe('{}');
    expect(canonicalJson([])).toBe('[]');
  });

  it('the order of keys never matters', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.infiniteStream(fc.nat()), (value, choices) => {
        expect(canonicalJson(reordered(value, choices))).toBe(canonicalJson(value));
      }),
    );
  });

  it('reads back as the same value, so nothing is lost', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('different values have different digests', () => {
    expect(digestOf({ a: 1 })).toBe(createHash('sha256').update('{"a":1}').digest('hex'));
    expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: '1' }));
    expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
    expect(digestOf({ a: null })).not.toBe(digestOf({}));
  });
});

function reordered(value: unknown, choices: fc.Stream<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => reordered(item, choices));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, item]) => ({ key, item, at: choices.next().value ?? 0 }));
  entries.sort((a, b) => a.at - b.at);
  const copy: Record<string, unknown> = {};
  for (const { key, item } of entries) {
    // A plain assignment to `__proto__` would set the prototype instead of a key.
    Object.defineProperty(copy, key, { value: reordered(item, choices), enumerable: true });
  }
  return copy;
}
