import { expect, test } from 'vitest';
import { headlineOf } from './headline.ts';

test.each([
  ['Export stops\nSince Monday it …', 'Export stops'],
  ['  \n\n Export stops \r\nmore', 'Export stops'],
  ['one line', 'one line'],
  ['', ''],
  [' \n ', ''],
])('%j is called %j', (question, headline) => expect(headlineOf(question)).toBe(headline));
