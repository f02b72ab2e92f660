import { describe, expect, test } from 'vitest';
import { paramsOption } from './options.ts';

describe('--params', () => {
  test('is an object, or was not given', () => {
    expect(paramsOption({ params: '{"title":"Call Ann","n":1}' })).toEqual({ title: 'Call Ann', n: 1 });
    expect(paramsOption({})).toBeUndefined();
  });

  test.each([
    ['{"percent":5,"percent":50}', 'the same key appears twice'],
    ['{"title":"a\\u0000"}', 'NUL'],
    ['[1]', 'no JSON object'],
    ['null', 'no JSON object'],
    ['"text"', 'no JSON object'],
    ['{', 'not JSON'],
    ['', 'not JSON'],
    ['{"a":1e999}', 'cannot be read'],
    [`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, 'nested deeper than'],
  ])('%j is refused', (params, words) => {
    expect(() => paramsOption({ params })).toThrow(
      expect.objectContaining({ code: 'HF_USAGE', message: expect.stringContaining(words) }),
    );
  });
});
