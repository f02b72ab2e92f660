import { sha256Of } from '../../domain/sha256.ts';

/** What is kept of a secret that somebody else holds: whoever reads the store can sign in with none of it. */
export function hashOf(token: string): string {
  return sha256Of(Buffer.from(token));
}

/** Whether a text can be one of our secrets at all. */
export function isToken(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
