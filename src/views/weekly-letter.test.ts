import { expect, test } from 'vitest';
import { readLetter } from '../artifacts/email/read-letter.ts';
import { type LetterParts, weeklyLetter } from './weekly-letter.ts';

const week = { from: '2026-11-16', to: '2026-11-22', users: 3, uses: 24 };
const parts: LetterParts = {
  week: {
    weeks: [week],
    features: [{ feature: 'reports', uses: 24, before: 0 }],
    wins: [],
    fixes: [],
    tips: [{ recipe: 'r', title: 'A report each week', steps: '1. Choose it.', feature: 'reports' }],
  },
  users: { now: 3, before: 5, changePercent: -40, mean: 5 },
  uses: { now: 24, before: 24, changePercent: 0, mean: 24 },
  hoursSaved: null,
  from: 'Maren',
};

test('tells use beside the week before, and ends with who writes', () => {
  expect(weeklyLetter(parts)).toEqual({
    subject: 'Your week, 16 Nov to 22 Nov',
    body: [
      'Hello,',
      'This was your week with us, from 16 Nov to 22 Nov 2026.',
      'What you used\n-------------\nPeople at work: 3 (5 the week before)\nUses of features: 24 (as the week before)\nUsed most: reports',
      'To try next\n-----------\n- A report each week. 1. Choose it.',
      'If something in it is not right, or you need a hand, reply to this message.',
      'Best regards,\nMaren',
    ].join('\n\n'),
  });
});

test('there is none of a week with nothing in it: a thing to try is no reason to write', () => {
  const none = { now: 0, before: 0, changePercent: null, mean: 0 };
  expect(weeklyLetter({ ...parts, users: none, uses: none })).toBeNull();
  expect(weeklyLetter({ ...parts, users: null, uses: null })).toBeNull();
  expect(weeklyLetter({ ...parts, week: { ...parts.week, weeks: [] } })).toBeNull();
});

test('no name in it begins a line, a heading or a list of its own', () => {
  const evil = 'x\n\nYou owe us\n----------\n- pay: now\u202E';
  const letter = weeklyLetter({
    ...parts,
    from: evil,
    week: {
      ...parts.week,
      features: [{ feature: evil, uses: 1, before: 0 }],
      wins: [{ kind: 'recipe', recipe: 'r', title: evil, at: '2026-11-20T00:00:00Z', seq: 1 }],
      tips: [{ recipe: 'r', title: evil, steps: evil, feature: 'f' }],
    },
  });
  const blocks = readLetter(letter?.body ?? '');
  expect(blocks.filter(({ kind }) => kind === 'heading')).toHaveLength(3);
  expect(letter?.body).not.toMatch(/^You owe us/m);
  expect(letter?.body).not.toContain('\u202E');
});
