import type { KnownIssue } from '../../domain/known-issue.ts';
import { holdsFor } from './affected-version.ts';

/** What an account itself told us or showed us of an issue. */
export interface OwnHits {
  /** Its own tickets, as their writers called them. */
  tickets: readonly { ticketId: string; subject: string }[];
  /** The day of its last error; null = none */
  lastErrorOn: string | null;
  /** What it runs now; null = unknown */
  version: string | null;
}

/** A letter to the people of one account. */
export interface NoticeText {
  subject: string;
  body: string;
}

const ticketsNamed = 3;
const ticketSubjectLength = 120;

/**
 * The letter that tells one account that a known issue is open, or fixed. It holds what the issue says to customers, and
 * what this account said or showed itself; of others, and of anything internal, nothing. It promises nothing.
 * @returns null when nothing of the issue may be said to customers, or it is superseded
 */
export function noticeText(issue: KnownIssue, own: OwnHits): NoticeText | null {
  if (issue.audience !== 'customer' || issue.status === 'superseded') return null;
  const title = oneLine(issue.title);
  const parts = issue.status === 'fixed' ? fixedParts(issue, title, own) : openParts(issue, title);
  const body = ['Hello,', ...parts, ...ownParts(own), closing(issue.status)].join('\n\n');
  return { subject: issue.status === 'fixed' ? `Fixed: ${title}` : `A fault that we know: ${title}`, body };
}

function openParts(issue: KnownIssue, title: string): string[] {
  return [
    `We know of a fault in our product that your account has met: ${title}. Nothing in your set-up has caused it.`,
    `What helps now: ${firstParagraph(issue.body)}`,
  ];
}

function fixedParts(issue: KnownIssue, title: string, { version }: OwnHits): string[] {
  const since = issue.fixed_in === undefined ? '' : ` from version ${issue.fixed_in} on`;
  const holds =
    version === null || issue.fixed_in === undefined
      ? 'unknown'
      : holdsFor({ versions: {}, fixed_in: issue.fixed_in }, version);
  const running = {
    yes: [`Your account runs version ${version} at the moment.`],
    no: [`Your account runs version ${version}, which has the correction.`],
    unknown: [],
  }[holds];
  return [
    [`This fault of ours, which your account has met, is fixed${since}: ${title}.`, ...running].join(' '),
  ];
}

function ownParts({ tickets, lastErrorOn }: OwnHits): string[] {
  if (tickets.length === 0)
    return lastErrorOn === null ? [] : [`We last saw it in your account on ${lastErrorOn}.`];
  const named = tickets.slice(0, ticketsNamed).map(({ ticketId, subject }) => {
    const called = clip(oneLine(subject), ticketSubjectLength);
    return called === '' ? `ticket ${oneLine(ticketId)}` : `ticket ${oneLine(ticketId)}, “${called}”`;
  });
  return [`You wrote to us about it: ${named.join('; ')}.`];
}

function closing(status: KnownIssue['status']): string {
  return status === 'fixed'
    ? 'If you meet it again, reply to this message with the time and the name of the item.'
    : 'If this does not help you, your case may be another one: reply to this message, and we look at it again.';
}

/** The answer of a document, without its marks. A link keeps its words and loses its address. */
export function firstParagraph(markdown: string): string {
  const paragraph = markdown.trim().split(/\n\s*\n/)[0] ?? '';
  return oneLine(
    paragraph
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/(\*\*|__)(.+?)\1/g, '$2')
      .replace(/(?<![\w*])\*(?! )([^*\n]*[^*\n ])\*(?![\w*])/g, '$1')
      .replaceAll('`', ''),
  );
}

/** Nothing in a text may begin a line of its own, or hide. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

function clip(text: string, length: number): string {
  const characters = Array.from(text.slice(0, 2 * length));
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : characters.join('');
}
