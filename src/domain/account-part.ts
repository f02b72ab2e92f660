/** One of several shares of all accounts: the `index`th, from 1, of `count`. */
export interface AccountPart {
  index: number;
  count: number;
}

/** Whether an account belongs to a part: by its id alone, so that each belongs to one part whoever asks, and when. */
export function isInPart(accountId: string, { index, count }: AccountPart): boolean {
  return hashOf(accountId) % count === index - 1;
}

/** FNV-1a over UTF-16 code units, 32 bits. Source: RFC 9923 */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
