import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { randomSalt } from './ids.ts';

/** One line of the audit: who did or was refused what, when, on which account. Never changed, never removed. */
export interface AuditEntry {
  at: Date;
  /** Member id, `system`, `sealer`, or `unknown` for a person without an identity here. */
  actor: string;
  /** `{entity}.{verb}` in the past tense, such as `health.refused` or `events.imported`. */
  action: string;
  /** null = not about one account */
  account: string | null;
  /** Facts that explain it; never customer text, never secrets, never personal data. */
  detail: Record<string, unknown>;
  /** Personal data by name. The entry keeps a commitment to each; the value itself can be erased. */
  personal?: Record<string, string>;
}

/** An entry as its stored bytes say it: personal data as commitments, hexadecimal. */
export type StoredAuditEntry = Omit<AuditEntry, 'personal'> & { personal: Record<string, string> };

/** A value that an entry is committed to. Without the salt, the commitment cannot even be guessed at. */
export interface CommittedValue {
  commitment: string;
  salt: Uint8Array;
  value: string;
}

/** The actor of what the sealer writes about its own work. */
export const sealerActor = 'sealer';

/**
 * The bytes that are stored, hashed and exported for an entry: canonical JSON in UTF-8, with its keys in the order
 * account, action, actor, at, detail, personal, v.
 * @returns also the personal values, to be kept beside it
 */
export function encodeAuditEntry(
  entry: AuditEntry,
  salt: () => Uint8Array = randomSalt,
): { body: Uint8Array; committed: CommittedValue[] } {
  const committed: CommittedValue[] = [];
  const personal: Record<string, string> = {};
  for (const [name, given] of Object.entries(entry.personal ?? {})) {
    const value = storableText(given);
    const made = { salt: salt(), value };
    const commitment = commitmentOf(made);
    committed.push({ commitment, ...made });
    personal[name] = commitment;
  }
  const { at, actor, action, account } = entry;
  // Through JSON once, so that a Date or the like in the detail is the text that it stands for.
  const detail: unknown = JSON.parse(JSON.stringify(entry.detail));
  const text = canonicalJson({ v: 1, at: at.toISOString(), actor, action, account, detail, personal });
  return { body: new TextEncoder().encode(text), committed };
}

/** SHA-256 of salt and value, hexadecimal. */
function commitmentOf({ salt, value }: Pick<CommittedValue, 'salt' | 'value'>): string {
  return createHash('sha256').update(salt).update(value, 'utf8').digest('hex');
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads the bytes of an entry; null = they are none. */
export function decodeAuditEntry(body: Uint8Array): StoredAuditEntry | null {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(decoder.decode(body)) as Record<string, unknown>;
  } catch {
    return null;
  }
  if (!isObject(value) || value.v !== 1) return null;
  const { at, actor, action, account, detail, personal } = value;
  if (typeof at !== 'string' || typeof actor !== 'string' || typeof action !== 'string') return null;
  if ((account !== null && typeof account !== 'string') || !isObject(detail) || !isObject(personal))
    return null;
  if (Object.values(personal).some((commitment) => typeof commitment !== 'string')) return null;
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime()) || instant.toISOString() !== at) return null;
  return { at: instant, actor, action, account, detail, personal: personal as Record<string, string> };
}

/** What a text column can hold of any text: no NUL, no half of a surrogate pair. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
