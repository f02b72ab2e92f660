import type { View } from '../views/view.ts';
import type { Away } from './connector.ts';

/** A chat platform's sender, as the guardrail reaches it. */
export interface ChatPort {
  /** @throws an error with the fields of `ChatFailure` */
  post(
    channel: string,
    view: View,
    where: { key: string; thread?: string },
  ): Promise<{ channel: string; message: string }>;
  /** @returns the message of an earlier post with this key; null = there is none */
  lookup(channel: string, key: string, since: Date, thread?: string): Promise<string | null>;
}

/** What a platform's failure says of what happened. */
export interface ChatFailure {
  nothingHappened: boolean;
  permanent: boolean;
  retryAfterMs: number | null;
  /** Why the platform takes nothing at all at the moment; null or absent = it is about this call */
  away?: Away | null;
  message: string;
}

/** Whether an error says what became of a post; of any other nobody knows. */
export function isChatFailure(error: unknown): error is ChatFailure {
  return error instanceof Error && 'nothingHappened' in error && typeof error.nothingHappened === 'boolean';
}
