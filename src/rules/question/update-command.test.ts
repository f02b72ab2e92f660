import { expect, test } from 'vitest';
import { parseQuestion } from './parse-question.ts';
import { readUpdate } from './update-command.ts';

test.each([
  ['update acme', { kind: 'update', account: 'acme', verb: 'show', by: null }],
  ['update on Check Point', { kind: 'update', account: 'Check Point', verb: 'show', by: null }],
  ['update acme letter', { kind: 'update', account: 'acme', verb: 'letter', by: null }],
  ['update acme subscribe', { kind: 'update', account: 'acme', verb: 'subscribe', by: null }],
  ['update acme subscribe by e-mail', { kind: 'update', account: 'acme', verb: 'subscribe', by: 'mail' }],
  ['Update Acme OFF', { kind: 'update', account: 'Acme', verb: 'off', by: null }],
  [
    'update segment mid market subscribe chat',
    { kind: 'updates', verb: 'subscribe', segment: 'mid market', by: 'chat' },
  ],
  ['update segment smb off', { kind: 'updates', verb: 'off', segment: 'smb' }],
  ['updates', { kind: 'updates', verb: 'list' }],
])('%s', (text, question) => {
  expect(readUpdate(text)).toEqual(question);
  expect(parseQuestion(text, '2026-11-27')).toEqual(question);
});

test.each([
  'update',
  'update --help',
  'updates of what we did last week',
  'update the connector before it runs into a limit again',
  'health acme',
])('reads nothing into: %s', (text) => {
  expect(readUpdate(text)).toBeNull();
});
