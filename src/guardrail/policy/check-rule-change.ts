import type { PolicyReader } from '../../content/policies.ts';
import { HoldfastError } from '../../errors.ts';
import type { PolicyChange } from '../../store/policy-changes.ts';
import { loadCedar } from './cedar.ts';
import { compilePolicies } from './compile-policies.ts';
import { layOver } from './layered-reader.ts';

/** Why a policy file may not be changed so: what would be in force then is broken. Null = it is in order */
export async function checkRuleChange(
  reader: Pick<PolicyReader, 'read'>,
  change: PolicyChange,
): Promise<string | null> {
  try {
    compilePolicies(await loadCedar(), layOver(await reader.read(), [change]));
    return null;
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_POLICY_INVALID') return error.message;
    throw error;
  }
}

/** The text of a policy file in force. Null = there is none */
export async function readRule(reader: Pick<PolicyReader, 'read'>, file: string): Promise<string | null> {
  const { files } = await reader.read();
  return files.find(({ name }) => `policies/${name}` === file)?.text ?? null;
}
