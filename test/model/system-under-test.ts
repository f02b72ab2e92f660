import type { Account } from '../../src/domain/account.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { createManualClock } from '../../src/domain/clock.ts';
import type { Member } from '../../src/domain/member.ts';
import type { Door } from '../../src/guardrail/door.ts';
import type { InternalEffect } from '../../src/guardrail/internal-effect.ts';
import type { RequestContext } from '../../src/services/context.ts';
import type { Store, StoreTransaction } from '../../src/store/store.ts';
import type { ProposalWrites } from '../../src/store/write-proposals.ts';
import { connectorsTo, createOutside, type Outside } from './outside.ts';
import { type PolicyMode, scriptedPolicies } from './policy-table.ts';
import { people } from './steps.ts';

export const startsAt = Date.parse('2026-11-21T12:00:00.000Z');
const ownRoles = {
  csm1: 'csm',
  csm2: 'csm',
  manager1: 'manager',
  manager2: 'manager',
  exec1: 'exec',
  agent1: 'agent',
} as const;

/** The members of the model's world, each with two identities. */
export const members: readonly Member[] = people.map((id) => ({
  id,
  name: id,
  role: ownRoles[id],
  identities: (['slack', 'teams'] as const).map((platform) => ({
    platform,
    team: 'T1',
    user: `${platform}-${id}`,
  })),
}));

export const modelAccounts: readonly Account[] = ['acme', 'globex'].map((id) => ({
  id,
  name: id,
  status: 'active',
  churnReason: null,
  segment: null,
  tier: null,
  icp: null,
  useCase: null,
  seats: null,
  arr: null,
  startsOn: null,
  renewsOn: null,
  owner: null,
  domains: [`${id}.example`],
  aliases: [],
  externalIds: [],
  region: null,
  firstSeenOn: '2026-09-01',
}));

/** The product with an outside that keeps a ledger; one per run. */
export interface SystemUnderTest {
  ctx: RequestContext;
  clock: ReturnType<typeof createManualClock>;
  store: Store;
  outside: Outside;
  /** Entries whose transaction was committed, in that order. */
  audit: AuditEntry[];
  setMode(mode: PolicyMode): void;
  /** The door as a worker has it. */
  doorOf(worker: string, pause: () => Promise<void>): Door;
}

/** What a run takes from the product as it is. */
export type RunBase = Omit<RequestContext, 'store' | 'clock' | 'ids'> & {
  /** A planted bug: entries of this name are not written. */
  silent?: string;
};

let runs = 0;

/** @param bare - the store itself; @param base - supplies what the model does not replace */
export function createSystem(bare: Store, base: RunBase): SystemUnderTest {
  const clock = createManualClock(new Date(startsAt));
  const audit: AuditEntry[] = [];
  const outside = createOutside(() => audit.length);
  let mode: PolicyMode = { table: 'lenient', broken: false };
  const policies = scriptedPolicies(() => mode);
  const run = (runs++).toString(36).padStart(5, '0');
  let count = 0;
  const store = recordingStore(bare, audit, base.silent);
  const doorOf: SystemUnderTest['doorOf'] = (worker, pause) => ({
    ...base.door,
    policies: () => policies,
    connectors: new Map(connectorsTo(outside, worker, pause).map((connector) => [connector.name, connector])),
    effects: new Map(
      [...base.door.effects].map(([kind, effect]) => [
        kind,
        kind === 'kill.flip' ? effect : landing(outside, worker, effect),
      ]),
    ),
  });
  const ids: RequestContext['ids'] = {
    trace: () => '00000000',
    proposal: () => `m${run}${(count++).toString(36).padStart(10, '0')}`,
    fraction: () => 0.5,
    secret: () => '00'.repeat(32),
  };
  const setMode = (next: PolicyMode): void => {
    mode = next;
  };
  const ctx = { ...base, store, clock, ids, door: doorOf('nobody', async () => undefined) };
  return { ctx, clock, store, outside, audit, setMode, doorOf };
}

/** An effect in our own store lands with its transaction. */
function landing(outside: Outside, worker: string, effect: InternalEffect): InternalEffect {
  return async (store, given) => {
    const receipt = await effect(store, given);
    const { proposalId, action } = given;
    (store as Recording)[onCommit](() => {
      const text = JSON.stringify(action.params);
      outside.landings.push({ proposalId, version: 0, digest: '', text, auditBefore: Infinity, worker });
    });
    return receipt;
  };
}

const onCommit = Symbol('on commit');
type Recording = StoreTransaction & { [onCommit](act: () => void): void };

/** Notes what is committed to the audit; each run's autonomy record is its own. */
function recordingStore(bare: Store, audit: AuditEntry[], silent?: string): Store {
  const recorded = (store: StoreTransaction, entries: AuditEntry[], acts: (() => void)[]): Recording => {
    const extra = {
      appendAudit: async (entry: AuditEntry) => {
        if (entry.action === silent) return;
        await store.appendAudit(entry);
        entries.push(entry);
      },
      appendAudits: async (several: readonly AuditEntry[]) => {
        const written = several.filter(({ action }) => action !== silent);
        await store.appendAudits(written);
        entries.push(...written);
      },
      writeProposals: async ({ entries: several = [], ...rest }: ProposalWrites) => {
        const written = several.filter(({ action }) => action !== silent);
        await store.writeProposals({ ...rest, entries: written });
        entries.push(...written);
      },
      readObservations: async () => ({ recent: [], last: [] }),
      [onCommit]: (act: () => void) => void acts.push(act),
    };
    return new Proxy(store as Recording, {
      get: (target, name) => Reflect.get(name in extra ? extra : target, name) as unknown,
    });
  };
  const transaction: Store['transaction'] = async (work) => {
    const entries: AuditEntry[] = [];
    const acts: (() => void)[] = [];
    const result = await bare.transaction((inner) => work(recorded(inner, entries, acts)));
    audit.push(...entries);
    for (const act of acts) act();
    return result;
  };
  const outer = recorded(bare, audit, []) as unknown as Store;
  return new Proxy(outer, {
    get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
  });
}
