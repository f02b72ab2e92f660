import { expect, test } from 'vitest';
import { isAsk, isNoAccountName, isSentence, withoutAsk } from './knowledge-question.ts';

test.each([
  ['ask how is acme doing?', 'how is acme doing?', true],
  ['  ASK  x', 'x', true],
  ['ask', '', false],
  ['ask  ', '', false],
  ['asking for a friend', 'asking for a friend', false],
  ['what do I ask', 'what do I ask', false],
])('%j asks %j', (text, rest, said) => {
  expect(withoutAsk(text)).toBe(rest);
  expect(isAsk(text)).toBe(said);
});

test.each([
  ['import stops with SCHEMA_DRIFT', true],
  ['ask SCHEMA_DRIFT', true],
  ['import stops', false],
  ['timeline acme --frobnicate 3', false],
  ['ask timeline acme --frobnicate 3', false],
  ['', false],
  [' \n ', false],
])('%j is a sentence: %j', (text, expected) => expect(isSentence(text)).toBe(expected));

test.each([
  ['I reset a password', true],
  ['Harwick Rail Works', false],
  ['  Acme  ', false],
  ['', false],
])('%j is no account’s name: %j', (name, expected) => expect(isNoAccountName(name)).toBe(expected));
