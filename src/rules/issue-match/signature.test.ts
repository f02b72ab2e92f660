import { describe, expect, it } from 'vitest';
import { fitSignature } from './signature.ts';

describe('a signature', () => {
  it.each([
    ['PIPELINE_TIMEOUT', 'PIPELINE_TIMEOUT', 'whole'],
    ['PIPELINE_TIMEOUT', ' pipeline_timeout\n', 'whole'],
    ['PIPELINE_TIMEOUT', 'It says (PIPELINE_TIMEOUT).', 'within'],
    ['Showing saved data', 'It shows "showing  saved\ndata" all day', 'within'],
    ['TIMEOUT', 'PIPELINE_TIMEOUT', null],
    ['SYNC_TOKEN', 'SYNC_TOKENS', null],
    ['E4', 'E42 and E4', 'within'],
    ['expected * columns', 'SCHEMA_DRIFT: expected 12 columns', 'pattern'],
    ['expected * columns', 'expected 12\ncolumns', null],
    ['a * b * a', 'a b', null],
    ['a * b * a', 'a x b y a', 'pattern'],
    ['*', 'anything', null],
    ['.*', 'anything', null],
    ['(a+)+$', 'aaaa', null],
    ['', 'anything', null],
    ['X', '', null],
  ] as const)('“%s” in “%s”: %s', (signature, text, fit) => {
    expect(fitSignature(signature, text)).toBe(fit);
  });

  it('is looked for in a long text without trying twice', () => {
    const text = 'a '.repeat(200_000);
    expect(fitSignature('a * a * a * b', text)).toBeNull();
  });
});
