import type { ActionKindName } from '../../domain/action.ts';
import type { Clock } from '../../domain/clock.ts';
import type { CallOutcome, LookupOutcome } from '../connector.ts';
import type { HttpAnswer, HttpVendor } from './http-call.ts';

/** A failure of a call; never `done`. */
export type Failure = Exclude<CallOutcome, { kind: 'done' }>;

/**
 * What a request that changes something came to. A refusal (4xx) changed nothing; after a fault of the vendor's (5xx),
 * a redirect or a lost answer nobody knows.
 * @returns null when it succeeded
 */
export function failureOf(vendor: HttpVendor, answer: HttpAnswer, clock: Clock): Failure | null {
  if (answer.kind === 'failed') {
    return answer.sent
      ? { kind: 'unknown', reason: answer.reason, away: 'unreachable' }
      : { ...notHappened(answer.reason, false), away: 'unreachable' };
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  const reason = reasonOf(vendor, answer);
  if (status === 429)
    return { ...notHappened(reason, false, retryAfterOf(answer.headers, clock)), away: 'busy' };
  if (status === 408 || status >= 500) return { kind: 'unknown', reason, away: 'unreachable' };
  if (status < 400) return { kind: 'unknown', reason };
  return notHappened(reason, ![409, 423, 425].includes(status));
}

/**
 * What a request that only reads came to, before anything was changed.
 * @returns null when it succeeded
 */
export function readFailureOf(vendor: HttpVendor, answer: HttpAnswer, clock: Clock): Failure | null {
  const failure = failureOf(vendor, answer, clock);
  if (failure?.kind !== 'unknown') return failure;
  return { ...notHappened(failure.reason, false), ...awayOf(failure) };
}

/** The same for a look-up, which then cannot say. */
export function unsureOf(failure: Failure): LookupOutcome {
  return { kind: 'unsure', reason: failure.reason, ...awayOf(failure) };
}

function awayOf({ away }: Failure): Pick<Failure, 'away'> {
  return away === undefined ? {} : { away };
}

/** A look-up of a kind that can only be repeated. */
export function notLookedUp(kind: ActionKindName): LookupOutcome {
  return { kind: 'unsure', reason: `${kind} is repeated, not looked up` };
}

/** Nothing happened, for sure. */
export function notHappened(
  reason: string,
  permanent: boolean,
  retryAfterMs: number | null = null,
): Extract<CallOutcome, { kind: 'not_happened' }> {
  return { kind: 'not_happened', reason, permanent, retryAfterMs };
}

/** A field of an answer, however deep; undefined where anything on the way is missing. */
export function fieldOf(json: unknown, ...path: readonly (string | number)[]): unknown {
  let value = json;
  for (const key of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** A list in an answer; empty where there is none. */
export function listOf(json: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const value = fieldOf(json, ...path);
  return Array.isArray(value) ? value : [];
}

/** An id as vendors give it, number or text, as text. Null = it is none. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,100}$/.test(value) ? value : null;
}

const longestWaitMs = 24 * 3_600_000;

/** Seconds or a date in Retry-After, or the second at which Intercom's window begins anew. */
function retryAfterOf(headers: Headers, clock: Clock): number | null {
  const after = headers.get('retry-after')?.trim() ?? '';
  const resetAt = headers.get('x-ratelimit-reset')?.trim() ?? '';
  const now = clock.now().getTime();
  let waitMs = Number.NaN;
  if (/^\d{1,9}$/.test(after)) waitMs = Number(after) * 1_000;
  else if (after !== '') waitMs = new Date(after).getTime() - now;
  else if (/^\d{1,12}$/.test(resetAt)) waitMs = Number(resetAt) * 1_000 - now;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), longestWaitMs);
}

/** The vendor's own words, bounded, on one line, and without our secrets should they be repeated. */
function reasonOf(vendor: HttpVendor, { status, json }: Extract<HttpAnswer, { kind: 'answered' }>): string {
  const candidates = [
    fieldOf(json, 'message'),
    fieldOf(json, 'description'),
    fieldOf(json, 'errors', 0, 'message'),
    fieldOf(json, 'error', 'message'),
    fieldOf(json, 'error'),
  ];
  const said = candidates.find((candidate) => typeof candidate === 'string') as string | undefined;
  if (!said) return `${vendor.name} answered ${status}`;
  const secrets = Object.values(vendor.secretHeaders).flatMap((value) => [value, value.replace(/^\w+ /, '')]);
  const clean = secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), said);
  return `${vendor.name} answered ${status}: ${clean.replace(/[\p{Cc}\p{Z}]+/gu, ' ').slice(0, 200)}`;
}
