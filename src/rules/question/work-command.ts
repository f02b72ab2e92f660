import type { BugQuestion, ReportsQuestion, TicketQuestion, WorkQuestion } from './question.ts';

/**
 * Reads the commands of work: `approvals [mine|open|recent]`, `autonomy`, `halt SCOPE`, `resume SCOPE`, as in a terminal
 * also `kill` and `unkill`.
 * @returns null when the text is none of them
 */
export function readWork(text: string): WorkQuestion | null {
  const [verb = '', rest, ...more] = text.trim().split(/\s+/);
  if (more.length > 0) return null;
  switch (verb.toLowerCase()) {
    case 'approvals': {
      const scope = (['mine', 'open', 'recent'] as const).find(
        (one) => one === (rest ?? 'open').toLowerCase(),
      );
      return scope ? { kind: 'approvals', scope } : null;
    }
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

/**
 * Reads `bug ID`, `bug list`, `bugs`, `ticket NUMBER` and `diagnose NUMBER`.
 * @returns null when the text is none of them
 */
export function readBug(text: string): BugQuestion | TicketQuestion | null {
  const [verb = '', rest = '', ...more] = text.trim().split(/\s+/);
  if (more.length > 0) return null;
  if (/^bugs?$/i.test(verb)) return { kind: 'bug', issue: rest.toLowerCase() === 'list' ? '' : rest };
  return rest !== '' && /^(?:ticket|diagnose)$/i.test(verb) ? { kind: 'ticket', ticketId: rest } : null;
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
