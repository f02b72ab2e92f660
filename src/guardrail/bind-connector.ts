import type { ConnectorName } from '../domain/action.ts';
import type { ActionKind } from './action-kind.ts';
import type { Connectors } from './connector.ts';

/**
 * Which connector an action is bound to when it is proposed: the first of its kind that this installation has. Effects in
 * our own store need none.
 * @param elsewhere - what another process of the installation has: the action waits for it
 * @returns null when nothing here can carry it out
 */
export function bindConnector(
  kind: Pick<ActionKind, 'connectors'>,
  connectors: Connectors,
  elsewhere: ReadonlySet<ConnectorName> = new Set(),
): ConnectorName | null {
  const isThere = (name: ConnectorName): boolean => connectors.has(name) || elsewhere.has(name);
  return kind.connectors.find((name) => name === 'holdfast' || isThere(name)) ?? null;
}
