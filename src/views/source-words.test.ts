import { expect, test } from 'vitest';
import { sourceWords } from './source-words.ts';

test.each([
  ['known-issue', 'open', 'known issue, open'],
  ['runbook', null, 'runbook'],
  ['record', null, 'record'],
  ['solved-ticket', null, 'a solved ticket, shared'],
] as const)('%s, %s is called: %s', (kind, status, words) => {
  expect(sourceWords(kind, status)).toBe(words);
});
