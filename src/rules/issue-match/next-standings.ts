import type { IssueStanding, KeptStanding, KnownIssue, StandingIssue } from '../../domain/known-issue.ts';

/**
 * How issues stand after a reading of the knowledge. What the knowledge says anew counts; what it repeats leaves a
 * person's word alone. A turn is a change of the status, not of its details.
 * @param kept - how they stood before; empty = the first reading, which is no change of anything
 * @returns the standings that have to be written, in the order of the issues
 */
export function nextStandings(
  issues: readonly KnownIssue[],
  kept: readonly KeptStanding[],
  at: Date,
): KeptStanding[] {
  const before = new Map(kept.map((standing) => [standing.issueId, standing]));
  const isFirst = kept.length === 0;
  return issues.flatMap((issue): KeptStanding[] => {
    const fixedIn = issue.fixed_in ?? null;
    const read = { issueId: issue.id, readStatus: issue.status, readFixedIn: fixedIn, by: 'knowledge', at };
    const known = before.get(issue.id);
    if (!known) return [{ ...read, status: issue.status, fixedIn, turn: isFirst ? 0 : 1 }];
    if (known.readStatus === issue.status && known.readFixedIn === fixedIn) return [];
    const turn = known.turn + (known.status === issue.status ? 0 : 1);
    const since = turn === known.turn ? known.at : at;
    return [{ ...read, status: issue.status, fixedIn, turn, at: since }];
  });
}

/** The issues as they stand: what a person said after the last reading counts more than the file. */
export function standingIssues(
  issues: readonly KnownIssue[],
  standings: readonly IssueStanding[],
): StandingIssue[] {
  const byId = new Map(standings.map((standing) => [standing.issueId, standing]));
  return issues.map((issue) => {
    const standing = byId.get(issue.id);
    if (!standing || standing.status === 'superseded') return issue;
    const openUntil = standing.turn > 0 && standing.status === 'fixed' ? { openUntil: standing.at } : {};
    if (standing.by === 'knowledge') return { ...issue, ...openUntil };
    const { fixed_in: _, superseded_by: __, ...rest } = issue;
    const fixed = standing.fixedIn === null ? {} : { fixed_in: standing.fixedIn };
    return { ...rest, status: standing.status, ...fixed, ...openUntil };
  });
}
