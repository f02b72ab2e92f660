import type { Action } from '../domain/action.ts';
import type { StoreTransaction } from '../store/store.ts';

/** An effect in our own store: it happens in the transaction that records it, so it is never in doubt. */
export type InternalEffect = (
  store: StoreTransaction,
  effect: { action: Action; proposalId: string /** Who asked for it */; requester: string; at: Date },
) => Promise<Readonly<Record<string, unknown>>>;
