import { expect, test } from 'vitest';
import { parseQuestion } from './parse-question.ts';
import { readWork } from './work-command.ts';

test.each([
  ['approvals', { kind: 'approvals', scope: 'open' }],
  ['Approvals MINE', { kind: 'approvals', scope: 'mine' }],
  ['approvals recent', { kind: 'approvals', scope: 'recent' }],
  ['autonomy', { kind: 'autonomy' }],
  ['halt account:acme', { kind: 'halt', scope: 'account:acme', on: true }],
  ['resume all', { kind: 'halt', scope: 'all', on: false }],
  ['halt', { kind: 'halt', scope: '', on: true }],
  ['kill all', { kind: 'halt', scope: 'all', on: true }],
  ['unkill model', { kind: 'halt', scope: 'model', on: false }],
])('%s is understood', (text, question) => {
  expect(parseQuestion(text, '2026-11-21')).toEqual(question);
});

test.each(['approvals everything', 'autonomy now', 'halt all of it', 'how is acme doing?'])(
  '%s is no command of work',
  (text) => {
    expect(readWork(text)).toBeNull();
  },
);
