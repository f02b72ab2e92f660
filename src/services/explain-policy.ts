import { type ActionKindName, actionKindNames } from '../domain/action.ts';
import { type Role, roles } from '../domain/member.ts';
import type { Ruling } from '../domain/proposal.ts';
import { HoldfastError } from '../errors.ts';
import type { Policies, PolicyPrincipal, PolicyResource } from '../guardrail/policy/policy.ts';
import { requireReadable } from './authorize.ts';
import type { RequestContext } from './context.ts';
import { exampleResource } from './example-resource.ts';
import { requireAccount } from './resolve-account.ts';

const verbs = ['propose', 'approve', 'see'] as const;

/** Who may do what, asked in words. */
export interface ExplainInput {
  /** Member id, `role:csm`, `system`, or `anyone`. */
  who: string;
  /** An action kind, or a verb before it: `approve:concession.grant`. */
  what: string;
  account: string;
  /** The action's parameters, or some of them. */
  params: Readonly<Record<string, unknown>>;
}

/** What policy says about one of the members. */
export interface PersonsRights {
  id: string;
  name: string;
  roles: readonly Role[];
  propose: boolean;
  approve: boolean;
}

/** The answer of `policy explain`. */
export interface Explanation {
  who: string;
  what: { verb: (typeof verbs)[number] | 'propose'; kind: ActionKindName };
  account: { id: string; name: string };
  allowed: boolean;
  /** The policies that decided about `allowed`. */
  policyIds: readonly string[];
  /** How it would be carried out for whom it is; null = asked for anyone, or for an approval */
  ruling: Ruling | null;
  /** Who could approve it, by role alone and by name; whoever asks for it does not count. */
  approvers: { roles: readonly Role[]; members: readonly string[] };
  /** Every member who may bring it in or approve it, where it was asked for anyone. */
  people: readonly PersonsRights[] | null;
  resource: PolicyResource;
  /** Numbers that were not given, and what they were taken to be. */
  assumed: Readonly<Record<string, number>>;
  policies: { version: string; automatic: boolean; problem: string | null };
}

/**
 * Says who may do what on an account, and which policies say so; row I15.
 * @throws {HoldfastError} HF_USAGE, HF_ACCOUNT_UNKNOWN, HF_ACCOUNT_AMBIGUOUS or HF_FORBIDDEN
 */
export async function explainPolicy(ctx: RequestContext, input: ExplainInput): Promise<Explanation> {
  await requireReadable(ctx, 'account', null);
  const what = readWhat(input.what);
  const accountId = await requireAccount(ctx, input.account);
  const { people: entitled } = await ctx.store.readStanding(ctx.clock.now());
  const principal = input.who === 'anyone' ? null : readWho(input.who, entitled);
  const subject = { kind: what.kind, params: input.params, accountId };
  const example = await exampleResource(ctx, { ...subject, requester: principal?.id ?? 'anyone' });
  const { resource } = example;
  const policies = ctx.door.policies();
  const people = entitled.map((person) => rightsOf(policies, person, resource));
  const decision = principal
    ? decide(policies, principal, what.verb, resource)
    : { ...anyone(people, what.verb), ruling: null };
  const { version, automatic, problem } = policies;
  return {
    who: input.who,
    what,
    account: example.account,
    ...decision,
    approvers: {
      roles: policies.approvingRoles(resource),
      members: people
        .filter(({ id, approve }) => approve && !(what.verb === 'propose' && id === principal?.id))
        .map(({ id }) => id),
    },
    people: principal ? null : people.filter((person) => person.propose || person.approve),
    resource,
    assumed: example.assumed,
    policies: { version, automatic, problem },
  };
}

function readWhat(text: string): Explanation['what'] {
  const [first = '', second] = text.split(':');
  const verb = second === undefined ? 'propose' : verbs.find((known) => known === first);
  const kind = actionKindNames.find((known) => known === (second ?? first));
  if (verb && kind) return { verb, kind };
  const message = verb ? `There is no action '${second ?? first}'` : `There is nothing like '${first}'`;
  const next = `Say an action, or approve:ACTION, see:ACTION. Actions are ${actionKindNames.join(', ')}.`;
  throw new HoldfastError('HF_USAGE', message, { next });
}

function readWho(text: string, entitled: readonly { id: string; roles: Role[] }[]): PolicyPrincipal {
  if (text === 'system') return { id: 'system', roles: [] };
  const role = text.startsWith('role:') ? roles.find((known) => `role:${known}` === text) : undefined;
  if (role) return { id: text, roles: [role] };
  const person = entitled.find(({ id }) => id === text);
  if (person) return { id: person.id, roles: person.roles };
  const next = `Say anyone, system, role:csm (${roles.join(', ')}), or one of ${entitled.map(({ id }) => id).join(', ')}.`;
  throw new HoldfastError('HF_USAGE', `Nobody here is called '${text}'`, { next });
}

function rightsOf(
  policies: Policies,
  { id, name, roles: held }: { id: string; name: string; roles: Role[] },
  resource: PolicyResource,
): PersonsRights {
  const principal = { id, roles: held };
  const propose = decide(policies, principal, 'propose', resource).allowed;
  return {
    id,
    name,
    roles: held,
    propose,
    approve: policies.permits('approve', principal, resource).allowed,
  };
}

/** Proposing counts only where it could also be carried out. */
function decide(
  policies: Policies,
  principal: PolicyPrincipal,
  verb: (typeof verbs)[number],
  resource: PolicyResource,
): { allowed: boolean; policyIds: readonly string[]; ruling: Ruling | null } {
  const asked = { ...resource, origin: principal.id === 'system' ? ('system' as const) : resource.origin };
  const { allowed, policyIds } = policies.permits(verb, principal, asked);
  if (verb !== 'propose') return { allowed, policyIds, ruling: null };
  const ruling = policies.rule(principal, asked);
  const ids = [...new Set([...policyIds, ...ruling.policyIds])].sort();
  return { allowed: allowed && ruling.effect !== 'deny', policyIds: ids, ruling };
}

function anyone(
  people: readonly PersonsRights[],
  verb: (typeof verbs)[number],
): { allowed: boolean; policyIds: readonly string[] } {
  const allowed = people.some((person) => (verb === 'see' ? person.propose || person.approve : person[verb]));
  return { allowed, policyIds: [] };
}
