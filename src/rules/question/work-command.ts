import type { BugQuestion, ReportsQuestion, TicketQuestion, WorkQuestion } from './question.ts';

/**
 * Reads the commands of work: `approvals [mine|open|recent] [PAGE]`, `autonomy`, `halt SCOPE`, `resume SCOPE`, as in a terminal
 * also `kill` and `unkill`.
 * @returns null when the text is none of them
 */
export function readWork(text: string): WorkQuestion | null {
  const [verb = '', ...words] = text.trim().split(/\s+/);
  if (/^approvals$/i.test(verb)) return readApprovals(words);
  const [rest, ...more] = words;
  if (more.length > 0) return null;
  switch (verb.toLowerCase()) {
    case 'autonomy':
      return rest === undefined ? { kind: 'autonomy' } : null;
    case 'halt':
    case 'kill':
      return { kind: 'halt', scope: rest ?? '', on: true };
    case 'resume':
    case 'unkill':
      return { kind: 'halt', scope: rest ?? '', on: false };
    default:
      return null;
  }
}

function readApprovals(words: readonly string[]): WorkQuestion | null {
  const [first = 'open', second, ...more] = words;
  const isPage = /^[1-9]\d{0,3}$/;
  const [named, page] = isPage.test(first) ? ['open', first] : [first.toLowerCase(), second];
  const scope = (['mine', 'open', 'recent'] as const).find((one) => one === named);
  if (!scope || more.length > 0 || (page === first && second !== undefined)) return null;
  if (page === undefined) return { kind: 'approvals', scope };
  return isPage.test(page) ? { kind: 'approvals', scope, page: Number(page) } : null;
}

/**
 * Reads `bug ID`, `bug list`, `bugs`, and `ticket NUMBER [ACCOUNT]`, also `diagnose` and with `--account`.
 * @returns null when the text is none of them
 */
export function readBug(text: string): BugQuestion | TicketQuestion | null {
  const [verb = '', ...rest] = text.trim().split(/\s+/);
  const [issue = '', ...more] = rest;
  if (/^bugs?$/i.test(verb))
    return more.length > 0 ? null : { kind: 'bug', issue: issue.toLowerCase() === 'list' ? '' : issue };
  return /^(?:ticket|diagnose)$/i.test(verb) ? readTicket(rest.join(' ')) : null;
}

/** More words than these are a question that begins with "ticket". */
const longestAccount = 3;

function readTicket(text: string): TicketQuestion | null {
  const option = /(?:^| )--account(?:=| )(?!--)([^ ]+)/i.exec(text);
  const words = (option ? text.replace(option[0], '') : text).split(' ').filter((word) => word !== '');
  const [ticketId = '', ...named] = words;
  if (words.some((word) => word.startsWith('--'))) return null;
  if (option)
    return named.length > 0 ? null : { kind: 'ticket', ticketId, account: unquoted(option[1] ?? '') };
  if (named.length === 0) return { kind: 'ticket', ticketId };
  if (named.length > longestAccount || !/\d/.test(ticketId)) return null;
  return { kind: 'ticket', ticketId, account: unquoted(named.join(' ')) };
}

function unquoted(text: string): string {
  return text.replace(/["“”„]/g, '');
}

/**
 * Reads `knowledge reports [mine|all]`.
 * @returns null when the text is something else
 */
export function readReports(text: string): ReportsQuestion | null {
  const match = /^\s*knowledge\s+reports(?:\s+(mine|all))?\s*$/i.exec(text);
  if (!match) return null;
  return { kind: 'reports', scope: (match[1]?.toLowerCase() as 'mine' | 'all' | undefined) ?? null };
}
