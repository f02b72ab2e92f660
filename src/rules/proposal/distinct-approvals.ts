import type { Approval } from '../../domain/proposal.ts';

/** The yeses of different people: one that names somebody again, in their own name or another's, counts for nothing. */
export function distinctApprovals(approvals: readonly Approval[]): Approval[] {
  const seen = new Set<string>();
  return approvals.filter(({ member, actingFor }) => {
    const people = actingFor === null ? [member] : [member, actingFor];
    if (people.some((person) => seen.has(person))) return false;
    for (const person of people) seen.add(person);
    return true;
  });
}
