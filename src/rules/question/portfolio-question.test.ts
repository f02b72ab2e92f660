import { expect, test } from 'vitest';
import { parseQuestion } from './parse-question.ts';
import { readPortfolio } from './portfolio-question.ts';

const today = '2026-11-28';

test.each([
  ['accounts', ''],
  ['Accounts red enterprise', 'red enterprise'],
  ['/cs accounts top 10', 'top 10'],
  ['all accounts', ''],
])('%s is a command', (text, rest) => {
  expect(readPortfolio(text)).toEqual({ kind: 'portfolio', text: rest, sure: true, follows: false });
});

test.each([
  'red enterprise accounts renewing in 90 days',
  "which of Dana's accounts lost usage this month?",
  'how many at-risk accounts renew this quarter',
  'top 10 by ARR at risk',
  'list red accounts',
  'enterprize acounts',
  'who renews next month',
  'can you show me the red customers',
  'welche roten Kunden verlängern bald',
])('%s may be about many accounts', (text) => {
  expect(readPortfolio(text)).toMatchObject({ sure: false, follows: false });
});

test.each([
  'list them',
  'which of those are red?',
  'only the red ones',
  'how many of them are enterprise',
  'sort them by ARR',
])('%s goes on about a list', (text) => {
  expect(readPortfolio(text)).toMatchObject({ follows: true });
});

test.each([
  'whats red in emea',
  'biggest 5 at risk',
  'total arr renewing in Q1',
  'reds and ambers renewing this quarter',
  'contracts that end in 2027',
])('%s names no noun, and counts where every word is understood', (text) => {
  expect(readPortfolio(text)).toMatchObject({ sure: false, follows: false, bare: true });
});

test.each(['next', 'next page', 'more'])('%s turns the page', (text) => {
  expect(readPortfolio(text)).toMatchObject({ follows: true, turns: true });
});

test.each(['only enterprise', 'sort by ARR', 'by segment', 'without smb'])('%s goes on', (text) => {
  expect(readPortfolio(text)).toMatchObject({ follows: true });
});

test.each([
  ['health acme', 'health'],
  ['list acme', 'health'],
  ['how is the acme account doing', 'health'],
  ["this customer's timeline", 'timeline'],
  ['how do customers reset a password', 'health'],
  ['why do accounts fail to import', 'why'],
  ['what about Globex?', 'health'],
  ['import accounts', 'unknown'],
  ['alerts all', 'alerts'],
  ['note acme: all customers complain', 'note'],
])('%s is about something else', (text, kind) => {
  expect(parseQuestion(text, today).kind).toBe(kind);
});

test('what turns out to be none is read as before', () => {
  expect(parseQuestion('what happened at our customers', today)).toMatchObject({
    kind: 'portfolio',
    otherwise: { kind: 'timeline' },
  });
});
