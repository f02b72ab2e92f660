import type { RequestContext } from '../context.ts';
import { issueUrl } from '../evidence.ts';
import { type BugReport, describeIssue } from './get-bug.ts';
import { listKnownIssues } from './known-issues.ts';
import { matchRecords } from './match-records.ts';

/** A known issue, and how much it hits. */
export interface BugLine {
  issue: BugReport['issue'];
  accounts: number;
  hits: number;
  /** Suggestions of which a person should say whether they are about it. */
  waiting: number;
  lastHitAt: string | null;
  url: string;
}

/** Every known issue that was not superseded: those that hit the most accounts first. */
export async function listBugs(ctx: RequestContext): Promise<BugLine[]> {
  await matchRecords(ctx, 10);
  const counts = await ctx.store.countHits();
  const knownAt = await ctx.store.lastSequence();
  return (await listKnownIssues(ctx))
    .filter(({ status }) => status !== 'superseded')
    .map((issue) => {
      const { accounts = 0, hits = 0, waiting = 0, lastAt = null } = counts.get(issue.id) ?? {};
      const lastHitAt = lastAt?.toISOString() ?? null;
      return {
        issue: describeIssue(issue),
        accounts,
        hits,
        waiting,
        lastHitAt,
        url: issueUrl(issue.id, knownAt),
      };
    })
    .sort(
      (one, other) =>
        Number(one.issue.status !== 'open') - Number(other.issue.status !== 'open') ||
        other.accounts - one.accounts ||
        other.waiting - one.waiting ||
        (one.issue.id < other.issue.id ? -1 : 1),
    );
}
