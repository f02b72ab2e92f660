import { describe, expect, test } from 'vitest';
import type { PlaybookStep } from './playbook.ts';
import { playbookProblem } from './playbook-problem.ts';

const task: PlaybookStep = {
  id: 'look',
  kind: 'task',
  title: 'Look at it',
  look_at: ['use'],
  due_days: 1,
  role: 'owner',
};
const check: PlaybookStep = {
  id: 'worked',
  kind: 'check',
  title: 'Did it work?',
  look_at: ['use'],
  fact: 'users7',
  is: 'at_least',
  value: 3,
};
const wait: PlaybookStep = { id: 'pause', kind: 'wait', title: 'Wait', look_at: ['use'], days: 7 };
const condition: PlaybookStep = { ...check, id: 'way', kind: 'condition', title: 'Which way?' };
const offer: PlaybookStep = {
  id: 'offer',
  kind: 'approval',
  title: 'Offer it',
  look_at: ['contract'],
  due_days: 1,
  role: 'owner',
  action: 'concession.grant',
  percent: 20,
  reason: 'Last resort',
  expires_days: 30,
};
const draft: PlaybookStep = {
  id: 'write',
  kind: 'draft',
  title: 'Write',
  look_at: ['use'],
  due_days: 1,
  role: 'owner',
  subject: 'Hello {{account.name}}',
  body: 'Yours, {{csm.name}}',
};
const call: PlaybookStep = { ...task, id: 'talk', contact: 'call', tiers: ['pro', 'enterprise'] };

const problemOf = (...steps: PlaybookStep[]): string => {
  const problem = playbookProblem({ steps });
  return problem ? `${problem.path.join('.')}: ${problem.message}` : 'none';
};

test('a playbook with every kind of step, in order, is sound', () => {
  expect(problemOf(task, condition, draft, wait, call, offer, check)).toBe('none');
});

test('an id stands once', () => {
  expect(problemOf(task, task, check)).toBe("steps.1.id: the id 'look' stands twice");
});

describe('targets of a condition', () => {
  test.each([
    [{ if_so: 'nowhere' }, "steps.1.if_so: there is no step 'nowhere'"],
    [{ if_not: 'look' }, "steps.1.if_not: 'look' does not come later"],
    [{ if_not: 'way' }, "steps.1.if_not: 'way' does not come later"],
    [{ if_so: 'worked', if_not: 'end-not-needed' }, 'none'],
  ])('%j', (ways, expected) => {
    expect(problemOf(task, { ...condition, ...ways }, check)).toBe(expected);
  });
});

describe('a personal call comes from Pro up alone', () => {
  test.each([
    [{ ...call, tiers: ['starter', 'pro'] }, "steps.0.tiers: the tier 'starter' gets no personal call"],
    [
      { ...task, contact: 'call' as const },
      'steps.0.contact: a call names the tiers that get one, from Pro up',
    ],
    [
      { ...task, title: 'Call the sponsor' },
      "steps.0.title: who is called gets 'contact: call' and tiers from Pro up",
    ],
    [{ ...task, title: 'Write down what they call it in a recall' }, /contact: call/],
    [{ ...task, title: 'Recall what was agreed' }, 'none'],
    [call, 'none'],
  ])('%#', (step, expected) => {
    if (expected instanceof RegExp) expect(problemOf(step, check)).toMatch(expected);
    else expect(problemOf(step, check)).toBe(expected);
  });
});

describe('an offer is the last resort', () => {
  test('nothing that touches the customer comes after it', () => {
    expect(problemOf(task, offer, draft, check)).toBe(
      "steps.1.action: an offer is the last resort; 'write' comes after it",
    );
    expect(problemOf(task, offer, wait, check)).toBe('none');
  });

  test('something was tried before it', () => {
    expect(problemOf(wait, offer, check)).toBe(
      'steps.1.action: an offer is the last resort; nothing was tried before',
    );
  });
});

test('a draft has variables that records can fill', () => {
  expect(problemOf({ ...draft, body: 'Dear {{contact.name}}' }, check)).toBe(
    "steps.0.body: there is no variable '{{contact.name}}'",
  );
  expect(problemOf({ ...draft, subject: '{{ account.name }}' }, check)).toMatch(/subject/);
});

test('the last step says whether it worked', () => {
  expect(problemOf(task, wait)).toBe(
    'steps.1.kind: the last step is a check, or nobody would know whether it worked',
  );
});
