import type { WeekFix } from '../../domain/account-week.ts';
import { compareText } from '../../domain/compare-text.ts';
import type { Moment } from '../../domain/moment.ts';
import type { RequestContext } from '../context.ts';
import { listKnownIssues } from '../issues/known-issues.ts';
import { memberNames } from '../member-names.ts';

/** Known issues that hit an account up to a moment: open ones by their ship date and how often they hit it, then those fixed after an instant. */
export async function readFixes(
  ctx: RequestContext,
  account: string,
  { before, ...moment }: Moment & { before: Date },
): Promise<WeekFix[]> {
  const hits = new Map((await ctx.store.issueHitsOf(account, moment)).map((hit) => [hit.issue, hit]));
  if (hits.size === 0) return [];
  const names = await memberNames(ctx);
  const turns = new Map((await ctx.store.readStandings()).map((standing) => [standing.issueId, standing]));
  const fixes = (await listKnownIssues(ctx)).flatMap((issue): WeekFix[] => {
    const hit = hits.get(issue.id);
    const turn = turns.get(issue.id);
    if (!hit || issue.status === 'superseded') return [];
    const changedAt = turn && turn.turn > 0 ? turn.at : null;
    // What was fixed after the moment was open at it.
    const isFixed = issue.status === 'fixed' && (changedAt === null || changedAt <= moment.asOf);
    if (isFixed && (changedAt === null || changedAt <= before)) return [];
    return [
      {
        issue: issue.id,
        title: issue.title,
        status: isFixed ? 'fixed' : 'open',
        owner: names.get(issue.owner) ?? issue.owner,
        fixedIn: issue.fixed_in ?? null,
        shipsOn: issue.ships_on ?? null,
        fixedAt: isFixed ? (changedAt?.toISOString() ?? null) : null,
        firstHitAt: hit.firstAt.toISOString(),
        records: hit.records,
        mayBeTold: issue.audience === 'customer',
      },
    ];
  });
  return fixes.sort(
    (one, other) =>
      compareText(rank(one), rank(other)) ||
      other.records - one.records ||
      compareText(one.issue, other.issue),
  );
}

function rank({ status, shipsOn }: WeekFix): string {
  return `${status === 'open' ? 0 : 1} ${shipsOn ?? '9999'}`;
}
