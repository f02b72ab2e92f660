import { expect, test } from 'vitest';
import { isScript, script, withinTransaction } from './script.ts';

test('a script is known by its mark, which is a comment in SQL', () => {
  expect(isScript(script('select 1; select 2'))).toBe(true);
  expect(isScript('select 1')).toBe(false);
});

test.each([
  ['BEGIN; select 1; COMMIT;', 'select 1;'],
  ['\n  begin;\n select 1;\n  commit;\n ', 'select 1;'],
  ['select 1', undefined],
  ['begin; select 1', undefined],
])('%j does %j in its transaction', (text, inner) => {
  expect(withinTransaction(text)?.trim()).toBe(inner);
});
