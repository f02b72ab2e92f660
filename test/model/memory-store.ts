import type { Account } from '../../src/domain/account.ts';
import type { ActionKindName } from '../../src/domain/action.ts';
import type { Sentiment } from '../../src/domain/judgement.ts';
import type { Member } from '../../src/domain/member.ts';
import type { AutonomyLevel, Proposal } from '../../src/domain/proposal.ts';
import type { Delegation } from '../../src/store/entitlements.ts';
import type { GrantRow } from '../../src/store/outbox.ts';
import type { StoredProposal } from '../../src/store/proposals.ts';
import type { Store, StoreTransaction } from '../../src/store/store.ts';
import type { ProposalWrites } from '../../src/store/write-proposals.ts';
import { addGrants, memoryOutbox } from './memory-outbox.ts';

/** A row of the outbox; rows are replaced, never changed, so that a copy of the map is a snapshot. */
export interface OutboxRow {
  readonly id: string;
  readonly state: 'queued' | 'claimed' | 'calling';
  readonly fence: number;
  readonly attempts: number;
  readonly away: number;
  readonly nextAt: number;
  readonly leasedUntil: number | null;
  readonly proposal: Pick<Proposal, 'account' | 'kind' | 'connector' | 'origin'>;
}

/** Everything that the door keeps. */
export interface Tables {
  proposals: Map<string, StoredProposal & { timerAt: string | null }>;
  grants: Map<string, GrantRow>;
  outbox: Map<string, OutboxRow>;
  outages: Map<string, { readonly tries: number; readonly nextAt: number }>;
  switches: Map<string, boolean>;
  members: Map<string, Member>;
  delegations: Map<string, Delegation>;
  levels: Map<ActionKindName, AutonomyLevel>;
  observations: Map<string, { kind: ActionKindName; asProposed: boolean; byPerson: boolean; at: Date }>;
  sentiments: Map<string, Sentiment>;
}

/**
 * The part of the store that the door uses, in memory: same answers, no SQL, transactions that undo. Only the model
 * test uses it, for speed; what it proves of the rules is proved again on the real engines.
 */
export function createMemoryStore(accounts: readonly Account[], members: readonly Member[]): Store {
  const tables: Tables = {
    proposals: new Map(),
    grants: new Map(),
    outbox: new Map(),
    outages: new Map(),
    switches: new Map(),
    members: new Map(members.map((member) => [member.id, member])),
    delegations: new Map(),
    levels: new Map(),
    observations: new Map(),
    sentiments: new Map(),
  };
  const operations = {
    ...people(tables),
    ...life(tables),
    ...memoryOutbox(tables),
    ...rest(tables, accounts),
  };
  const bound = new Proxy(operations as unknown as StoreTransaction, {
    get: (target, name) => {
      const found = Reflect.get(target, name) as unknown;
      if (found === undefined && name !== 'then') throw new Error(`the memory store has no ${String(name)}`);
      return found;
    },
  });
  let last: Promise<unknown> = Promise.resolve();
  const one = async <T>(work: (store: StoreTransaction) => Promise<T>): Promise<T> => {
    const before = Object.entries(tables).map(([name, table]) => [name, new Map(table)] as const);
    try {
      return await work(bound);
    } catch (error) {
      for (const [name, table] of before) {
        const current = tables[name as keyof Tables] as Map<unknown, unknown>;
        current.clear();
        for (const [key, value] of table) current.set(key, value);
      }
      throw error;
    }
  };
  const transaction: Store['transaction'] = (work) => {
    const next = last.then(() => one(work));
    last = next.catch(() => undefined);
    return next;
  };
  return new Proxy(bound as Store, {
    get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
  });
}

