import { describe, expect, test } from 'vitest';
import type { Role } from '../../domain/member.ts';
import { escalatesTo } from './escalates-to.ts';

const person = (id: string, ...roles: Role[]) => ({ id, roles });
const people = [
  ...[person('csm1', 'csm'), person('csm2', 'csm'), person('agent1', 'agent'), person('manager1', 'manager')],
  ...[person('manager2', 'manager'), person('exec1', 'exec'), person('admin1', 'admin')],
];
const to = (approving: readonly Role[], given = people, barred: readonly string[] = []): string[] =>
  escalatesTo(given, approving, barred).map(({ id }) => id);

describe('whom an escalation is for', () => {
  test.each([
    ['what the team approves: the managers', ['agent', 'csm', 'manager', 'exec'], ['manager1', 'manager2']],
    ['what managers approve: the execs', ['manager', 'exec'], ['exec1']],
    ['a tier that may not approve is left out', ['csm', 'exec'], ['exec1']],
    ['what a halt ends by: above managers and admins', ['manager', 'exec', 'admin'], ['exec1']],
    ['where nobody stands above, those who were asked first', ['exec'], ['exec1']],
    ['where policy lets nobody, nobody', [], []],
  ] as const)('%s', (_what, approving, expected) => {
    expect(to(approving)).toEqual(expected);
  });

  test('somebody with a granted role of that tier is told too', () => {
    const granted = [...people, person('csm3', 'csm', 'manager')];
    expect(to(['csm', 'manager', 'exec'], granted)).toEqual(['manager1', 'manager2', 'csm3']);
  });

  test('neither who asked nor who wrote it, and no auditor', () => {
    expect(to(['csm', 'manager'], people, ['manager1'])).toEqual(['manager2']);
    const auditor = people.map((one) =>
      one.id === 'manager2' ? person('manager2', 'manager', 'auditor') : one,
    );
    expect(to(['csm', 'manager'], auditor)).toEqual(['manager1']);
  });

  test('a tier without people is passed over', () => {
    const without = people.filter(({ roles }) => !roles.includes('manager') && !roles.includes('admin'));
    expect(to(['csm', 'manager', 'exec'], without)).toEqual(['exec1']);
    expect(to(['csm', 'manager'], without)).toEqual(['csm1', 'csm2']);
  });
});
