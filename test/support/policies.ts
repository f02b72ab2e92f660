import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { PolicyFiles } from '../../src/domain/policy-files.ts';
import { loadCedar } from '../../src/guardrail/policy/cedar.ts';
import { compilePolicies } from '../../src/guardrail/policy/compile-policies.ts';
import { createPolicies } from '../../src/guardrail/policy/create-policies.ts';
import type { Policies, PolicyResource } from '../../src/guardrail/policy/policy.ts';
import type { Store } from '../../src/store/store.ts';

/** The files that ship with the product. */
export function shippedFiles(): PolicyFiles {
  const files = globSync('policies/*.cedar')
    .sort()
    .map((file) => ({ name: basename(file), text: readFileSync(file, 'utf8') }));
  return { schema: readFileSync('policies/schema.cedarschema', 'utf8'), files };
}

/** The shipped schema with policies of a test's own. */
export function filesOf(texts: Readonly<Record<string, string>>): PolicyFiles {
  return { ...shippedFiles(), files: Object.entries(texts).map(([name, text]) => ({ name, text })) };
}

/** Policies that answer from these files. */
export async function policiesOf(files: PolicyFiles): Promise<Policies> {
  return createPolicies(compilePolicies(await loadCedar(), files));
}

/** Something harmless to ask about, with whatever a test cares for. */
export function resourceOf(given: Partial<PolicyResource>): PolicyResource {
  return {
    kind: 'crm.update',
    risk: 'low',
    origin: 'member',
    account: null,
    measures: {},
    accountPercent: 0,
    requesterPercent: 0,
    ...given,
  };
}

/** The shipped files with one of them changed. */
export function withFile(name: string, change: (text: string) => string): PolicyFiles {
  const shipped = shippedFiles();
  if (!shipped.files.some((file) => file.name === name)) throw new Error(`no policy file ${name}`);
  const files = shipped.files.map((file) => (file.name === name ? { name, text: change(file.text) } : file));
  return { ...shipped, files };
}

/** The shipped policies with one that forbids to propose some kinds. */
export async function policiesForbidding(...kinds: readonly string[]): Promise<Policies> {
  const when = kinds.map((kind) => `resource.kind == Kind::"${kind}"`).join(' || ');
  const text = `@id("test.forbidden")\nforbid (principal, action == Action::"propose", resource)\nwhen { ${when} };\n`;
  const shipped = shippedFiles();
  return await policiesOf({ ...shipped, files: [...shipped.files, { name: 'test.cedar', text }] });
}

/** How often the audit says that something was refused. */
export async function countRefusals({ store }: { store: Store }): Promise<number> {
  const entries = await store.readAudit({ limit: 1_000 });
  return entries.filter(({ action }) => action === 'proposal.refused').length;
}
