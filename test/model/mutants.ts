import type { Proposal } from '../../src/domain/proposal.ts';
import type { ProposalCommand, ProposalDecision } from '../../src/rules/proposal/commands.ts';
import type { Store, StoreTransaction } from '../../src/store/store.ts';

type Decide = (proposal: Proposal, command: ProposalCommand, now: Date) => ProposalDecision;

/** One check that is switched off: the model test has to notice. */
export interface Mutant {
  name: string;
  /** What the rules decide without it. */
  decide?(real: Decide): Decide;
  /** What the store does without it. */
  store?(real: StoreTransaction): Partial<StoreTransaction>;
  /** Grants whose MAC does not fit are redeemed. */
  anyMac?: true;
  /** The last look lets everything go. */
  noLastLook?: true;
  /** What is unknown is taken for not happened. */
  blindRetry?: true;
  /** This is not written into the audit. */
  silent?: string;
}

const nobody = { requester: 'nobody', author: 'nobody' };
const far = '2999-01-01T00:00:00.000Z';
/** Other facts for the rule, the same proposal for everything else. */
const seeing =
  (kinds: readonly ProposalCommand['kind'][], facts: (proposal: Proposal) => Partial<Proposal>) =>
  (real: Decide): Decide =>
  (proposal, command, now) =>
    real(kinds.includes(command.kind) ? { ...proposal, ...facts(proposal) } : proposal, command, now);

export const mutants: readonly Mutant[] = [
  { name: 'INV4 TB5 who asked may approve', decide: seeing(['approve'], () => ({ requester: 'nobody' })) },
  {
    name: 'INV4 TB5 who edited may approve',
    decide: seeing(['approve'], ({ requester }) => ({ ...nobody, requester })),
  },
  { name: 'TB6 nothing expires', decide: seeing(['approve', 'reject', 'edit'], () => ({ expiresAt: far })) },
  {
    name: 'TB6 one millisecond more',
    decide: seeing(['approve'], ({ expiresAt }) => ({
      expiresAt: new Date(Date.parse(expiresAt) + 1).toISOString(),
    })),
  },
  {
    name: 'TB10 an older version counts',
    decide: (real) => (proposal, command, now) =>
      real(proposal, 'version' in command ? { ...command, version: proposal.version } : command, now),
  },
  {
    name: 'TB4 the same person counts twice',
    decide: seeing(['approve'], ({ approvals }) => ({
      approvals: approvals.map((one, n) => ({ ...one, member: `other${n}`, actingFor: null })),
    })),
  },
  {
    name: 'INV5 TB17 a stricter policy of today is not asked',
    decide: (real) => (proposal, command, now) =>
      real(proposal, command.kind === 'approve' ? { ...command, ruling: proposal.ruling } : command, now),
  },
  {
    name: 'not entitled is entitled',
    decide: (real) => (proposal, command, now) =>
      real(proposal, 'by' in command ? { ...command, by: { ...command.by, entitled: true } } : command, now),
  },
  {
    name: 'TB22 waiting approves',
    decide: (real) => (proposal, command, now) =>
      command.kind === 'escalate' && real(proposal, command, now).ok
        ? real(proposal, { kind: 'release' }, now)
        : real(proposal, command, now),
  },
  { name: 'TB7 no last look before the call', noLastLook: true },
  { name: 'TB15 any MAC is a grant', anyMac: true },
  { name: 'INV2 what is unknown is repeated blindly', blindRetry: true },
  {
    name: 'INV2 a fence that is old still counts',
    decide: (real) => (proposal, command, now) => {
      if (!('fence' in command)) return real(proposal, command, now);
      const begins = command.kind === 'start' && proposal.state === 'executing';
      if (begins) return real({ ...proposal, state: 'approved', fence: 0 }, command, now);
      return real(proposal, { ...command, fence: Math.max(command.fence, proposal.fence) }, now);
    },
    store: (real) => ({
      beginCalls: async (effects, now) => await real.beginCalls(await asOfNow(real, effects), now),
      lockEffects: async (effects) => await real.lockEffects(await asOfNow(real, effects)),
    }),
  },
  {
    name: 'INV2 a grant is not used up',
    store: () => ({ removeEffects: async () => undefined }),
    decide: seeing(['start'], () => ({ state: 'approved' })),
  },
  {
    name: 'INV6 TB24 neither claim nor begin looks at the switches',
    store: (real) => ({
      claimEffects: (from) => withoutSwitches(real, () => real.claimEffects(from)),
      beginCalls: (effects, now) => withoutSwitches(real, () => real.beginCalls(effects, now)),
    }),
  },
  {
    name: 'INV6 TB24 the last look does not look at the switches',
    store: (real) => ({
      beginCalls: (effects, now) => withoutSwitches(real, () => real.beginCalls(effects, now)),
    }),
  },
  { name: 'INV3 nothing is written down before the effect', silent: 'action.granted' },
  { name: 'INV3 nothing is written down after the effect', silent: 'action.done' },
  { name: 'a refusal is not written down', silent: 'decision.refused' },
  {
    name: 'what was claimed by a worker that died is forgotten',
    store: () => ({ lapsedEffects: async () => [] }),
  },
];

type Pair = { proposalId: string; fence: number };

/** The same effects with whatever fence is in force. */
async function asOfNow(store: StoreTransaction, effects: readonly Pair[]): Promise<Pair[]> {
  const found = await Promise.all(effects.map(({ proposalId }) => store.findEffect(proposalId)));
  return found.flatMap((one) => (one ? [{ proposalId: one.proposal.id, fence: one.fence }] : []));
}

async function withoutSwitches<T>(store: StoreTransaction, act: () => Promise<T>): Promise<T> {
  const on = (await store.listKillSwitches()).filter((one) => one.on);
  for (const one of on) await store.writeKillSwitch({ ...one, on: false });
  try {
    return await act();
  } finally {
    for (const one of on) await store.writeKillSwitch(one);
  }
}

/** The store with one check off, also inside transactions. */
export function mutatedStore(store: Store, mutant: Mutant): Store {
  const off = mutant.store;
  if (!off) return store;
  const changed = <T extends StoreTransaction>(real: T): T => {
    const changes = off(real);
    return new Proxy(real, {
      get: (target, name) => Reflect.get(name in changes ? changes : target, name) as unknown,
    });
  };
  const transaction: Store['transaction'] = (work) => store.transaction((inner) => work(changed(inner)));
  const outer = changed(store);
  return new Proxy(outer, {
    get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
  });
}
