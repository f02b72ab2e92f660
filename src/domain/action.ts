import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { parseStrictJson } from './strict-json.ts';

/** Every kind of outward change. What each carries is in `guardrail/actions/`. */
export const actionKindNames = [
  'message.post',
  'message.customer',
  'message.member',
  'ticket.reply',
  'ticket.note',
  'ticket.tag',
  'ticket.escalate',
  'task.create',
  'crm.update',
  'nudge.send',
  'job.retry',
  'playbook.start',
  'concession.grant',
  'score.override',
  'sentiment.set',
  'rule.change',
  'role.grant',
  'kill.flip',
] as const;
export type ActionKindName = (typeof actionKindNames)[number];

/** What carries an action out: our own store (`holdfast`), the file outbox, a chat platform, or a vendor's API. */
export const connectorNames = [
  'holdfast',
  'outbox',
  'chat',
  'smtp',
  'hubspot',
  'zendesk',
  'intercom',
] as const;
export type ConnectorName = (typeof connectorNames)[number];

/** How much harm a wrong one does. */
export const risks = ['low', 'medium', 'high'] as const;
export type Risk = (typeof risks)[number];

/** A value inside an action: JSON without floats. */
export type ActionValue =
  | string
  | number
  | boolean
  | null
  | readonly ActionValue[]
  | { readonly [key: string]: ActionValue };

/** One outward change, complete: what is shown, approved, executed and audited is this value's canonical bytes. */
export interface Action {
  kind: ActionKindName;
  account: string | null; // null = about no account
  params: Readonly<Record<string, ActionValue>>;
  /** Bound when proposed: an approval for the file outbox is none for the mail server. */
  connector: ConnectorName;
  /** What the change replaces, as known when it was proposed; drift from it denies execution. */
  before: Readonly<Record<string, ActionValue>>;
}

/** An action's bytes and their SHA-256, hexadecimal. */
export interface SealedAction {
  bytes: Uint8Array;
  digest: string;
}

/** How deep and how large an action may be; `bytes` counts its canonical form. */
export const actionLimits = { depth: 32, bytes: 65_536 } as const;

/**
 * The one byte form of an action: keys sorted, whole numbers only.
 * @returns a reason instead when it is too deep, too large or holds what has no canonical form
 */
export function sealAction(
  action: Action,
): { ok: true; sealed: SealedAction } | { ok: false; reason: string } {
  const problem = findProblem(action, 1);
  if (problem) return { ok: false, reason: problem };
  const bytes = Buffer.from(canonicalJson(action), 'utf8');
  if (bytes.length > actionLimits.bytes) {
    return { ok: false, reason: `has ${bytes.length} bytes, more than ${actionLimits.bytes}` };
  }
  return { ok: true, sealed: { bytes, digest: digestOfBytes(bytes) } };
}

/** Reads an action from its bytes. Null = these are not the canonical bytes of an action. */
export function openAction(bytes: Uint8Array): Action | null {
  if (bytes.length > actionLimits.bytes) return null;
  const text = Buffer.from(bytes).toString('utf8');
  const parsed = parseStrictJson(text, actionLimits.depth);
  if (!parsed.ok || !isAction(parsed.value)) return null;
  const again = sealAction(parsed.value);
  return again.ok && Buffer.from(again.sealed.bytes).equals(Buffer.from(bytes)) ? parsed.value : null;
}

/** SHA-256 of bytes, hexadecimal. */
export function digestOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isAction(value: unknown): value is Action {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const { kind, account, params, connector, before, ...rest } = value as Record<string, unknown>;
  return (
    Object.keys(rest).length === 0 &&
    actionKindNames.includes(kind as ActionKindName) &&
    (account === null || typeof account === 'string') &&
    connectorNames.includes(connector as ConnectorName) &&
    isPlainObject(params) &&
    isPlainObject(before)
  );
}

function isPlainObject(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Walks no deeper than the limit, so that a depth bomb costs nothing. */
function findProblem(value: unknown, depth: number): string | null {
  switch (typeof value) {
    case 'string':
      if (value.includes('\u0000')) return 'contains a NUL character';
      return value.isWellFormed() ? null : 'contains half of a surrogate pair (broken Unicode)';
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0)
        ? null
        : `contains ${value}, which is not a whole number`;
    case 'boolean':
      return null;
    case 'object':
      break;
    default:
      return `contains a ${typeof value}`;
  }
  if (value === null) return null;
  if (depth > actionLimits.depth) return `nested deeper than ${actionLimits.depth} levels`;
  if (
    !Array.isArray(value) &&
    Object.getPrototypeOf(value) !== Object.prototype &&
    Object.getPrototypeOf(value) !== null
  ) {
    return 'contains an object that is no plain value';
  }
  for (const [key, item] of Object.entries(value)) {
    const problem = findProblem(key, depth) ?? findProblem(item, depth + 1);
    if (problem) return problem;
  }
  return null;
}
