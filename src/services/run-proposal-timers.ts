import type { AuditEntry } from '../domain/audit.ts';
import { systemActorOf } from '../domain/proposal.ts';
import { changed, entryOf } from '../guardrail/change.ts';
import type { ProposalCommand } from '../rules/proposal/commands.ts';
import { decideProposal } from '../rules/proposal/decide-proposal.ts';
import { evolveProposal } from '../rules/proposal/evolve-proposal.ts';
import type { ProposalChange, StoredProposal } from '../store/proposals.ts';
import type { StoreTransaction } from '../store/store.ts';
import type { Services } from './context.ts';

const batch = 200;
const steps: readonly Extract<ProposalCommand, { kind: 'expire' | 'escalate' | 'remind' }>['kind'][] = [
  'expire',
  'escalate',
  'remind',
];

/**
 * Does what the clock asks for: reminders, escalation to the next tier, and expiry, which means no. Safe to run at any
 * time and twice. Nobody is ever approved by waiting.
 */
export async function runProposalTimers(
  services: Pick<Services, 'store' | 'clock' | 'door'>,
): Promise<{ expired: number; escalated: number; reminded: number }> {
  const count = { expired: 0, escalated: 0, reminded: 0 };
  for (;;) {
    const now = services.clock.now();
    const due = await services.store.dueProposals(now, batch);
    if (due.length === 0) return count;
    await services.store.transaction(async (store) => {
      const strikes = new Map<string, Strike>();
      for (const stored of await store.lockProposals(due)) {
        const strike = strikeOf(stored, now);
        if (strike) strikes.set(stored.proposal.id, strike);
      }
      const found = [...strikes.values()];
      const entries = found.flatMap((one) => one.entries);
      await store.writeProposals({ changed: found.map((one) => one.change), entries });
      await store.removeEffects(found.filter((one) => one.isOver).map(({ change }) => change.proposal.id));
      for (const kind of found.flatMap((one) => one.struck)) count[kind]++;
      await stopBroken(
        store,
        due.filter((id) => !strikes.has(id)),
        now,
      );
    });
    services.door.nudge();
  }
}

type Struck = 'expired' | 'escalated' | 'reminded';

/** What the clock does to one proposal. */
interface Strike {
  change: ProposalChange;
  entries: AuditEntry[];
  struck: Struck[];
  isOver: boolean;
}

/**
 * Also where nothing was due: whatever has struck is set to the next time, or the loop would not end.
 * @returns null when its record is not one: somebody has broken it
 */
function strikeOf(stored: StoredProposal, now: Date): Strike | null {
  try {
    let { proposal } = stored;
    const struck: Struck[] = [];
    const entries: AuditEntry[] = [];
    for (const kind of steps) {
      const decision = decideProposal(proposal, { kind }, now);
      if (!decision.ok) continue;
      proposal = evolveProposal(proposal, decision.event);
      struck.push(decision.event.kind as Struck);
      const { id, version, digest, ruling } = proposal;
      const detail = { proposal: id, version, digest, policyIds: ruling.policyIds };
      const actor = systemActorOf(proposal);
      entries.push(entryOf(now, actor, `proposal.${decision.event.kind}`, proposal.account, detail));
    }
    const isOver = struck.includes('expired');
    return { change: changed({ ...stored, proposal }, now), entries, struck, isOver };
  } catch {
    return null;
  }
}

/** Nobody can say what the clock should do about these; they are written down, and no others wait for them. */
async function stopBroken(store: StoreTransaction, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await store.stopTimers(ids);
  const reason = 'Its record cannot be read: it was changed outside of Holdfast';
  await store.appendAudits(
    ids.map((proposal) => entryOf(now, 'system', 'proposal.unreadable', null, { proposal }, { reason })),
  );
}
