import type { Action, ActionKindName, ConnectorName } from '../domain/action.ts';
import type { Grant } from './grant.ts';

/**
 * What the outside promises: `idempotent` = the same key twice is one effect; `lookup` = it can be asked whether it
 * happened; `none` = neither, so that a lost answer is for a person to settle.
 */
export type Delivery = 'idempotent' | 'lookup' | 'none';

/**
 * Why a platform takes nothing at the moment, whatever it is asked: it does not answer or is broken, or it wants a
 * pause. This says nothing against the effect, and uses up none of its attempts.
 */
export type Away = 'unreachable' | 'busy';

/** What came of a call. Every failure says whether it is known that nothing happened. */
export type CallOutcome =
  | { kind: 'done'; receipt: Readonly<Record<string, unknown>> }
  /** Nothing happened, for sure. `permanent` = trying again cannot help. */
  | { kind: 'not_happened'; reason: string; permanent: boolean; retryAfterMs: number | null; away?: Away }
  | { kind: 'unknown'; reason: string; away?: Away };

/** What a look-up finds. */
export type LookupOutcome =
  | { kind: 'happened'; receipt: Readonly<Record<string, unknown>> }
  | { kind: 'absent' }
  | { kind: 'unsure'; reason: string; away?: Away };

/** What would be sent, without sending it: a dry run. */
export interface CallPreview {
  connector: ConnectorName;
  /** Where it would go, for people: `POST https://api.hubapi.com/crm/v3/...`, `e-mail through smtp.example:587`. */
  target: string;
  /** The request as it would be sent, without secrets. */
  request: unknown;
}

/** A way out. Implementations live in `clients/`; each calls `requireGrant` before anything else. */
export interface Connector {
  readonly name: ConnectorName;
  delivery(kind: ActionKindName): Delivery;
  preview(action: Action): CallPreview;
  /** Carries it out once. Never throws for what the outside answers; throws HF_GRANT_MISSING without a grant. */
  perform(grant: Grant, signal: AbortSignal): Promise<CallOutcome>;
  /** Asks whether an earlier attempt happened; only where delivery is `lookup`. */
  lookup?(grant: Grant, signal: AbortSignal): Promise<LookupOutcome>;
  /** The value that a change would replace, for `old → new`; null = this kind replaces nothing. Throws when it cannot be read. */
  readBefore?(action: Action, signal: AbortSignal): Promise<Action['before'] | null>;
}

/** The connectors of this process, by name; what is absent cannot be reached from here. */
export type Connectors = ReadonlyMap<ConnectorName, Connector>;