function life(tables: Tables) {
  const { proposals } = tables;
  const read = (id: string): StoredProposal | null => {
    const found = proposals.get(id);
    return found ? { proposal: found.proposal, body: found.body, percent: found.percent } : null;
  };
  const pick = (ids: readonly string[]): StoredProposal[] => [...ids].sort().flatMap((id) => read(id) ?? []);
  return {
    writeProposals: async ({ added = [], changed = [], granted = [] }: ProposalWrites) => {
      for (const { proposal, body, percent, timerAt } of [...added, ...changed]) {
        proposals.set(proposal.id, { proposal, body, percent, timerAt });
      }
      addGrants(tables, granted);
    },
    lockProposals: async (ids: readonly string[]) => pick(ids),
    findProposal: async (id: string) => read(id),
    dueProposals: async (now: Date, limit: number) =>
      [...proposals.values()]
        .filter(({ timerAt }) => timerAt !== null && timerAt <= now.toISOString())
        .slice(0, limit)
        .map(({ proposal }) => proposal.id),
    countWaiting: async () => ({ ofRequester: 0, ofSubject: 0 }),
  };
}

function people({ members, delegations, levels }: Tables) {
  const active = (now: Date): Delegation[] =>
    [...delegations.values()].filter(
      (one) => one.startsAt <= now && one.endsAt > now && one.revokedAt === null,
    );
  return {
    writeMembers: async (changed: readonly Member[]) => {
      for (const member of changed) members.set(member.id, member);
    },
    findMember: async (id: string) => members.get(id) ?? null,
    findMemberByIdentity: async (wanted: Member['identities'][number]) =>
      [...members.values()].find(({ identities }) =>
        identities.some(({ platform, user }) => platform === wanted.platform && user === wanted.user),
      ) ?? null,
    readStanding: async (now: Date) => ({
      people: [...members.values()].map(({ id, name, role }) => ({ id, name, roles: [role] })),
      covers: active(now),
      levels: [...levels].map(([kind, level]) => ({ kind, level })),
    }),
    addDelegation: async (delegation: Delegation) => {
      delegations.set(delegation.id, delegation);
    },
    revokeDelegation: async (id: string, now: Date) => {
      const found = active(now).find((one) => one.id === id);
      if (found) delegations.set(id, { ...found, revokedAt: now });
      return found !== undefined;
    },
  };
}

function rest({ switches, levels, observations, sentiments }: Tables, accounts: readonly Account[]) {
  return {
    engine: 'embedded' as const,
    findAccounts: async (ids: readonly string[]) => accounts.filter(({ id }) => ids.includes(id)),
    findTicketState: async () => null,
    hasHeardOf: async () => true,
    findNudgeOptOuts: async () => [],
    appendAudit: async () => undefined,
    appendAudits: async () => undefined,
    latestJudgements: async (account: string) => ({
      overrides: [],
      sentiments: [...sentiments.values()].filter((one) => one.account === account).slice(-1),
    }),
    addSentiment: async (sentiment: Sentiment) => {
      sentiments.set(sentiment.proposalId, sentiment);
      return sentiment;
    },
    writeKillSwitch: async ({ scope, on }: { scope: string; on: boolean }) => {
      switches.set(scope, on);
    },
    listKillSwitches: async () =>
      [...switches].map(([scope, on]) => ({ scope, on, by: 'x', reason: 'x', at: new Date(0) })),
    readAutonomyLevels: async () =>
      new Map([...levels].map(([kind, level]) => [kind, { level, by: 'x', reason: 'x', at: new Date(0) }])),
    writeAutonomyLevel: async ({ kind, level }: { kind: ActionKindName; level: AutonomyLevel }) => {
      levels.set(kind, level);
    },
    noteObservation: async (of: {
      proposalId: string;
      kind: ActionKindName;
      asProposed: boolean;
      byPerson: boolean;
      at: Date;
    }) => {
      observations.set(of.proposalId, of);
    },
    readObservations: async (kind: ActionKindName, _since: Date, last: number) => {
      const all = [...observations.values()].filter((one) => one.kind === kind).reverse();
      return { recent: all.filter(({ byPerson }) => byPerson), last: all.slice(0, last) };
    },
    close: async () => undefined,
  };
}
