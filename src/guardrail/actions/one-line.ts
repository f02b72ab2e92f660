import type { Account } from '../../domain/account.ts';

/** With the dot of its colour it is one heading of a chat platform, which takes 150. */
const summaryLength = 146;

/** What an action's line on cards and lists may be: one line of at most 146 characters, cut with an ellipsis. */
export function oneLine(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Z}]+/gu, ' ').trim();
  if (flat.length <= summaryLength) return flat;
  return `${flat.slice(0, summaryLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** How an account is called in a summary: its name, shortened before anything else would be cut. */
export function nameOf(account: Account | null): string {
  if (!account) return 'an unknown account';
  return shorten(account.name, 40);
}

/** Text of somebody else's within a summary. */
export function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
