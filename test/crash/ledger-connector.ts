import { type ActionKindName, type ConnectorName, sealAction } from '../../src/domain/action.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { CallOutcome, Connector, Delivery, LookupOutcome } from '../../src/guardrail/connector.ts';
import { type Grant, requireGrant } from '../../src/guardrail/grant.ts';
import { askLedger } from './ledger.ts';

/** One kind of action for each promise that an outside can make, with the connector that it is bound to. */
export const deliveries: readonly {
  delivery: Delivery;
  connector: ConnectorName;
  kind: ActionKindName;
  params(text: string): Record<string, unknown>;
}[] = [
  {
    delivery: 'none',
    connector: 'smtp',
    kind: 'message.customer',
    params: (text) => ({ to: ['ann@acme.example'], subject: 'Your renewal', body: text }),
  },
  {
    delivery: 'idempotent',
    connector: 'hubspot',
    kind: 'task.create',
    params: (text) => ({ title: text }),
  },
  {
    delivery: 'lookup',
    connector: 'zendesk',
    kind: 'ticket.reply',
    params: (text) => ({ ticketId: 'T-1', body: text }),
  },
];

/** What a connector's outside promises. */
export function deliveryOf(connector: ConnectorName): Delivery {
  return deliveries.find((one) => one.connector === connector)?.delivery ?? 'none';
}

/** Ways out that all lead to the ledger process. */
export function ledgerConnectors(port: number, run: string, worker: string, clock: Clock): Connector[] {
  return deliveries.map(({ delivery, connector: name }) => ({
    name,
    delivery: (_kind: ActionKindName) => delivery,
    preview: (action) => ({ connector: name, target: 'the ledger', request: action.params }),
    perform: async (grant, signal) => {
      requireGrant(grant);
      const { key, proposalId, action } = grant;
      const sealed = sealAction(action);
      const digest = sealed.ok ? sealed.sealed.digest : '';
      const call = { key, proposalId, digest, delivery, sentAt: clock.now().toISOString(), worker };
      const { status } = await askLedger(port, `/effect?run=${run}`, call, signal);
      return outcomeOf(status, key);
    },
    ...(delivery === 'lookup'
      ? {
          lookup: async (grant: Grant, signal: AbortSignal): Promise<LookupOutcome> => {
            requireGrant(grant);
            const { status } = await askLedger(
              port,
              `/lookup?run=${run}&key=${grant.key}`,
              undefined,
              signal,
            );
            return status === 200 ? { kind: 'happened', receipt: { key: grant.key } } : { kind: 'absent' };
          },
        }
      : {}),
  }));
}

function outcomeOf(status: number, key: string): CallOutcome {
  if (status === 200) return { kind: 'done', receipt: { key } };
  return { kind: 'not_happened', reason: 'busy', permanent: false, retryAfterMs: null };
}
