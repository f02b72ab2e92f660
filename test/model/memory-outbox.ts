import type { ConnectorName } from '../../src/domain/action.ts';
import { finalStates } from '../../src/domain/proposal.ts';
import type { ClaimedEffect, GrantedEffect } from '../../src/store/outbox.ts';
import type { StoreTransaction } from '../../src/store/store.ts';
import type { OutboxRow, Tables } from './memory-store.ts';

type Pair = { proposalId: string; fence: number };

/** Stores grants and puts their effects on the way. */
export function addGrants({ outbox, grants }: Tables, granted: readonly GrantedEffect[]): void {
  for (const { grant, proposal, nextAt } of granted) {
    const fence = Math.max(outbox.get(proposal.id)?.fence ?? 0, proposal.fence);
    grants.set(proposal.id, grant);
    const base = { id: proposal.id, state: 'queued' as const, fence, attempts: 0, away: 0 };
    outbox.set(proposal.id, { ...base, nextAt: nextAt.getTime(), leasedUntil: null, proposal });
  }
}

/** The outbox's statements, each as one step. */
export function memoryOutbox(tables: Tables) {
  const { outbox, outages } = tables;
  const put = (row: OutboxRow, changes: Partial<OutboxRow>): void => {
    outbox.set(row.id, { ...row, ...changes });
  };
  const held = ({ proposal }: OutboxRow): boolean => {
    const { account, kind, connector, origin } = proposal;
    const of = ['all', `account:${account}`, `kind:${kind}`, `connector:${connector}`];
    return [...of, ...(origin === 'agent' ? ['model'] : [])].some((scope) => tables.switches.get(scope));
  };
  const owned = (pairs: readonly Pair[], test: (row: OutboxRow) => boolean): OutboxRow[] =>
    pairs.flatMap(({ proposalId, fence }) => {
      const row = outbox.get(proposalId);
      return row && row.fence === fence && row.state !== 'queued' && test(row) ? [row] : [];
    });
  const remove = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      outbox.delete(id);
      tables.grants.delete(id);
    }
  };
  return {
    removeEffects: remove,
    claimEffects: async (from: Parameters<StoreTransaction['claimEffects']>[0]) => {
      const now = from.now.getTime();
      const due = [...outbox.values()]
        .filter((row) => row.state === 'queued' && row.nextAt <= now && !held(row))
        .filter(({ proposal }) => from.connectors.includes(proposal.connector))
        .filter(({ proposal }) => (outages.get(proposal.connector)?.nextAt ?? 0) <= now)
        .sort((a, b) => a.nextAt - b.nextAt || (a.id < b.id ? -1 : 1))
        .slice(0, from.limit)
        .filter((row, _at, all) => {
          // Of a platform that takes nothing, the earliest proposed is tried.
          const { connector } = row.proposal;
          const others = all.filter(({ proposal }) => proposal.connector === connector);
          return !outages.has(connector) || others.every(({ id }) => row.id <= id);
        });
      const leasedUntil = from.leasedUntil.getTime();
      for (const row of due) {
        put(row, { state: 'claimed', fence: row.fence + 1, attempts: row.attempts + 1, leasedUntil });
      }
      return due.flatMap(({ id }) => read(tables, id));
    },
    beginCalls: async (pairs: readonly Pair[], now: Date) => {
      const rows = owned(
        pairs,
        (row) => row.state === 'claimed' && (row.leasedUntil ?? 0) > now.getTime() && !held(row),
      );
      for (const row of rows) put(row, { state: 'calling' });
      return rows.map(({ id }) => id);
    },
    lockEffects: async (pairs: readonly Pair[]) => owned(pairs, () => true).map(({ id }) => id),
    // The model's channels have no lanes: no two of its effects go to one place.
    holdLanes: async () => undefined,
    requeueEffects: async (effects: Parameters<StoreTransaction['requeueEffects']>[0]) => {
      for (const { proposalId, nextAt, countsAsAttempt, away = false } of effects) {
        const row = outbox.get(proposalId);
        const attempts = (row?.attempts ?? 0) - (countsAsAttempt ? 0 : 1);
        if (!row) continue;
        const back = { attempts, away: row.away + (away ? 1 : 0) };
        put(row, { state: 'queued', leasedUntil: null, nextAt: nextAt.getTime(), ...back });
      }
    },
    lapsedEffects: async (now: Date, limit: number) =>
      [...outbox.values()]
        .filter(
          ({ state, leasedUntil }) =>
            state !== 'queued' && leasedUntil !== null && leasedUntil <= now.getTime(),
        )
        .slice(0, limit)
        .map(({ id, fence, state }) => ({ proposalId: id, fence, called: state === 'calling' })),
    takeOverEffects: async (
      lapsed: readonly (Pair & { called: boolean })[],
      now: Date,
      until: Date | null,
    ) => {
      const called = new Map(lapsed.map((one) => [one.proposalId, one.called]));
      const rows = owned(
        lapsed,
        ({ id, state, leasedUntil }) =>
          called.get(id) === (state === 'calling') && leasedUntil !== null && leasedUntil <= now.getTime(),
      );
      for (const row of rows) put(row, { leasedUntil: until?.getTime() ?? null });
      return rows.map(({ id }) => id);
    },
    lookAgainAt: async (pair: Pair, at: Date | null, away = false) => {
      for (const row of owned([pair], () => true)) {
        const leasedUntil = at?.getTime() ?? null;
        put(row, { state: 'calling', leasedUntil, away: row.away + (away ? 1 : 0) });
      }
    },
    countOutageTries: async (connector: ConnectorName) => outages.get(connector)?.tries ?? 0,
    noteOutage: async ({ connector, nextAt }: Parameters<StoreTransaction['noteOutage']>[0]) => {
      const known = outages.get(connector) ?? { tries: 0, nextAt: 0 };
      const later = Math.max(known.nextAt, nextAt.getTime());
      outages.set(connector, { tries: known.tries + 1, nextAt: later });
    },
    endOutages: async (connectors: readonly ConnectorName[]) => {
      for (const connector of connectors) outages.delete(connector);
    },
    findEffect: async (id: string) => read(tables, id)[0] ?? null,
  };
}

function read({ outbox, proposals, grants }: Tables, id: string): ClaimedEffect[] {
  const row = outbox.get(id);
  const stored = proposals.get(id);
  if (!row || !stored) return [];
  const { proposal, body, percent } = stored;
  const isOver = finalStates.has(proposal.state);
  return [
    {
      fence: row.fence,
      attempt: row.attempts,
      away: row.away,
      proposal,
      body,
      percent,
      grant: grants.get(id) ?? null,
      isOver,
    },
  ];
}
