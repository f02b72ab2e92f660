import type { ConnectorName } from '../../src/domain/action.ts';
import type { CallOutcome, Connector, Delivery } from '../../src/guardrail/connector.ts';
import { type Grant, requireGrant } from '../../src/guardrail/grant.ts';
import type { Answer } from './steps.ts';

/** An effect that really happened, with what stood in the audit before it. */
export interface Landing {
  proposalId: string;
  version: number;
  digest: string;
  /** The parameters as they arrived, as JSON. */
  text: string;
  auditBefore: number;
  worker: string;
}

/** The outside: what reached it, and how it will treat the next calls. */
export interface Outside {
  landings: Landing[];
  /** Used up in order; afterwards everything succeeds. */
  script: Answer[];
  land(grant: Grant, idempotent: boolean, worker: string): void;
}

export function createOutside(auditLength: () => number): Outside {
  const landings: Landing[] = [];
  return {
    landings,
    script: [],
    land({ proposalId, version, digest, action }, idempotent, worker) {
      const again = landings.some((one) => one.proposalId === proposalId && one.version === version);
      if (again && idempotent) return;
      const text = JSON.stringify(action.params);
      landings.push({ proposalId, version, digest, text, auditBefore: auditLength(), worker });
    },
  };
}

export const deliveries: ReadonlyMap<ConnectorName, Delivery> = new Map([
  ['smtp', 'none'],
  ['hubspot', 'lookup'],
  ['outbox', 'idempotent'],
]);

/**
 * The ways to it, as one worker has them. Each call lands or does not at once; its answer comes when `pause` lets it.
 */
export function connectorsTo(outside: Outside, worker: string, pause: () => Promise<void>): Connector[] {
  return [...deliveries].map(([name, delivery]) => ({
    name,
    delivery: () => delivery,
    preview: (action) => ({ connector: name, target: 'the ledger', request: action.params }),
    async perform(grant): Promise<CallOutcome> {
      requireGrant(grant);
      const answer = outside.script.shift() ?? 'done';
      if (answer === 'done' || answer === 'answer_lost')
        outside.land(grant, delivery === 'idempotent', worker);
      await pause();
      return outcomes[answer];
    },
    ...(delivery === 'lookup'
      ? {
          async lookup(grant: Grant) {
            requireGrant(grant);
            const found = outside.landings.some(
              ({ proposalId, version }) => proposalId === grant.proposalId && version === grant.version,
            );
            await pause();
            return found ? { kind: 'happened' as const, receipt: {} } : { kind: 'absent' as const };
          },
        }
      : {}),
  }));
}

const outcomes: Record<Answer, CallOutcome> = {
  done: { kind: 'done', receipt: { at: 'the ledger' } },
  answer_lost: { kind: 'unknown', reason: 'the answer was lost' },
  never_arrived: { kind: 'unknown', reason: 'nothing came back' },
  refused: { kind: 'not_happened', reason: 'refused', permanent: true, retryAfterMs: null },
  busy: { kind: 'not_happened', reason: 'busy', permanent: false, retryAfterMs: 1_000 },
  out_of_reach: {
    kind: 'not_happened',
    reason: 'no connection',
    permanent: false,
    retryAfterMs: null,
    away: 'unreachable',
  },
  broken: { kind: 'unknown', reason: 'it is broken', away: 'unreachable' },
  pause: { kind: 'not_happened', reason: 'pause', permanent: false, retryAfterMs: 30_000, away: 'busy' },
};
