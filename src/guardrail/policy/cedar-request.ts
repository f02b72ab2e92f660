import type { CedarValueJson, StatefulAuthorizationCall } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyPrincipal, PolicyResource } from './policy.ts';

/** What may be asked about a proposal. */
export type Verb = 'propose' | 'approve' | 'see' | 'execute';

type Question = Omit<StatefulAuthorizationCall, 'preparsedPolicySetId'>;

/** The same question gives the same text. */
export function questionKey(verb: Verb, principal: PolicyPrincipal, resource: PolicyResource): string {
  const { kind, risk, origin, account, measures, accountPercent, requesterPercent } = resource;
  return JSON.stringify([
    verb,
    principal.id,
    [...principal.roles].sort(),
    [kind, risk, origin, accountPercent, requesterPercent],
    account && [account.id, account.tier, account.segment, account.region, account.arr, account.owner],
    Object.entries(measures).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}

/** A number that policies could not compare; null = all are whole. */
export function findBrokenNumber(resource: PolicyResource): string | null {
  const { account, measures, accountPercent, requesterPercent } = resource;
  const numbers = {
    ...measures,
    accountPercent,
    requesterPercent,
    ...(account?.arr != null && { arr: account.arr }),
  };
  const broken = Object.entries(numbers).find(([, value]) => !Number.isSafeInteger(value));
  return broken ? `${broken[0]} is ${String(broken[1])}, which is not a whole number` : null;
}

/** A question as the engine takes it; the words are those of `policies/schema.cedarschema`. */
export function toQuestion(verb: Verb, principal: PolicyPrincipal, resource: PolicyResource): Question {
  const member = { type: 'Member', id: principal.id };
  const proposal = { type: 'Proposal', id: 'proposal' };
  return {
    principal: member,
    action: { type: 'Action', id: verb },
    resource: proposal,
    context: {},
    entities: [
      { uid: member, attrs: {}, parents: rolesOf(principal).map((id) => ({ type: 'Role', id })) },
      { uid: proposal, attrs: attributesOf(resource), parents: [] },
    ],
  };
}

/** Holdfast itself has a role of its own. A member who happens to be called so has roles, and is not it. */
function rolesOf({ id, roles }: PolicyPrincipal): readonly string[] {
  return id === 'system' && roles.length === 0 ? ['system'] : roles;
}

function attributesOf(resource: PolicyResource): Record<string, CedarValueJson> {
  const { kind, risk, origin, account, measures, accountPercent, requesterPercent } = resource;
  return {
    kind: entity('Kind', kind),
    risk: entity('Risk', risk),
    origin: entity('Origin', origin),
    measures: { ...measures },
    accountPercent,
    requesterPercent,
    ...(account && { account: accountOf(account) }),
  };
}

function accountOf(account: NonNullable<PolicyResource['account']>): CedarValueJson {
  const { id, tier, segment, region, arr, owner } = account;
  return {
    id,
    ...(tier !== null && { tier }),
    ...(segment !== null && { segment }),
    ...(region !== null && { region }),
    ...(arr !== null && { arr }),
    ...(owner !== null && { owner: entity('Member', owner) }),
  };
}

function entity(type: string, id: string): CedarValueJson {
  return { __entity: { type, id } };
}
