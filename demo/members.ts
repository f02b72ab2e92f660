import type { Member, Role } from '../src/domain/member.ts';

/** The people of Brightweir, the made-up company that runs the demo. */
export const demoMembers: readonly Member[] = [
  member('csm1', 'Maren Castellane', 'csm'),
  member('csm2', 'Tobias Adeyemi', 'csm'),
  member('agent1', 'Priya Nandakumar', 'agent'),
  member('manager1', 'Helena Strand', 'manager'),
  member('manager2', 'Rui Takahara', 'manager'),
  member('exec1', 'Constance Okoro', 'exec'),
  member('admin1', 'Felix Brandvold', 'admin'),
  member('auditor1', 'Ines Marchetti', 'auditor'),
];

function member(id: string, name: string, role: Role): Member {
  const email = `${name.toLowerCase().replace(' ', '.')}@brightweir.example`;
  const identities: Member['identities'] = [{ platform: 'slack', team: 'T0DEMO', user: `U0${id}` }];
  return { id, name, role, email, identities };
}
