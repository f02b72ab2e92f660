import type { PackBlock } from '../../domain/account-pack.ts';
import { counted } from '../../domain/counted.ts';
import { cell, formatCount, nothing, type PackFacts, type Section } from './pack-facts.ts';

/** Who uses the product, by what they do. */
export const adoptionSection: Section = (facts) => {
  const { period, paths } = facts;
  const roles = rolesOf(facts);
  if (roles.length === 0) return nothing(`Nobody was seen at work in ${period.words}`);
  const named = roles.filter(({ role }) => role !== null);
  const [first] = named;
  const lead = first ? `; most of them are ${first.role}` : '; no event says what they do';
  const blocks: PackBlock[] = [
    {
      kind: 'chart',
      chart: {
        kind: 'bars',
        title: 'Active users by role',
        unit: 'users',
        bars: roles.slice(0, 8).map(({ role, users }) => ({ label: role ?? 'no role named', value: users })),
      },
      path: paths.figures,
    },
    {
      kind: 'table',
      title: 'Adoption by role',
      columns: [
        { label: 'Role' },
        { label: 'Active users', align: 'right' },
        { label: 'Days per user', align: 'right' },
        { label: 'Uses', align: 'right' },
      ],
      rows: roles.map(({ role, users, days, uses }) => [
        cell(role ?? 'no role named', paths.figures),
        cell(formatCount(users)),
        cell((days / users).toFixed(1)),
        cell(formatCount(uses)),
      ]),
    },
  ];
  const users = roles.reduce((sum, role) => sum + role.users, 0);
  return {
    takeaway: `${counted(users, 'active user')} in ${counted(Math.max(named.length, 1), 'role')}${lead}.`,
    blocks,
    missing: null,
  };
};

interface Role {
  role: string | null;
  users: number;
  days: number;
  uses: number;
}

/** Those with the most users first; whose role nobody says come last. */
function rolesOf({ use }: PackFacts): Role[] {
  const active = use.users.filter(({ days }) => days > 0);
  return [...Map.groupBy(active, ({ role }) => role)]
    .map(([role, users]) => ({
      role,
      users: users.length,
      days: users.reduce((sum, { days }) => sum + days, 0),
      uses: users.reduce((sum, { uses }) => sum + uses, 0),
    }))
    .sort(
      (one, other) =>
        Number(one.role === null) - Number(other.role === null) ||
        other.users - one.users ||
        ((one.role ?? '') < (other.role ?? '') ? -1 : 1),
    );
}
