import { describe, expect, it } from 'vitest';
import { parseQuestion } from './parse-question.ts';

const today = '2026-11-27';

describe('register, review and friction as typed', () => {
  it.each([
    ['register', { kind: 'register', verb: 'list', scope: null, only: null }],
    ['Register mine', { kind: 'register', verb: 'list', scope: 'mine', only: null }],
    ['register due risks', { kind: 'register', verb: 'list', scope: 'due', only: 'risk' }],
    ['register opportunities all', { kind: 'register', verb: 'list', scope: 'all', only: 'opportunity' }],
    ['register list ended action', { kind: 'register', verb: 'list', scope: 'ended', only: 'action' }],
    ['register add', { kind: 'register', verb: 'add', account: '' }],
    ['register add Check Point', { kind: 'register', verb: 'add', account: 'Check Point' }],
    ['review', { kind: 'review', scope: null }],
    ['review all', { kind: 'review', scope: 'all' }],
    ['friction', { kind: 'friction' }],
  ])('%s', (text, question) => {
    expect(parseQuestion(text, today)).toEqual(question);
  });

  it.each([
    'register mine all',
    'register risk risk',
    'review acme',
    'friction of acme',
    'register constructor',
  ])('%s is none of them', (text) => {
    expect(['register', 'review', 'friction']).not.toContain(parseQuestion(text, today).kind);
  });
});
