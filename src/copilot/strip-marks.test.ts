import { expect, it } from 'vitest';
import { stripMarks } from './strip-marks.ts';

it.each([
  ['Open Datasets > *name* > Schema.', 'Open Datasets > ‹name› > Schema.'],
  [
    'Under **Settings > People > *person* > Role** choose it.',
    'Under Settings > People > ‹person› > Role choose it.',
  ],
  ['Release the run: Runs > *run*.', 'Release the run: Runs > ‹run›.'],
  ['Links are *never* live, and **Load** is.', 'Links are never live, and Load is.'],
  ['> *quoted* words', '> quoted words'],
  ['3 > *x', '3 > *x'],
])('%j is %j', (given, text) => {
  expect(stripMarks(given)).toBe(text);
});
