import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJudgement } from './judgement-command.ts';
import { parseQuestion } from './parse-question.ts';

/** A Saturday. */
const today = '2026-11-21';
const read = (text: string) => readJudgement(text, today);

describe('override ACCOUNT SCORE until DAY because REASON', () => {
  it.each([
    ['override acme 45 until 2026-12-31 because their sponsor left', 'acme', 4500],
    ['/cs override acme 45 until 2026-12-31 because their sponsor left', 'acme', 4500],
    ['OVERRIDE Acme Corp to 45.5 until 31 Dec because their sponsor left', 'Acme Corp', 4550],
    ['override "Acme Corp" 45,25, until 31 december 2026 because their sponsor left', 'Acme Corp', 4525],
    ['override acme 0 till the 31st of december because their sponsor left', 'acme', 0],
    ['override for acme 100 until dec 31 --reason their sponsor left', 'acme', 10_000],
    ['override acme 45 --until 2026-12-31 --reason "their sponsor left"', 'acme', 4500],
    ['override acme 45 because their sponsor left until 2026-12-31', 'acme', 4500],
    ['override Studio 54 45 until 2026-12-31 because their sponsor left', 'Studio 54', 4500],
  ])('%s', (text, account, hundredths) => {
    const expected = {
      kind: 'override',
      account,
      hundredths,
      until: '2026-12-31',
      reason: 'their sponsor left',
    };
    expect(read(text)).toEqual(expected);
    expect(parseQuestion(text, today)).toEqual(expected);
  });

  it.each([
    ['override', { account: '', hundredths: null, until: null, reason: '' }],
    ['override acme', { account: 'acme', hundredths: null, until: null, reason: '' }],
    ['override acme 45', { account: 'acme', hundredths: 4500, until: null, reason: '' }],
    ['override acme 45 until', { account: 'acme', hundredths: 4500, until: null, reason: '' }],
    ['override acme 45 until whenever', { account: 'acme', hundredths: 4500, until: null, reason: '' }],
    ['override acme 45 until december', { account: 'acme', hundredths: 4500, until: null, reason: '' }],
    ['override acme 45 until 2026-02-30', { account: 'acme', hundredths: 4500, until: null, reason: '' }],
    ['override acme 45 because', { account: 'acme', hundredths: 4500, until: null, reason: '' }],
    ['override it 45', { account: '', hundredths: 4500, until: null, reason: '' }],
    // What is no score is never taken for one.
    ['override acme -5', { account: 'acme -5', hundredths: null, until: null, reason: '' }],
    ['override acme 45.123', { account: 'acme 45.123', hundredths: null, until: null, reason: '' }],
    // Out of range is passed on: whoever answers says so.
    [
      'override acme 450 until 2026-12-31',
      { account: 'acme', hundredths: 45_000, until: '2026-12-31', reason: '' },
    ],
    // A day that is over is passed on, too.
    [
      'override acme 45 until 2025-01-01',
      { account: 'acme', hundredths: 4500, until: '2025-01-01', reason: '' },
    ],
    [
      'override acme 45 until 1 jan 2025',
      { account: 'acme', hundredths: 4500, until: '2025-01-01', reason: '' },
    ],
  ])('%s', (text, rest) => {
    expect(read(text)).toEqual({ kind: 'override', ...rest });
  });

  it.each([
    ['21 nov', '2026-11-21'],
    ['20 nov', '2027-11-20'],
    ['1 jan', '2027-01-01'],
    ['jan 1', '2027-01-01'],
  ])('until %s is the next one: %s', (day, until) => {
    expect(read(`override acme 45 until ${day} because x`)).toMatchObject({ until });
  });

  it('keeps the reason as it was typed: marks, lines, a second because, dates', () => {
    const reason = 'They said: "no".\n- because of *us* & <them>; until 1 May they wait';
    expect(read(`override acme 45 until 2026-12-31 because ${reason}`)).toMatchObject({ reason });
    const long = 'x'.repeat(2_000);
    expect(read(`override acme 45 until 2026-12-31 because ${long}`)).toMatchObject({ reason: long });
    expect(read(`override acme 45 until 2026-12-31 because ${'x'.repeat(9_000)}`)).toBeNull();
  });
});

describe('sentiment ACCOUNT VALUE until DAY because REASON', () => {
  it.each(['good', 'neutral', 'poor'] as const)('%s', (value) => {
    const expected = {
      kind: 'sentiment',
      account: 'acme',
      value,
      until: '2026-12-31',
      reason: 'the last call',
    };
    expect(read(`sentiment acme ${value} until 2026-12-31 because the last call`)).toEqual(expected);
    expect(read(`sentiment for Acme is ${value.toUpperCase()} until 31 dec because the last call`)).toEqual({
      ...expected,
      account: 'Acme',
    });
  });

  it.each(['great', 'Bad', 'constructor', '7'])('%s is none', (word) => {
    expect(read(`sentiment acme ${word}`)).toMatchObject({ account: `acme ${word}`, value: null });
  });
});

describe('what is no such command', () => {
  it.each([
    'health acme',
    'why did acme override 45',
    'Sentiment Labs',
    'Override Inc',
    'overrides acme',
    '',
    'because x',
  ])('%s', (text) => {
    expect(read(text)).toBeNull();
  });

  it('whatever is typed, reading it ends, and a day that is read is a day', () => {
    fc.assert(
      fc.property(fc.constantFrom('override ', 'sentiment '), fc.string({ maxLength: 200 }), (verb, text) => {
        const judged = read(verb + text);
        expect(judged === null || judged.until === null || judged.until.length === 10).toBe(true);
      }),
    );
  });
});
