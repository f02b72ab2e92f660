import { describe, expect, it } from 'vitest';
import { type Happened, integration, onboardingFacts, reached } from '../../../test/support/onboarding.ts';
import { type ExecutionCheck, type ExecutionFacts, tickableChecks, walkExecution } from './walk-execution.ts';

const nothing: Omit<ExecutionFacts, 'facts'> = {
  checklist: [],
  ticked: new Set(),
  ownerName: null,
  score: null,
  friction: [],
  invited: new Set(),
};
const bare = { account: { startsOn: null, icp: null, useCase: null } };
const walk = (
  known: Partial<ExecutionFacts> = {},
  happened: readonly Happened[] = [],
  about: Parameters<typeof onboardingFacts>[2] = bare,
) => walkExecution({ ...nothing, facts: onboardingFacts(20, happened, about), ...known });
const check = (id: string, steps: ReturnType<typeof walk>): ExecutionCheck | undefined =>
  steps.flatMap(({ checks }) => checks).find((one) => one.id === id);
const item = (section: 'templates' | 'metrics', title: string, isDone: boolean) =>
  ({
    item: { id: title, section, title },
    isDone,
    evidence: [],
  }) as unknown as ExecutionFacts['checklist'][number];

describe('walkExecution', () => {
  it('walks seven steps, and of a new customer knows that nobody logged a friction', () => {
    const steps = walk();
    expect(steps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const done = steps.flatMap(({ checks }) => checks).filter(({ state }) => state === 'done');
    expect(done.map(({ id }) => id)).toEqual(['step-6-log', 'step-6-routed']);
  });

  it.each<[string, Happened]>([
    ['step-1-sso', reached(2, 'sso_live')],
    ['step-1-integrations', integration(1, 'crm')],
    ['step-2-recipe', [3, 'recipe.completed', { recipe: 'x' }]],
    ['step-2-recipe', reached(3, 'first_value')],
    ['step-4-training', reached(4, 'champion_trained')],
    ['step-5-dashboard', reached(5, 'dashboard_shipped')],
    ['step-5-dashboard', reached(5, 'report_shipped')],
    ['step-5-roi', [6, 'value.measured', { hoursSaved: 1 }]],
    ['step-7-review', reached(19, 'business_review')],
  ])('%s is shown by the record %j alone', (id, happened) => {
    expect(check(id, walk())?.state).toBe('missing');
    const steps = walk({}, [happened]);
    expect(check(id, steps)).toMatchObject({ state: 'done', reason: 'shown by a record' });
    expect(check(id, steps)?.evidence).toHaveLength(1);
    const changed = steps
      .flatMap(({ checks }) => checks)
      .filter((one) => check(one.id, walk())?.state !== one.state);
    expect(changed.map((one) => one.id)).toEqual([id]);
  });

  it('shows three records at most', () => {
    const recipes = [1, 2, 3, 4].map((day): Happened => [day, 'recipe.completed', { recipe: 'x' }]);
    expect(check('step-2-recipe', walk({}, recipes))).toMatchObject({ reason: 'shown by records' });
    expect(check('step-2-recipe', walk({}, recipes))?.evidence).toHaveLength(3);
  });

  it.each<[string, Partial<ExecutionFacts>, string]>([
    ['step-1-owner', { ownerName: 'Ann Lee' }, 'Ann Lee'],
    ['step-3-score', { score: 0 }, '0'],
    ['step-4-training', { invited: new Set(['champion-training']) }, 'was proposed as an invitation'],
    ['step-4-office-hours', { invited: new Set(['office-hours']) }, 'were proposed as an invitation'],
    ['step-7-review', { invited: new Set(['business-review']) }, 'was proposed as an invitation'],
  ])('%s is said by what is known: %j', (id, known, reason) => {
    expect(check(id, walk())?.state).toBe('missing');
    expect(check(id, walk(known))).toMatchObject({ state: 'done', reason, evidence: [] });
  });

  it('reads the contract: when it starts, and both profile and use case', () => {
    const about = (account: object) => ({ account: { ...bare.account, ...account } });
    const whole = walk({}, [], about({ startsOn: '2026-11-01', icp: 'ops', useCase: 'triage' }));
    expect(check('step-2-hypercare', whole)?.reason).toBe('run from 1 Nov 2026 to day 30');
    expect(check('step-4-playbook', whole)).toMatchObject({ state: 'done', reason: 'ops, triage' });
    expect(check('step-4-playbook', walk({}, [], about({ icp: 'ops' })))?.state).toBe('missing');
  });

  it('a section is done when each of its items is, and names those that are open', () => {
    const mixed = [item('templates', 'Roles', true), item('templates', 'Views', false)];
    expect(check('step-1-templates', walk({ checklist: mixed }))).toMatchObject({
      state: 'missing',
      reason: 'open: Views',
    });
    const done = [item('templates', 'Roles', true), item('metrics', 'Use', false)];
    expect(check('step-1-templates', walk({ checklist: done }))?.state).toBe('done');
    expect(check('step-1-templates', walk())?.reason).toBe('open: the checklist has no such items');
  });

  it('a person can tick exactly what no record can tell', () => {
    const byPerson = walk().flatMap(({ checks }) => checks.filter(({ state }) => state === 'by-person'));
    expect(byPerson.map(({ id }) => id)).toEqual(tickableChecks);
    const ticked = walk({ ticked: new Set(tickableChecks) });
    expect(tickableChecks.map((id) => check(id, ticked)?.state)).toEqual(tickableChecks.map(() => 'done'));
  });

  it('a step is missing before it waits for a person, and done when all of it is', () => {
    const stateOf = (known: Partial<ExecutionFacts>) => walk(known)[2]?.state;
    expect(stateOf({ ticked: new Set(['step-3-subscribed']) })).toBe('missing');
    expect(stateOf({ score: 50 })).toBe('by-person');
    expect(stateOf({ score: 50, ticked: new Set(['step-3-subscribed']) })).toBe('done');
  });

  it.each([
    [[true, 'ann', '2026-12-01'], 'done', '1 entry, 1 open, 1 of them with owner and date'],
    [[true, 'ann', null], 'missing', '1 entry, 1 open, 0 of them with owner and date'],
    [[true, null, '2026-12-01'], 'missing', '1 entry, 1 open, 0 of them with owner and date'],
    [[false, null, null], 'done', '1 entry, 0 open, 0 of them with owner and date'],
  ] as const)('a friction %j is %s', ([isOpen, owner, shipOn], state, reason) => {
    const steps = walk({ friction: [{ isOpen, owner, shipOn }] });
    expect(check('step-6-routed', steps)).toMatchObject({ state, reason });
    expect(check('step-6-log', steps)?.reason).toBe('1 entry');
  });
});
