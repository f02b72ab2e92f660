import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitJson, splitNdjson } from './split-body.ts';

function linesOf(text: string): [number, string][] {
  return [...splitNdjson(Buffer.from(text))].map(({ line, body }) => [line, Buffer.from(body).toString()]);
}

function elementsOf(text: string): string[] {
  return splitJson(Buffer.from(text)).map(({ body }) => Buffer.from(body).toString());
}

describe('lines', () => {
  test('are numbered as in the file, blank ones included and passed over', () => {
    expect(linesOf('{"a":1}\n\n \r\n{"b":2}\r\n{"c":3}')).toEqual([
      [1, '{"a":1}'],
      [4, '{"b":2}\r'],
      [5, '{"c":3}'],
    ]);
  });

  test('begin after a byte order mark', () => {
    expect(linesOf('\ufeff{}')).toEqual([[1, '{}']]);
  });

  test('of nothing are none', () => {
    expect(linesOf('')).toEqual([]);
    expect(linesOf('\n\n')).toEqual([]);
  });
});

describe('an array', () => {
  test('gives its elements, whatever stands in their strings', () => {
    const elements = ['{"a":"],[{\\"}"}', '[1,[2]]', '"x,y"', '7'];
    expect(elementsOf(` [ ${elements.join(' , ')} ] `)).toEqual(elements);
  });

  test('gives the same elements as JSON.parse', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        expect(elementsOf(JSON.stringify(values, null, 1)).map((text) => JSON.parse(text))).toEqual(
          JSON.parse(JSON.stringify(values)),
        );
      }),
    );
  });

  test('keeps a bad element to itself', () => {
    const records = splitJson(Buffer.from('[{"id":1}, {bad}, {"id":2}]'));
    expect(records.map((record) => record.read().ok)).toEqual([true, false, true]);
    expect(records.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  test('of nothing is an empty batch', () => {
    expect(elementsOf('[]')).toEqual([]);
    expect(elementsOf(' [ ] ')).toEqual([]);
    expect(elementsOf('')).toEqual([]);
  });

  test.each([
    ['[{},]', 'element 2 is missing'],
    ['[,{}]', 'element 1 is missing'],
    ['[{},,{}]', 'element 2 is missing'],
    ['[{}', 'not closed'],
    ['[{}] x', 'something follows'],
    ['[}]', 'never opened'],
    ['["]', 'not closed'],
    ['"text"', 'neither'],
    ['null', 'neither'],
    ["{'a'", null],
  ])('%s is refused as a whole where it is no array', (text, reason) => {
    if (reason === null) expect(elementsOf(text)).toEqual([text]);
    else expect(() => elementsOf(text)).toThrow(reason);
  });

  test('in UTF-16 is refused', () => {
    for (const text of ['\ufeff[{"a":1}]', '[{"a":1}]']) {
      expect(() => splitJson(Buffer.from(text, 'utf16le'))).toThrow(/NUL|neither/);
    }
  });

  test.each([200, 200_000])('nested %i levels deep is walked over, and its element refused', (depth) => {
    const text = `[${'['.repeat(depth)}${']'.repeat(depth)}, {}]`;
    const [deep, good] = splitJson(Buffer.from(text));
    expect(deep?.read()).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/nested deeper|longer than/),
    });
    expect(good?.read()).toMatchObject({ ok: true });
  });
});
