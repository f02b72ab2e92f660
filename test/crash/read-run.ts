import type { Store } from '../../src/store/store.ts';
import type { RunRecord } from './check-run.ts';
import type { Child } from './child-handle.ts';
import type { PlannedAction } from './child-protocol.ts';
import type { Ledger } from './ledger.ts';

/** Reads what the checker needs from where each of it lies. */
export async function readRun(
  store: Store,
  ledger: Ledger,
  run: string,
  children: readonly Pick<Child, 'words'>[],
): Promise<RunRecord> {
  const audit = await store.readAudit({ limit: 1_000_000 });
  const proposals = await store.listProposals({ limit: 1_000_000 });
  const words = children.flatMap((child) => child.words);
  const decided = new Map<string, PlannedAction['decision']>();
  const proposed = new Set<string>();
  for (const word of words) {
    if (word.say === 'decided') decided.set(word.id, word.decision);
    if (word.say === 'proposed') proposed.add(word.id);
  }
  return {
    calls: await ledger.calls(run),
    audit: audit.toReversed().map(({ action, at, detail }) => ({ action, at: at.toISOString(), detail })),
    proposals: proposals.map(({ proposal }) => proposal).filter(({ kind }) => kind !== 'kill.flip'),
    decided,
    proposed,
  };
}
