import type { ConnectorName } from './action.ts';

/** A platform that takes nothing at the moment: out of reach, or broken. */
export interface Outage {
  connector: ConnectorName;
  since: Date;
  /** How many effects are on their way to it. */
  waiting: number;
}
