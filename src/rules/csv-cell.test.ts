import { expect, test } from 'vitest';
import { csvCell, csvRow } from './csv-cell.ts';

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '"=1',
  "'=1",
  '＝1',
  '＋1',
  '－1',
  '＠x',
  '\u00a0=1',
])('TD15: the formula %j opens as text', (text) => {
  expect(csvCell(text).startsWith(`"'`)).toBe(true);
  expect(csvCell(text).slice(2, -1).replaceAll('""', '"')).toBe(text);
});

test.each(['acme', '', 'a=b', '1-2', 'ann@example.test', '{"a":1}'])('%j stays as it is', (text) => {
  expect(csvCell(text)).toBe(`"${text.replaceAll('"', '""')}"`);
});

test('a row is quoted and ends as it should', () => {
  expect(csvRow(['a,b', 'say "x"', 'two\nlines'])).toBe('"a,b","say ""x""","two\nlines"\r\n');
});
