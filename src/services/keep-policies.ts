import type { StoredPolicies } from '../store/policy-versions.ts';
import type { Services } from './context.ts';

/** Notes that these policies are in force from now on; a change of policies stands in the audit. */
export async function keepPolicies(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  version: StoredPolicies,
): Promise<void> {
  const at = clock.now();
  await store.transaction(async (transaction) => {
    const last = await transaction.lastPolicyVersion();
    if (last?.id === version.id) return;
    await transaction.keepPolicyVersion(version, at);
    await transaction.appendAudit({
      at,
      actor: 'system',
      action: 'policies.changed',
      account: null,
      detail: {
        version: version.id,
        previous: last?.id ?? null,
        files: version.files.files.map(({ name }) => name),
      },
    });
  });
}
