import { describe, expect, test } from 'vitest';
import { chooseVoter } from './choose-voter.ts';

const proposal = { requester: 'csm1', author: 'csm1', approvals: [] };
const managers = (member: string): boolean => member.startsWith('manager');
const cover = (from: string, to: string) => ({ from, to });

describe('in whose name a member decides', () => {
  test('in their own, where policy lets them, whatever they cover', () => {
    const covers = [cover('manager2', 'manager1')];
    const voter = chooseVoter('manager1', 'approve', proposal, covers, managers);
    expect(voter).toEqual({ member: 'manager1', actingFor: null, entitled: true });
  });

  test('in the name of whoever they cover for', () => {
    const voter = chooseVoter('csm2', 'approve', proposal, [cover('manager1', 'csm2')], managers);
    expect(voter).toEqual({ member: 'csm2', actingFor: 'manager1', entitled: true });
  });

  test.each([
    ['nobody covers', []],
    ['the cover is for somebody else', [cover('manager1', 'csm3')]],
    ['the covered may not do it either', [cover('csm3', 'csm2')]],
    ['the cover goes the other way', [cover('csm2', 'manager1')]],
    ['they cover for themselves', [cover('csm2', 'csm2')]],
  ])('not at all where %s', (_why, covers) => {
    const voter = chooseVoter('csm2', 'approve', proposal, covers, managers);
    expect(voter).toEqual({ member: 'csm2', actingFor: null, entitled: false });
  });

  test('cover is not handed on: a chain of two gives nothing', () => {
    const covers = [cover('manager1', 'csm3'), cover('csm3', 'csm2')];
    expect(chooseVoter('csm2', 'approve', proposal, covers, managers).entitled).toBe(false);
  });

  test('TB5 rather for somebody who is no part of it yet', () => {
    const covers = [cover('manager1', 'csm2'), cover('manager2', 'csm2')];
    const said = { ...proposal, approvals: [{ member: 'manager1', actingFor: null, at: '', mac: '' }] };
    expect(chooseVoter('csm2', 'approve', said, covers, managers).actingFor).toBe('manager2');
    const saidFor = { ...proposal, approvals: [{ member: 'csm3', actingFor: 'manager1', at: '', mac: '' }] };
    expect(chooseVoter('csm2', 'approve', saidFor, covers, managers).actingFor).toBe('manager2');
  });

  test.each([
    ['csm2', [cover('manager1', 'csm2')]],
    ['csm2, who covers for somebody else too', [cover('manager1', 'csm2'), cover('manager2', 'csm2')]],
    ['manager2, who may do it in their own name', [cover('manager1', 'manager2')]],
  ])('TB5 in the name of the requester or author, so that the rules refuse a yes: %s', (who, covers) => {
    const [by = ''] = who.split(',');
    for (const part of [{ requester: 'manager1' }, { author: 'manager1' }]) {
      const voter = chooseVoter(by, 'approve', { ...proposal, ...part }, covers, managers);
      expect(voter).toEqual({ member: by, actingFor: 'manager1', entitled: true });
    }
  });

  test.each(['reject', 'cancel', 'settle', 'edit'] as const)(
    'in their own to %s, where they may, also when they cover for the requester or author',
    (verb) => {
      const covers = [cover('csm1', 'manager1'), cover('manager2', 'csm2')];
      const own = chooseVoter('manager1', verb, proposal, covers, managers);
      expect(own).toEqual({ member: 'manager1', actingFor: null, entitled: true });
      const through = chooseVoter('csm2', verb, { ...proposal, requester: 'manager2' }, covers, managers);
      expect(through).toEqual({ member: 'csm2', actingFor: 'manager2', entitled: true });
    },
  );

  test('the same answer whatever the order of the covers', () => {
    const covers = [cover('manager3', 'csm2'), cover('manager1', 'csm2'), cover('manager2', 'csm2')];
    const chosen = [covers, [...covers].reverse()].map((given) =>
      chooseVoter('csm2', 'approve', proposal, given, managers),
    );
    expect(chosen.map(({ actingFor }) => actingFor)).toEqual(['manager1', 'manager1']);
  });
});
