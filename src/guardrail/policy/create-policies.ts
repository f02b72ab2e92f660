import { type Role, roles } from '../../domain/member.ts';
import type { Ruling } from '../../domain/proposal.ts';
import { findBrokenNumber, questionKey, type Verb } from './cedar-request.ts';
import type { CompiledPolicies, Evaluation } from './compile-policies.ts';
import { createMemo } from './memo.ts';
import type { Policies, PolicyPrincipal, PolicyResource } from './policy.ts';
import { defaultTerms, type Terms } from './policy-terms.ts';
import { strictestTerms, withoutAutomation } from './stricter.ts';

/** How many answers are remembered; one has about 1 kB. */
const keptAnswers = 4_096;

/** Policies that answer from compiled files. */
export function createPolicies(compiled: CompiledPolicies): Policies {
  const answers = createMemo<Evaluation>(keptAnswers);
  const ask = (verb: Verb, principal: PolicyPrincipal, resource: PolicyResource): Evaluation => {
    const broken = findBrokenNumber(resource);
    if (broken !== null) return { allowed: false, policyIds: [], failed: broken };
    const key = questionKey(verb, principal, resource);
    return answers.get(key, () => compiled.evaluate(verb, principal, resource));
  };
  const permits: Policies['permits'] = (verb, principal, resource) => {
    const { allowed, policyIds } = ask(verb, principal, resource);
    return { allowed, policyIds };
  };
  return {
    version: compiled.version,
    automatic: true,
    problem: null,
    permits,
    rule: (principal, resource) => toRuling(compiled, ask('execute', principal, resource)),
    approvingRoles: (resource) =>
      roles.filter((role) => permits('approve', nobodyAs(role), resource).allowed),
  };
}

/**
 * The last good policies while a file is broken: they deny and ask, and nothing runs by itself but what stops things:
 * an emergency stop waits for nobody.
 */
export function holdAutomation(policies: Policies, problem: string): Policies {
  return {
    ...policies,
    automatic: false,
    problem,
    rule: (principal, resource) => {
      const ruling = policies.rule(principal, resource);
      return isHalt(resource) ? ruling : withoutAutomation(ruling);
    },
  };
}

/**
 * Where there are no policies, nothing is permitted but to halt: everybody here but an auditor may, as nobody can say
 * who may not. Other processes stop with it, and what was approved waits for the policies instead of being denied.
 */
export function denyEverything(problem: string): Policies {
  const version = '0'.repeat(16);
  const reason = `no policies are in force: ${problem}`;
  return {
    version,
    automatic: false,
    problem,
    permits: (verb, principal, resource) => ({
      allowed: verb === 'propose' && mayHalt(principal, resource),
      policyIds: [],
    }),
    rule: (principal, resource) =>
      mayHalt(principal, resource)
        ? { effect: 'auto', ...defaultTerms, policyIds: [], policyVersion: version }
        : { effect: 'deny', policyIds: [], policyVersion: version, reason },
    approvingRoles: () => [],
  };
}

/** Whether it only stops things. */
function isHalt({ kind, measures }: PolicyResource): boolean {
  return kind === 'kill.flip' && measures.on === 1;
}

function mayHalt({ id, roles: held }: PolicyPrincipal, resource: PolicyResource): boolean {
  const isSomebody = id === 'system' || held.length > 0;
  return isHalt(resource) && isSomebody && !held.includes('auditor');
}

/** A made-up person with one role, who looks after no account: no member's id has a colon. */
function nobodyAs(role: Role): PolicyPrincipal {
  return { id: `role:${role}`, roles: [role] };
}

function toRuling({ version, terms }: CompiledPolicies, { allowed, policyIds, failed }: Evaluation): Ruling {
  const deny = (reason: string): Ruling => ({ effect: 'deny', policyIds, policyVersion: version, reason });
  if (failed !== null) return deny(`the policies could not be evaluated: ${failed}`);
  if (!allowed)
    return deny(policyIds.length > 0 ? `forbidden by ${policyIds.join(', ')}` : 'no policy permits it');
  const found = policyIds.map((id) => terms.get(id)).filter((item): item is Terms => item !== undefined);
  // Every permit for `execute` has terms; without them there is nothing to be strictest of.
  if (found.length === 0 || found.length < policyIds.length) return deny('a permit says not how');
  return { ...found.reduce(strictestTerms), policyIds, policyVersion: version };
}
