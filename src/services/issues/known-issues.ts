import type { KnownIssue, StandingIssue } from '../../domain/known-issue.ts';
import { HoldfastError } from '../../errors.ts';
import { nextStandings, standingIssues } from '../../rules/issue-match/next-standings.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { Services } from '../context.ts';

/**
 * The known issues as they stand now. Writes down what this reading of the knowledge changed; the caller holds the lock
 * of the matching, so that one change is one turn.
 * @param issues - as the knowledge has them now
 */
export async function standNow(
  store: StoreTransaction,
  issues: readonly KnownIssue[],
  now: Date,
): Promise<StandingIssue[]> {
  const kept = await store.readStandings();
  const changed = nextStandings(issues, kept, now);
  await store.writeStandings(changed);
  for (const { issueId, status, fixedIn, turn, at } of changed.filter(({ turn }) => turn > 0)) {
    await store.appendAudit({
      at,
      actor: 'system',
      action: `issue.${status}`,
      account: null,
      detail: { issue: issueId, fixedIn, turn },
    });
  }
  const standings = new Map([...kept, ...changed].map((standing) => [standing.issueId, standing]));
  return standingIssues(issues, [...standings.values()]);
}

/** The known issues as they stood at the last look, without looking anew. */
export async function listKnownIssues({
  store,
  knowledge,
}: Pick<Services, 'store' | 'knowledge'>): Promise<StandingIssue[]> {
  return standingIssues(await knowledge.issues(), await store.readStandings());
}

/**
 * The known issue that somebody names by its id.
 * @throws {HoldfastError} HF_NOT_FOUND with the ids that come closest
 */
export async function requireIssue(
  services: Pick<Services, 'store' | 'knowledge'>,
  id: string,
): Promise<StandingIssue> {
  const issues = await listKnownIssues(services);
  const wanted = id.trim().toLowerCase();
  const found = issues.find((issue) => issue.id === wanted);
  if (found) return found;
  const words = wanted.split(/[^a-z0-9]+/).filter((word) => word.length > 2);
  const closest = issues
    .map((issue) => ({ id: issue.id, fits: words.filter((word) => issue.id.includes(word)).length }))
    .filter(({ fits }) => fits > 0)
    .sort((one, other) => other.fits - one.fits)
    .slice(0, 3)
    .map((issue) => issue.id);
  throw new HoldfastError('HF_NOT_FOUND', `There is no known issue '${id.slice(0, 80)}'`, {
    next: closest[0] ? `Closest: ${closest.join(', ')}. Try: bug ${closest[0]}` : 'List all with: bug list',
  });
}
