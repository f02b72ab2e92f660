import type { UtcDay } from '../../domain/utc-day.ts';

/**
 * What a person asks about an account. `account` is the text as typed, not yet resolved; empty = the account that the
 * conversation is about ("why did it change?").
 */
export type Question =
  | { kind: 'health'; account: string }
  /** `days` = how far back; absent = the usual span. */
  | { kind: 'timeline'; account: string; days?: number }
  /** `since` may lie after today when it was typed with a year; null = the usual span. */
  | { kind: 'why'; account: string; since: UtcDay | null }
  | { kind: 'help' }
  /** `nearest` = commands that come closest, ready to type after `/cs`, the best first; never empty. */
  | { kind: 'unknown'; nearest: string[] };
