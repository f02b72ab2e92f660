import { describe, expect, it } from 'vitest';
import { readEntry, type TypedFields } from './check-entry.ts';

const today = '2026-11-27';
const read = (typed: TypedFields) =>
  readEntry(typed, { today, known: { owners: new Set(['csm1', 'manager1']) } });
const problemOf = (typed: TypedFields): Record<string, string> => {
  const result = read(typed);
  return result.ok ? {} : result.problems;
};

describe('readEntry reads', () => {
  it.each<[TypedFields, object]>([
    [{}, {}],
    [{ kind: ' Risk ' }, { kind: 'risk' }],
    [{ title: ' Gone \n quiet ' }, { title: 'Gone quiet' }],
    [{ title: 'x'.repeat(150) }, { title: 'x'.repeat(150) }],
    [{ description: ' two\nlines ' }, { description: 'two\nlines' }],
    [{ severity: 'HIGH' }, { severity: 'high' }],
    [{ owner: ' csm1 ' }, { owner: 'csm1' }],
    [{ dueOn: today }, { dueOn: today }],
    [{ dueOn: '2028-11-27' }, { dueOn: '2028-11-27' }], // 731 days: a leap year lies between
    [{ nextReviewOn: '2027-02-27' }, { nextReviewOn: '2027-02-27' }], // 92 days
    [{ nextReviewOn: '' }, { nextReviewOn: '2026-12-04' }],
    [{ worth: 'usd 12,000' }, { worth: { amount: 1_200_000, currency: 'USD' } }],
    [{ worth: 'EUR 1,234,567.8' }, { worth: { amount: 123_456_780, currency: 'EUR' } }],
    [{ worth: 'JPY 12000' }, { worth: { amount: 12_000, currency: 'JPY' } }],
    [{ worth: 'KWD 1.234' }, { worth: { amount: 1_234, currency: 'KWD' } }],
    [{ account: 'acme' }, { account: 'acme' }],
  ])('%j', (typed, fields) => {
    expect(read(typed)).toEqual({ ok: true, fields });
  });

  it('an empty text as what takes back whatever may be missing', () => {
    const typed = { severity: '', owner: ' ', dueOn: '', worth: ' ', account: '', description: '' };
    const none = { severity: null, owner: null, dueOn: null, worth: null, account: null, description: '' };
    expect(read(typed)).toEqual({ ok: true, fields: none });
  });
});

describe('readEntry refuses', () => {
  it.each<[TypedFields, string, RegExp]>([
    [{ kind: 'threat' }, 'kind', /^Choose one of risk, opportunity, action\.$/],
    [{ title: ' \u200b ' }, 'title', /few words/],
    [{ title: 'x'.repeat(151) }, 'title', /up to 150 characters; this one has 151/],
    [{ description: 'x'.repeat(2_001) }, 'description', /up to 2000 characters; this one has 2001/],
    [{ severity: 'grave' }, 'severity', /Choose one of/],
    [{ owner: 'nobody' }, 'owner', /has the id 'nobody'/],
    [{ dueOn: '2026-11-26' }, 'dueOn', /lies ahead: 2026-11-26 is past/],
    [{ dueOn: '2028-11-28' }, 'dueOn', /at most 731 days ahead: 2028-11-28 is 732/],
    [{ dueOn: '2026-02-30' }, 'dueOn', /'2026-02-30' is not a date. Write it as 2026-12-04/],
    [{ nextReviewOn: '2027-02-28' }, 'nextReviewOn', /at most 92 days ahead: 2027-02-28 is 93/],
    [{ worth: '12,000' }, 'worth', /currency and the amount/],
    [{ worth: 'USD 12,00' }, 'worth', /currency/],
    [{ worth: 'JPY 12.5' }, 'worth', /currency/],
    [{ worth: 'USD -5' }, 'worth', /currency/],
  ])('%j', (typed, field, words) => {
    const problems = problemOf(typed);
    expect(Object.keys(problems)).toEqual([field]);
    expect(problems[field]).toMatch(words);
  });

  it('everything that is wrong at once, so that nobody sends a form five times', () => {
    expect(Object.keys(problemOf({ kind: 'x', title: '', owner: 'x', dueOn: 'x' })).sort()).toEqual([
      'dueOn',
      'kind',
      'owner',
      'title',
    ]);
  });
});
