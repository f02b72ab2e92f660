import { createHash, timingSafeEqual } from 'node:crypto';

/** A named secret; the name is what the log and the records may say. */
export interface NamedToken {
  name: string;
  token: string;
}

/**
 * Finds whose token an `Authorization: Bearer` header carries. Every token is compared, over digests of equal
 * length, so that the time taken says nothing about any of them.
 * @returns null when it is nobody's
 */
export function findBearer<T extends NamedToken>(header: string | undefined, tokens: readonly T[]): T | null {
  const given = /^Bearer ([^\s]{1,500})$/i.exec(header ?? '')?.[1] ?? '';
  const digest = digestOf(given);
  let found: T | null = null;
  for (const token of tokens) {
    if (timingSafeEqual(digest, digestOf(token.token)) && given !== '') found = token;
  }
  return found;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
