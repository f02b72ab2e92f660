import { expect, it } from 'vitest';
import { readOwn } from './own-command.ts';

it.each([
  ['scorecard', { kind: 'scorecard', month: null, asPack: false }],
  ['Scorecard 2026-10', { kind: 'scorecard', month: '2026-10', asPack: false }],
  ['scorecard for 2026-10', { kind: 'scorecard', month: '2026-10', asPack: false }],
  // Refused by name where it is answered, rather than taken for something else.
  ['scorecard pack', { kind: 'scorecard', month: null, asPack: true }],
  ['scorecard pack for 2026-10', { kind: 'scorecard', month: '2026-10', asPack: true }],
  ['scorecard november', { kind: 'scorecard', month: 'november', asPack: false }],
  ['cohort', { kind: 'cohort', by: null, month: null }],
  ['cohorts by use case', { kind: 'cohort', by: 'use case', month: null }],
  ['cohort by use-case 2026-10', { kind: 'cohort', by: 'use-case', month: '2026-10' }],
  ['cohort owner', { kind: 'cohort', by: 'owner', month: null }],
  ['cohort 2026-10', { kind: 'cohort', by: null, month: '2026-10' }],
  ['cohort by weather', { kind: 'cohort', by: 'weather', month: null }],
])('%s is read', (text, question) => {
  expect(readOwn(text)).toEqual(question);
});

it.each(['scorecard of all my customers', 'cohort by segment of acme', 'what is a cohort'])(
  '%s is no such command',
  (text) => {
    expect(readOwn(text)).toBeNull();
  },
);
