import type { CallOutcome, Connector } from './connector.ts';
import type { Grant } from './grant.ts';

/** The one place where something goes out. What a connector throws says nothing of what happened. */
export async function callConnector(
  connector: Connector,
  grant: Grant,
  signal: AbortSignal,
): Promise<CallOutcome> {
  try {
    return await connector.perform(grant, signal);
  } catch (error) {
    return {
      kind: 'unknown',
      reason: error instanceof Error ? error.message.slice(0, 300) : 'no reason given',
    };
  }
}
