import type { Place } from './place.ts';

/** Everything that only people may change, and that no text may. */
export async function readRules({ ctx }: Place, accounts: readonly string[]): Promise<string> {
  const { store, door, clock } = ctx;
  const now = clock.now();
  const judgements = await Promise.all(
    accounts.flatMap((account) => [
      store.listScoreOverrides(account, now),
      store.listSentiments(account, now),
    ]),
  );
  return JSON.stringify(
    {
      policies: door.policies().version,
      automatic: door.policies().automatic,
      kept: (await store.lastPolicyVersion())?.id ?? null,
      changes: await store.listPolicyChanges(),
      standing: await store.readStanding(now),
      members: await store.listMembers(),
      switches: (await store.listKillSwitches()).filter(({ on }) => on),
      autonomy: [...(await store.readAutonomyLevels())],
      delegations: await store.listDelegations(100),
      judgements,
    },
    null,
    1,
  );
}

/** The lines in which two states differ. */
export function differences(before: string, after: string): string[] {
  const old = new Set(before.split('\n'));
  return after
    .split('\n')
    .filter((line) => !old.has(line))
    .slice(0, 5);
}
