import { describe, expect, it } from 'vitest';
import { readOnboarding } from './onboarding-command.ts';
import { parseQuestion } from './parse-question.ts';

const today = '2026-11-27';

describe('questions about onboarding', () => {
  it.each([
    ['onboarding', { kind: 'onboarding', account: '', review: false }],
    ['Onboarding Acme Europe', { kind: 'onboarding', account: 'Acme Europe', review: false }],
    ['onboarding "acme"', { kind: 'onboarding', account: 'acme', review: false }],
    ['onboarding acme review', { kind: 'onboarding', account: 'acme', review: true }],
    [
      'onboarding acme --as-of 2026-11-20',
      { kind: 'onboarding', account: 'acme', review: false, asOf: '2026-11-20' },
    ],
    ['onboarding acme --as-of 2026-11-27', { kind: 'onboarding', account: 'acme', review: false }],
    ['onboard acme', { kind: 'onboard', account: 'acme' }],
    ['onboard', { kind: 'onboard', account: '' }],
    ['how is the onboarding of Acme going?', { kind: 'onboarding', account: 'Acme', review: false }],
    ['how goes onboarding at acme', { kind: 'onboarding', account: 'acme', review: false }],
  ])('%s', (text, question) => {
    expect(readOnboarding(text, today)).toEqual(question);
    expect(parseQuestion(text, today)).toEqual(question);
  });

  it.each([
    'onboarding takes too long for all of our new customers',
    'onboarding acme --as-of 2026-12-24',
    'onboarding acme --as-of someday',
    'onboarding acme --days 3',
    'onboarding stuck, why?',
    `how is the onboarding of ${'x '.repeat(500_000)}`,
    'onboarded acme',
    'health acme',
  ])('%.60s is none', (text) => {
    expect(readOnboarding(text, today)).toBeNull();
  });
});
