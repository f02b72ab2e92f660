import type { PolicyCase } from '../content/policy-cases.ts';
import type { Policies, PolicyPrincipal, PolicyResource } from '../guardrail/policy/policy.ts';

/** What came of one line of the table. */
export interface CaseResult {
  name: string;
  line: number;
  /** Empty = as expected */
  differences: { what: string; expected: unknown; actual: unknown }[];
}

/** Runs the table of cases against policies. */
export function testPolicies(policies: Policies, cases: readonly PolicyCase[]): CaseResult[] {
  return cases.map((item) => {
    const actual = actualOf(policies, principalOf(item), resourceOf(item));
    const differences = Object.entries(item.expect)
      .map(([what, expected]) => compare(what, expected, actual))
      .filter((difference) => difference !== null);
    return { name: item.name, line: item.line, differences };
  });
}

function principalOf({ as, member }: PolicyCase): PolicyPrincipal {
  const roles = typeof as === 'string' ? [as] : as;
  if (roles.includes('system')) return { id: 'system', roles: [] };
  return { id: member, roles: roles.filter((role) => role !== 'nobody' && role !== 'system') };
}

function resourceOf(item: PolicyCase): PolicyResource {
  const { kind, risk, origin, account, measures, accountPercent, requesterPercent } = item;
  return { kind, risk, origin, account, measures, accountPercent, requesterPercent };
}

function actualOf(
  policies: Policies,
  principal: PolicyPrincipal,
  resource: PolicyResource,
): Record<string, unknown> {
  const may = (verb: 'propose' | 'approve' | 'see'): boolean =>
    policies.permits(verb, principal, resource).allowed;
  const { effect, policyIds, ...terms } = policies.rule(principal, resource);
  return {
    propose: may('propose'),
    approve: may('approve'),
    see: may('see'),
    ...terms,
    execute: effect,
    by: policyIds,
    approvers: policies.approvingRoles(resource),
  };
}

function compare(
  what: string,
  expected: unknown,
  actual: Record<string, unknown>,
): CaseResult['differences'][number] | null {
  const found = actual[what] ?? null;
  const fits = what === 'by' && Array.isArray(found) ? found.includes(expected) : same(found, expected);
  return fits ? null : { what, expected, actual: found };
}

/** Lists are sets here: the order of roles says nothing. */
function same(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((item) => b.includes(item));
}
