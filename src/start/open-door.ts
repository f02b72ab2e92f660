import type { ConnectorName } from '../domain/action.ts';
import type { Connector } from '../guardrail/connector.ts';
import type { Door } from '../guardrail/door.ts';
import { internalEffects } from '../guardrail/effects/index.ts';
import type { Keys } from './keys.ts';

/** The door as its owner sees it: ways out and the worker are joined to it as they come up. */
export interface OpenDoor extends Door {
  join(connector: Connector): void;
  /** Who is told that something may be due. */
  onNudge(worker: () => void): void;
}

/** Puts the door together. */
export function createDoor(
  keys: Pick<Keys, 'grantKey' | 'buttonKey'>,
  policies: Pick<Door, 'policies' | 'checkRuleChange' | 'readOwnBefore'>,
  connectors: Iterable<Connector>,
): OpenDoor {
  const ways = new Map<ConnectorName, Connector>(
    [...connectors].map((connector) => [connector.name, connector]),
  );
  let tell = (): void => undefined;
  return {
    ...policies,
    keys: { grant: keys.grantKey, button: keys.buttonKey },
    connectors: ways,
    effects: internalEffects,
    nudge: () => tell(),
    join: (connector) => void ways.set(connector.name, connector),
    onNudge: (worker) => {
      tell = worker;
    },
  };
}
