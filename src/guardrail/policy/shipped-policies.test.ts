import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { policiesOf, resourceOf, shippedFiles, withFile } from '../../../test/support/policies.ts';
import {
  referenceApprove,
  referencePropose,
  referenceRule,
} from '../../../test/support/reference-policies.ts';
import { readPolicyCases } from '../../content/policy-cases.ts';
import { actionKindNames, risks } from '../../domain/action.ts';
import { roles } from '../../domain/member.ts';
import { origins } from '../../domain/proposal.ts';
import { testPolicies } from '../../services/test-policies.ts';
import { loadCedar } from './cedar.ts';
import type { Policies, PolicyPrincipal, PolicyResource } from './policy.ts';

let policies: Policies;
beforeAll(async () => {
  policies = await policiesOf(shippedFiles());
});

const near = (...values: number[]): fc.Arbitrary<number> =>
  fc.constantFrom(...values.flatMap((value) => [value - 1, value, value + 1]));
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 4 });

const anybody: fc.Arbitrary<PolicyPrincipal> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ id: 'system', roles: [] }) },
  {
    weight: 6,
    arbitrary: fc.record({
      id: fc.constantFrom('csm1', 'csm2', 'system'),
      roles: fc.oneof(
        fc.constantFrom(...roles).map((role) => [role]),
        fc.subarray([...roles], { maxLength: 3 }),
      ),
    }),
  },
);

const anything: fc.Arbitrary<PolicyResource> = fc.record({
  kind: fc.oneof(fc.constantFrom(...actionKindNames), fc.constant('concession.grant' as const)),
  risk: fc.constantFrom(...risks),
  origin: fc.constantFrom(...origins),
  account: maybe(
    fc.record({
      id: fc.constant('acme'),
      tier: maybe(fc.constantFrom('free', 'starter', 'pro', 'enterprise')),
      segment: maybe(fc.constantFrom('smb', 'mid-market', 'enterprise')),
      region: maybe(fc.constantFrom('eu', 'us', 'apac')),
      arr: maybe(near(0, 10_000_000)),
      owner: maybe(fc.constantFrom('csm1', 'csm2')),
    }),
  ),
  measures: fc.record(
    { percent: near(1, 5, 10, 20, 30), recipients: near(1, 5, 10), tier: near(2), on: near(0, 1) },
    { requiredKeys: [] },
  ),
  accountPercent: near(5, 10, 20, 30),
  requesterPercent: near(10, 90),
});

