import type { Role } from '../../domain/member.ts';

/** Who stands above whom, from the bottom up. */
const ladder: readonly (readonly Role[])[] = [['csm', 'agent'], ['manager', 'admin'], ['exec']];

/**
 * Who is told when those who were asked first have not decided: everybody with a role of the next tier that may
 * approve. Where that has nobody it is the one above, and where none stands above, those who were asked first.
 * @param people - with every role in force, granted ones too
 * @param barred - who may not decide it in any case
 */
export function escalatesTo<Person extends { id: string; roles: readonly Role[] }>(
  people: readonly Person[],
  approvingRoles: readonly Role[],
  barred: readonly string[],
): Person[] {
  const may = people.filter(({ id, roles }) => !barred.includes(id) && !roles.includes('auditor'));
  const tiers = ladder
    .map((tier) => tier.filter((role) => approvingRoles.includes(role)))
    .filter((tier) => tier.length > 0);
  const [first = [], ...above] = tiers;
  for (const tier of [...above, first]) {
    const found = may.filter(({ roles }) => roles.some((role) => tier.includes(role)));
    if (found.length > 0) return found;
  }
  return [];
}
