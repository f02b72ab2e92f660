import type { PolicyReader } from '../../content/policies.ts';
import type { PolicyChange } from '../../store/policy-changes.ts';

/** Where changed policy files are kept. */
export interface ChangedPolicies {
  listPolicyChanges(): Promise<PolicyChange[]>;
  countPolicyChanges(): Promise<number>;
}

const folder = 'policies/';

/** The files of the installation with those over them that were changed through the door. */
export function layerPolicies(
  files: Pick<PolicyReader, 'read' | 'stamp'>,
  changed: ChangedPolicies,
): Pick<PolicyReader, 'read' | 'stamp'> {
  return {
    read: async () => layOver(await files.read(), await changed.listPolicyChanges()),
    stamp: async () => `${await files.stamp()}\n${await changed.countPolicyChanges()}`,
  };
}

/** One set of files with others over it. */
export function layOver(
  base: Awaited<ReturnType<PolicyReader['read']>>,
  changes: readonly PolicyChange[],
): Awaited<ReturnType<PolicyReader['read']>> {
  const byName = new Map(base.files.map(({ name, text }) => [name, text]));
  for (const { file, content } of changes) byName.set(file.replace(folder, ''), content);
  return { ...base, files: [...byName].map(([name, text]) => ({ name, text })) };
}
