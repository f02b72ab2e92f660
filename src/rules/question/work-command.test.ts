import { expect, test } from 'vitest';
import { parseQuestion } from './parse-question.ts';
import { readBug, readReports, readWork } from './work-command.ts';

test.each([
  ['approvals', { kind: 'approvals', scope: 'open' }],
  ['Approvals MINE', { kind: 'approvals', scope: 'mine' }],
  ['approvals recent', { kind: 'approvals', scope: 'recent' }],
  ['approvals mine 2', { kind: 'approvals', scope: 'mine', page: 2 }],
  ['approvals 3', { kind: 'approvals', scope: 'open', page: 3 }],
  ['autonomy', { kind: 'autonomy' }],
  ['halt account:acme', { kind: 'halt', scope: 'account:acme', on: true }],
  ['resume all', { kind: 'halt', scope: 'all', on: false }],
  ['halt', { kind: 'halt', scope: '', on: true }],
  ['kill all', { kind: 'halt', scope: 'all', on: true }],
  ['unkill model', { kind: 'halt', scope: 'model', on: false }],
  ['ticket SEC-1', { kind: 'ticket', ticketId: 'SEC-1' }],
  ['diagnose 4712', { kind: 'ticket', ticketId: '4712' }],
  ['Ticket SEC-1 acme', { kind: 'ticket', ticketId: 'SEC-1', account: 'acme' }],
  ['ticket SEC-1 Northfell Foods', { kind: 'ticket', ticketId: 'SEC-1', account: 'Northfell Foods' }],
  ['ticket SEC-1 --account acme', { kind: 'ticket', ticketId: 'SEC-1', account: 'acme' }],
  ['ticket --account=acme SEC-1', { kind: 'ticket', ticketId: 'SEC-1', account: 'acme' }],
  ['ticket', { kind: 'ticket', ticketId: '' }],
  [' diagnose ', { kind: 'ticket', ticketId: '' }],
  ['knowledge', { kind: 'unknown', nearest: ['knowledge reports'] }],
  ['knowledge report', { kind: 'unknown', nearest: ['knowledge reports'] }],
  ['knowledge reports', { kind: 'reports', scope: null }],
  [' Knowledge  Reports MINE ', { kind: 'reports', scope: 'mine' }],
  ['knowledge reports all', { kind: 'reports', scope: 'all' }],
])('%s is understood', (text, question) => {
  expect(parseQuestion(text, '2026-11-21')).toEqual(question);
});

test.each([
  'approvals everything',
  'approvals mine two',
  'approvals 2 3',
  'approvals 0',
  'approvals mine 2 3',
  'autonomy now',
  'halt all of it',
  'how is acme doing?',
])('%s is no command of work', (text) => {
  expect(readWork(text)).toBeNull();
});

test.each([
  'knowledge',
  'knowledge reports everything',
  'knowledge reports of acme',
  'reports',
  'my knowledge reports',
])('%s does not ask for wrong articles', (text) => {
  expect(readReports(text)).toBeNull();
});

test.each([
  'ticket import stops', // words of a question, and no number
  'ticket T-1 import stops with SCHEMA_DRIFT since yesterday',
  'ticket T-1 --account',
  'ticket T-1 --account acme --days 3',
  'tickets of acme',
])('%s names no ticket', (text) => {
  expect(readBug(text)).toBeNull();
});

test.each([
  ['what is the fix for acme ticket T-acme-030?', 'ticket T-acme-030'],
  ['is there something about ticket 4712 in our notes', 'ticket 4712'],
  ['what came of SEC-1, the ticket of acme?', 'ticket SEC-1'],
  ['who looks after tickets here nowadays', 'ticket T-1'],
])('%s is offered the ticket that it names', (text, command) => {
  const question = parseQuestion(text, '2026-11-21');
  expect(question.kind === 'unknown' && question.nearest).toContain(command);
});