describe('the shipped policies', () => {
  test('know every kind of action, role, risk and origin, and no other', async () => {
    const cedar = await loadCedar();
    const parsed = cedar.schemaToJson(shippedFiles().schema ?? '');
    if (parsed.type === 'failure') throw new Error(JSON.stringify(parsed.errors));
    const types = parsed.json['']?.entityTypes ?? {};
    const namesOf = (type: string): unknown => {
      const found = types[type];
      return found && 'enum' in found ? found.enum : null;
    };
    expect(namesOf('Kind')).toEqual([...actionKindNames]);
    expect(namesOf('Role')).toEqual([...roles, 'system']);
    expect(namesOf('Risk')).toEqual([...risks]);
    expect(namesOf('Origin')).toEqual([...origins]);
  });

  test('come out as their table of cases says', async () => {
    const results = testPolicies(policies, await readPolicyCases('policies/tests.yaml'));
    expect(results.filter(({ differences }) => differences.length > 0)).toEqual([]);
    expect(results.length).toBeGreaterThan(40);
  });

  test.each([
    ['concessions.cedar', 'resource.accountPercent > 30', 'resource.accountPercent > 300'],
    ['concessions.cedar', 'resource.requesterPercent > 90', 'resource.requesterPercent > 900'],
    ['governance.cedar', '@quorum("2")', '@quorum("1")'],
    ['everybody.cedar', 'principal in Role::"auditor"', 'principal in Role::"system"'],
    ['kill-switch.cedar', 'Role::"csm", Role::"agent", ', ''],
    ['models.cedar', '@effect("earned")', '@effect("auto")'],
  ])('fail their table when %s says %s otherwise', async (name, from, to) => {
    const cases = await readPolicyCases('policies/tests.yaml');
    const other = await policiesOf(withFile(name, (text) => text.replace(from, to)));
    expect(other.version).not.toBe(policies.version);
    const failed = testPolicies(other, cases).filter(({ differences }) => differences.length > 0);
    expect(failed.length).toBeGreaterThan(0);
  });

  /** Compares policies with the second evaluator. */
  const agreesWithReference = (asked: Policies) =>
    fc.property(anybody, anything, (principal, resource) => {
      const { effect, ...ruling } = asked.rule(principal, resource);
      const expected = referenceRule(principal, resource);
      expect(effect).toBe(expected.effect);
      if (effect !== 'deny') expect({ effect, ...ruling }).toMatchObject(expected);
      const may = (verb: 'propose' | 'approve' | 'see'): boolean =>
        asked.permits(verb, principal, resource).allowed;
      expect(may('propose')).toBe(referencePropose(principal, resource));
      expect(may('approve')).toBe(referenceApprove(principal, resource));
      expect(may('see')).toBe(principal.roles.length > 0 || principal.id === 'system');
    });

  test('TF16: decide like a second, independent evaluator', () => {
    fc.assert(agreesWithReference(policies), { numRuns: 2_000 });
  });

  test.each([
    ['concessions.cedar', 'resource.account.arr >= 10000000', 'resource.account.arr > 10000000'],
    ['messages.cedar', 'resource.account.owner == principal', 'resource.account.owner != principal'],
    ['proposing.cedar', 'resource.risk == Risk::"high"', 'resource.risk == Risk::"low"'],
  ])('TF16: the second evaluator notices when %s says %s otherwise', async (name, from, to) => {
    const other = await policiesOf(withFile(name, (text) => text.replace(from, to)));
    // A seed that meets the case: what is shown is that the comparison notices, not how soon.
    expect(fc.check(agreesWithReference(other), { numRuns: 20_000, seed: 7 }).failed).toBe(true);
  });

  test('TF16: a second role never lets an auditor change anything', () => {
    const property = fc.property(anybody, anything, (principal, resource) => {
      const both: PolicyPrincipal = { ...principal, roles: [...principal.roles, 'auditor'] };
      expect(policies.permits('propose', both, resource).allowed).toBe(false);
      expect(policies.permits('approve', both, resource).allowed).toBe(false);
      expect(policies.rule(both, resource).effect).toBe('deny');
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('TF17: no rule or role changes with fewer than two approvals', () => {
    const property = fc.property(anybody, anything, (principal, resource) => {
      for (const kind of ['rule.change', 'role.grant'] as const) {
        const ruling = policies.rule(principal, { ...resource, kind });
        expect(ruling.effect === 'deny' || (ruling.effect === 'approve' && ruling.quorum >= 2)).toBe(true);
      }
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('TB19: however a discount is split, no more than 30 points of one account are permitted', () => {
    const splits = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 30 });
    const property = fc.property(splits, fc.constantFrom(...roles), (percents, role) => {
      let granted = 0;
      for (const percent of percents) {
        const sums = { accountPercent: granted + percent, requesterPercent: granted + percent };
        const resource = resourceOf({ kind: 'concession.grant', measures: { percent }, ...sums });
        if (policies.rule({ id: 'a', roles: [role] }, resource).effect !== 'deny') granted += percent;
      }
      expect(granted).toBeLessThanOrEqual(30);
    });
    fc.assert(property, { numRuns: 200 });
  });

  test('TB19: small steps are approved by whoever would approve the whole', () => {
    const step = (accountPercent: number) =>
      resourceOf({ kind: 'concession.grant', measures: { percent: 9 }, accountPercent });
    expect([9, 18, 27].map((sum) => policies.approvingRoles(step(sum)))).toEqual([
      ['exec', 'manager'],
      ['exec', 'manager'],
      ['exec'],
    ]);
  });
});
