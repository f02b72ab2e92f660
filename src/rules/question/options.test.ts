import { describe, expect, it } from 'vitest';
import { parseQuestion } from './parse-question.ts';
import type { Question } from './question.ts';

/** A Saturday. */
const today = '2026-11-21';
const parse = (text: string) => parseQuestion(text, today);

describe('parseQuestion reads options', () => {
  it.each<[string, Question]>([
    [
      'timeline acme --kind ticket --days 30',
      { kind: 'timeline', account: 'acme', kinds: ['ticket'], days: 30 },
    ],
    [
      'timeline --days=30 --kind=ticket,incident Acme Corp',
      { kind: 'timeline', account: 'Acme Corp', kinds: ['ticket', 'incident'], days: 30 },
    ],
    [
      '/cs timeline acme —kind Tickets, incidents',
      { kind: 'timeline', account: 'acme', kinds: ['ticket', 'incident'] },
    ],
    ['timeline acme --days 30', { kind: 'timeline', account: 'acme', days: 30 }],
    [
      'timeline acme --since 2026-11-01 --kind use',
      { kind: 'timeline', account: 'acme', kinds: ['use'], days: 20 },
    ],
    ['what happened at acme --kind deploy', { kind: 'timeline', account: 'acme', kinds: ['deploy'] }],
    ['why acme --since 2026-10-01', { kind: 'why', account: 'acme', since: '2026-10-01' }],
    ['why acme --days 20', { kind: 'why', account: 'acme', since: '2026-11-01' }],
    ['health acme --days 20', { kind: 'why', account: 'acme', since: '2026-11-01' }],
    ['health X --as-of 2026-10-01', { kind: 'health', account: 'X', asOf: '2026-10-01' }],
    ['how is acme doing --as-of=2026-10-01', { kind: 'health', account: 'acme', asOf: '2026-10-01' }],
    ['acme --as-of 1 oct', { kind: 'health', account: 'acme', asOf: '2026-10-01' }],
    ['health acme --as-of today', { kind: 'health', account: 'acme' }],
    ['timeline --help', { kind: 'help' }],
    ['health acme--eu', { kind: 'health', account: 'acme--eu' }],
    ['health "acme --eu"', { kind: 'health', account: 'acme --eu' }],
    ['why did acme drop—any idea', { kind: 'why', account: 'acme', since: null }],
  ])('%s', (text, question) => {
    expect(parse(text)).toEqual(question);
  });
});

describe('parseQuestion takes no option for a part of the account', () => {
  it.each([
    ['timeline acme --frobnicate 3', 'timeline acme 30'],
    ['health acme --frobnicate', 'health acme'],
    ['why acme --kind ticket', 'why acme since 1 nov'],
    ['why acme --as-of 2026-10-01', 'why acme since 1 nov'],
    ['health acme --kind ticket', 'health acme'],
    ['timeline acme --kind nonsense', 'timeline acme 30'],
    ['timeline acme --kind', 'timeline acme 30'],
    ['timeline acme --days', 'timeline acme 30'],
    ['timeline acme --days 0', 'timeline acme 30'],
    ['timeline acme --days soon', 'timeline acme 30'],
    ['timeline acme --days 3 --days 5', 'timeline acme 30'],
    ['health acme --as-of', 'health acme'],
    ['health acme --as-of 2026-02-30', 'health acme'],
    ['health acme --as-of 2027-01-01', 'health acme'],
    ['--json', 'health acme'],
  ])('%s, and offers %j first', (text, nearest) => {
    const question = parse(text);
    expect(question).toMatchObject({ kind: 'unknown' });
    expect(question.kind === 'unknown' && question.nearest[0]).toBe(nearest);
  });
});
