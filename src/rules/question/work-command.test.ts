import { expect, test } from 'vitest';
import { parseQuestion } from './parse-question.ts';
import { readReports, readWork } from './work-command.ts';

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
  ['knowledge reports', { kind: 'reports', scope: null }],
  [' Knowledge  Reports MINE ', { kind: 'reports', scope: 'mine' }],
  ['knowledge reports all', { kind: 'reports', scope: 'all' }],
])('%s is understood', (text, question) => {
  expect(parseQuestion(text, '2026-11-21')).toEqual(question);
});

test.each(['approvals everything', 'autonomy now', 'halt all of it', 'how is acme doing?'])(
  '%s is no command of work',
  (text) => {
    expect(readWork(text)).toBeNull();
  },
);

test.each([
  'knowledge',
  'knowledge reports everything',
  'knowledge reports of acme',
  'reports',
  'my knowledge reports',
])('%s does not ask for wrong articles', (text) => {
  expect(readReports(text)).toBeNull();
});
