import type { Member, Role } from '../domain/member.ts';

/** What somebody wants to see. */
export type Readable = 'account' | 'audit' | 'configuration';

const readers: Readonly<Record<Readable, readonly Role[]>> = {
  account: ['exec', 'manager', 'csm', 'agent', 'admin', 'auditor'],
  audit: ['auditor', 'admin'],
  configuration: ['admin', 'auditor'],
};

/** The one place that decides what a member may read. Null stands for the installation's own terminal. */
export function mayRead(member: Member | null, what: Readable): boolean {
  return member === null || readers[what].includes(member.role);
}

/** What somebody wants to change. */
export type Changeable =
  | 'events'
  | 'scores'
  | 'jobs'
  | 'autonomy'
  | 'delegations'
  | 'keys'
  | 'issues'
  | 'knowledge'
  | 'alerts'
  | 'onboarding'
  | 'plays'
  | 'personal'
  | 'nudges'
  | 'register';

const changers: Readonly<Record<Changeable, readonly Role[]>> = {
  events: ['admin'],
  scores: ['manager', 'csm', 'admin'],
  jobs: ['admin'],
  autonomy: ['manager', 'admin'],
  delegations: ['admin'],
  keys: ['admin'],
  issues: ['manager', 'csm', 'agent', 'admin'],
  knowledge: ['manager', 'agent', 'admin'],
  alerts: ['exec', 'manager', 'csm', 'agent', 'admin'],
  onboarding: ['manager', 'csm', 'agent', 'admin'],
  plays: ['exec', 'manager', 'csm', 'agent', 'admin'],
  personal: ['admin'],
  nudges: ['manager', 'csm', 'agent', 'admin'],
  register: ['exec', 'manager', 'csm', 'agent', 'admin'],
};

/** The one place that decides what a member may change directly, without an approval. */
export function mayChange(member: Member | null, what: Changeable): boolean {
  return member === null || changers[what].includes(member.role);
}
