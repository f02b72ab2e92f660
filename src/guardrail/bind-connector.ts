import type { ConnectorName } from '../domain/action.ts';
import type { ActionKind } from './action-kind.ts';
import type { Connectors } from './connector.ts';

/**
 * Which connector an action is bound to when it is proposed: the first of its kind that is there. Effects in our own
 * store need none.
 * @returns null when nothing of this process can carry it out
 */
export function bindConnector(
  kind: Pick<ActionKind, 'connectors'>,
  connectors: Connectors,
): ConnectorName | null {
  return kind.connectors.find((name) => name === 'holdfast' || connectors.has(name)) ?? null;
}
