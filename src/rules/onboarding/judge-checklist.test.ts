import { describe, expect, it } from 'vitest';
import {
  type Happened,
  integration,
  onboardingFacts,
  onDay,
  reached,
} from '../../../test/support/onboarding.ts';
import type { ChecklistProof, ChecklistTick } from '../../domain/onboarding.ts';
import { chooseTemplate, type JudgedItem, judgeChecklist, provenTypes } from './judge-checklist.ts';

const templateOf = (proof: ChecklistProof) => ({
  segment: 'any',
  items: [{ id: 'a', section: 'sso' as const, title: 'A', proof }],
});
const tick = (day: number, done: boolean): ChecklistTick => ({
  account: 'acme',
  item: 'a',
  done,
  note: '',
  by: 'csm1',
  at: onDay(day),
});
function judged(
  proof: ChecklistProof,
  happened: readonly Happened[],
  ticks: readonly ChecklistTick[] = [],
): JudgedItem | undefined {
  const facts = onboardingFacts(10, happened, { account: { owner: 'csm1' } });
  return judgeChecklist(templateOf(proof), facts, ticks)[0];
}

describe('an item of a checklist', () => {
  it.each<[ChecklistProof, Happened[], Happened[]]>([
    [{ by: 'milestone', milestone: 'sso_live' }, [reached(2, 'sso_live')], [reached(2, 'first_value')]],
    [{ by: 'integrations', count: 2 }, [integration(1, 'a'), integration(2, 'b')], [integration(1, 'a')]],
    [{ by: 'recipe', recipe: null }, [[3, 'recipe.completed', { recipe: 'x' }]], []],
    [
      { by: 'recipe', recipe: 'x' },
      [[3, 'recipe.completed', { recipe: 'x' }]],
      [[3, 'recipe.completed', { recipe: 'y' }]],
    ],
    [{ by: 'event', type: 'value.measured' }, [[3, 'value.measured', {}]], [[3, 'feature.used', {}]]],
  ])('%j is done by its record, and by no other', (proof, shown, other) => {
    expect(judged(proof, shown)).toMatchObject({ isDone: true, doneBy: 'records' });
    expect(judged(proof, shown)?.evidence.length).toBeGreaterThan(0);
    expect(judged(proof, other)).toMatchObject({ isDone: false, doneBy: null, evidence: [] });
  });

  it('is done by what the contract says', () => {
    expect(judged({ by: 'contract', key: 'owner' }, [])).toMatchObject({ isDone: true, doneBy: 'contract' });
    expect(judged({ by: 'contract', key: 'seats' }, [])).toMatchObject({ isDone: false });
  });

  it('is done when a person says so last, by then', () => {
    const proof = { by: 'person' } as const;
    expect(judged(proof, [], [tick(2, true)])).toMatchObject({ isDone: true, doneBy: 'person' });
    expect(judged(proof, [], [tick(3, false), tick(2, true)])).toMatchObject({ isDone: false });
    expect(judged(proof, [], [tick(11, true)])).toMatchObject({ isDone: false, tick: null });
  });

  it('that a record shows stays done whatever people say', () => {
    const item = judged(
      { by: 'milestone', milestone: 'sso_live' },
      [reached(2, 'sso_live')],
      [tick(3, false)],
    );
    expect(item).toMatchObject({ isDone: true, doneBy: 'records' });
  });
});

describe('the template of an account', () => {
  const any = templateOf({ by: 'event', type: 'value.measured' });
  const smb = { ...templateOf({ by: 'person' }), segment: 'smb' };

  it('is that of its segment, in any case, else the one for everybody', () => {
    expect(chooseTemplate([any, smb], { segment: 'SMB' })).toBe(smb);
    expect(chooseTemplate([any, smb], { segment: 'other' })).toBe(any);
    expect(chooseTemplate([any, smb], { segment: null })).toBe(any);
    expect(chooseTemplate([], { segment: null })).toBeNull();
  });

  it('says which events are to be read', () => {
    expect(provenTypes([any, any, smb])).toEqual(['value.measured']);
  });
});
