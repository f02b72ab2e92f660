import type { Action, ActionKindName, ConnectorName } from '../domain/action.ts';
import type { StoreTransaction } from '../store/store.ts';
import type { Connectors } from './connector.ts';
import type { InternalEffect } from './internal-effect.ts';
import type { MacKey } from './mac.ts';
import type { Policies } from './policy/policy.ts';

/** What the door is made of. One per process; whoever has it can propose and decide, but not act without a grant. */
export interface Door {
  /** The policies in force at this moment. */
  policies(): Policies;
  /** Secrets outside the database: `grant` signs grants, `button` signs what buttons carry. */
  keys: { grant: MacKey; button: MacKey };
  /** The ways out of this process. */
  connectors: Connectors;
  /** What another process of this installation has: actions are bound to it, and wait for that process. Absent = nothing. */
  waysElsewhere?: ReadonlySet<ConnectorName>;
  /** What happens in our own store. */
  effects: ReadonlyMap<ActionKindName, InternalEffect>;
  /** Why a policy file may not be changed so; null = it is in order */
  checkRuleChange(change: { file: string; content: string }): Promise<string | null>;
  /**
   * What our own store and policies have now where an action would put something else.
   * @param within - the transaction of the change itself; absent = what is committed
   */
  readOwnBefore(action: Action, within?: StoreTransaction): Promise<Action['before']>;
  /**
   * Until when an approved effect must wait, asked at the moment of sending; null = it may go now. Absent = nothing waits.
   * @param proposalId - its own, which does not count against itself
   */
  holdUntil?(action: Action, proposalId: string, store: StoreTransaction, now: Date): Promise<Date | null>;
  /** Tells the worker of this process that something may be due. */
  nudge(): void;
}
