import { expect, test } from 'vitest';
import { readFollowUp } from './follow-question.ts';

test.each([
  ['and their tickets?', { kind: 'timeline', account: '', kinds: ['ticket'] }],
  ['any incidents?', { kind: 'timeline', account: '', kinds: ['incident'] }],
  ['what about their open invoices', { kind: 'timeline', account: '', kinds: ['billing'] }],
  ['And tickets?', { kind: 'timeline', account: '', kinds: ['ticket'] }],
  ['are there any outages lately', null],
  ['show me their latest errors please', { kind: 'timeline', account: '', kinds: ['error'] }],
  ['and their usage?', { kind: 'adoption', account: '' }],
  ['their plays', { kind: 'play', account: '', playbook: null }],
  ['tickets', null],
  ['what about Globex?', null],
  ['and Globex?', null],
  ['ticket T-1', null],
  ['their', null],
  ['', null],
])('%s', (text, question) => {
  expect(readFollowUp(text)).toEqual(question);
});
