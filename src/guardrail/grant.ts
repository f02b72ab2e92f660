import { type Action, digestOfBytes, openAction } from '../domain/action.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { Approval } from '../domain/proposal.ts';
import { HoldfastError } from '../errors.ts';
import { isMac, type MacKey, macOf } from './mac.ts';

/** A grant as stored: the single-use permission for exactly these bytes. */
export interface GrantRecord {
  proposalId: string;
  version: number;
  digest: string;
  /** Who allowed it, as `approverOf` names them; empty = policy alone. */
  approvers: readonly string[];
  /** Instants, ISO 8601 with Z. */
  grantedAt: string;
  /** From then on it is void: a long halt does not run old approvals. */
  expiresAt: string;
  /** HMAC-SHA-256 over the rest with a key outside the database, hexadecimal. */
  mac: string;
}

/** How a grant names one person's yes. */
export function approverOf({ member, actingFor }: Pick<Approval, 'member' | 'actingFor'>): string {
  return actingFor === null ? member : `${member} for ${actingFor}`;
}

/** Signs what was decided, so that a row written by anything else is no grant. */
export function issueGrant(claims: Omit<GrantRecord, 'mac'>, key: MacKey): GrantRecord {
  return { ...claims, mac: macOf(canonicalJson(claims), key) };
}

const redeemed = new WeakSet<object>();

/** What a connector takes: proof that these bytes may go out now. Made by `redeemGrant` alone. */
export interface Grant {
  readonly proposalId: string;
  readonly version: number;
  readonly digest: string;
  readonly action: Action;
  /** The idempotency key: the same for every attempt at this effect, and for no other. */
  readonly key: string;
  /** When it was allowed, ISO 8601 with Z: nothing that the outside did before is this effect. */
  readonly grantedAt: string;
}

/**
 * Checks a stored grant against the bytes that are about to go out.
 * @returns null when the MAC, version or digest does not fit, or the time is over
 */
export function redeemGrant(record: GrantRecord, bytes: Uint8Array, key: MacKey, now: Date): Grant | null {
  const { mac, ...claims } = record;
  if (!isMac(mac, macOf(canonicalJson(claims), key))) return null;
  if (digestOfBytes(bytes) !== record.digest || now.toISOString() >= record.expiresAt) return null;
  const action = openAction(bytes);
  if (!action) return null;
  const { proposalId, version, digest, grantedAt } = record;
  const grant: Grant = Object.freeze({
    proposalId,
    version,
    digest,
    grantedAt,
    action: deepFreeze(action),
    key: idempotencyKey(proposalId, version),
  });
  redeemed.add(grant);
  return grant;
}

/**
 * Stands first in every connector: whatever was not redeemed here does not go out.
 * @throws {HoldfastError} HF_GRANT_MISSING
 */
export function requireGrant(grant: Grant): void {
  if (grant !== null && typeof grant === 'object' && redeemed.has(grant)) return;
  throw new HoldfastError('HF_GRANT_MISSING', 'A connector was called without a grant; nothing was sent');
}

/** The name under which the outside knows this effect. */
export function idempotencyKey(proposalId: string, version: number): string {
  return `hf-${proposalId}-${version}`;
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}
