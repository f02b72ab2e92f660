import { stat } from 'node:fs/promises';
import { createPolicyReader, policyFolders } from '../content/policies.ts';
import { type PolicyCase, readPolicyCases } from '../content/policy-cases.ts';
import { HoldfastError } from '../errors.ts';
import { loadCedar } from '../guardrail/policy/cedar.ts';
import { compilePolicies } from '../guardrail/policy/compile-policies.ts';
import { createPolicies } from '../guardrail/policy/create-policies.ts';
import type { Policies } from '../guardrail/policy/policy.ts';

/**
 * Policies from files alone, for tests and simulations: those of this installation, or what they would be with the
 * files of one more folder over them.
 * @throws {HoldfastError} HF_POLICY_INVALID, or HF_FILE_UNREADABLE when there is no such folder
 */
export async function readPolicies(
  overrides: string | null,
  folder: string | null,
): Promise<{ policies: Policies; casesFile: string | null }> {
  if (folder !== null && !(await stat(folder).catch(() => null))?.isDirectory()) {
    throw new HoldfastError('HF_FILE_UNREADABLE', `${folder} is no folder`);
  }
  const reader = createPolicyReader([...policyFolders(overrides), ...(folder === null ? [] : [folder])]);
  const compiled = compilePolicies(await loadCedar(), await reader.read());
  return { policies: createPolicies(compiled), casesFile: await reader.casesFile() };
}

/** The table of cases. @throws {HoldfastError} HF_POLICY_INVALID when there is none, or it cannot be read */
export async function readCases(casesFile: string | null): Promise<PolicyCase[]> {
  if (casesFile === null)
    throw new HoldfastError(
      'HF_POLICY_INVALID',
      'There is no table of cases: policies/tests.yaml does not exist',
    );
  return await readPolicyCases(casesFile);
}
