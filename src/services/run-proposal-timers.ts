import { systemActorOf } from '../domain/proposal.ts';
import { changed, record } from '../guardrail/change.ts';
import type { ProposalCommand } from '../rules/proposal/commands.ts';
import { decideProposal } from '../rules/proposal/decide-proposal.ts';
import { evolveProposal } from '../rules/proposal/evolve-proposal.ts';
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
      for (const stored of await store.lockProposals(due)) await strike(store, stored, now, count);
    });
    services.door.nudge();
  }
}

async function strike(
  store: StoreTransaction,
  stored: Awaited<ReturnType<StoreTransaction['lockProposals']>>[number],
  now: Date,
  count: { expired: number; escalated: number; reminded: number },
): Promise<void> {
  let { proposal } = stored;
  for (const kind of steps) {
    const decision = decideProposal(proposal, { kind }, now);
    if (!decision.ok) continue;
    proposal = evolveProposal(proposal, decision.event);
    count[decision.event.kind as keyof typeof count]++;
    const { id, version, digest, ruling } = proposal;
    const detail = { proposal: id, version, digest, policyIds: ruling.policyIds };
    const action = `proposal.${decision.event.kind}`;
    await record(store, now, systemActorOf(proposal), action, proposal.account, detail);
    if (kind === 'expire') {
      await store.removeEffects([id]);
      break;
    }
  }
  // Also where nothing was due: whatever has struck is set to the next time, or the loop would not end.
  await store.writeProposals({ changed: [changed({ ...stored, proposal }, now)] });
}
