import { describe, expect, it } from 'vitest';
import { type Role, roles } from '../domain/member.ts';
import { mayRead } from './access.ts';

function member(role: Role) {
  return { id: 'm', name: 'M', role, identities: [] };
}

describe('who may read', () => {
  it.each(roles)('%s may read accounts', (role) => {
    expect(mayRead(member(role), 'account')).toBe(true);
  });

  it.each([
    ['audit', ['admin', 'auditor']],
    ['configuration', ['admin', 'auditor']],
  ] as const)('%s only by %j', (what, readers) => {
    expect(roles.filter((role) => mayRead(member(role), what))).toEqual(readers);
  });

  it('the installation’s own terminal may read everything', () => {
    expect([mayRead(null, 'account'), mayRead(null, 'audit'), mayRead(null, 'configuration')]).toEqual([
      true,
      true,
      true,
    ]);
  });
});
