import { HoldfastError } from '../../errors.ts';
import { requireChangeable } from '../authorize.ts';
import { actorOf, type RequestContext } from '../context.ts';
import { requireIssue, standNow } from './known-issues.ts';

/** What a person says of a known issue before the knowledge does. */
export interface StatusDeclaration {
  id: string;
  status: 'open' | 'fixed';
  /** Of a fixed one: the version that has the correction. */
  fixedIn?: string | undefined;
}

/**
 * Says that a known issue is open again, or fixed. It holds until the knowledge says something new, and counts as a turn
 * where the status changes: the accounts that were hit can be told.
 * @returns false when it stood so already
 * @throws {HoldfastError} HF_FORBIDDEN, HF_NOT_FOUND, HF_USAGE for a fix without a version or a superseded issue
 */
export async function declareStatus(
  ctx: RequestContext,
  { id, status, fixedIn }: StatusDeclaration,
): Promise<boolean> {
  await requireChangeable(ctx, 'issues');
  const issue = await requireIssue(ctx, id);
  if (issue.status === 'superseded')
    throw usage(`'${issue.id}' is superseded`, `Say it of ${issue.superseded_by ?? 'its successor'}.`);
  if (status === 'fixed' && !/^\d{1,6}(?:\.\d{1,6}){1,2}$/.test(fixedIn ?? ''))
    throw usage('A fixed issue names the version that fixed it', 'Such as 4.41 or 4.41.2.');
  const [at, by] = [ctx.clock.now(), actorOf(ctx)];
  const read = await ctx.knowledge.issues();
  return await ctx.store.transaction(async (store) => {
    await store.lockIssueMatching();
    await standNow(store, read, at);
    const kept = (await store.readStandings()).find(({ issueId }) => issueId === issue.id);
    if (!kept) throw new Error('an issue of the knowledge has no standing');
    const version = status === 'fixed' ? (fixedIn ?? null) : null;
    if (kept.status === status && kept.fixedIn === version) return false;
    const turn = kept.turn + (kept.status === status ? 0 : 1);
    await store.writeStandings([{ ...kept, status, fixedIn: version, turn, by, at }]);
    await store.appendAudit({
      at,
      actor: by,
      action: `issue.${status}`,
      account: null,
      detail: { issue: issue.id, fixedIn: version, turn },
    });
    return true;
  });
}

function usage(message: string, next: string): HoldfastError {
  return new HoldfastError('HF_USAGE', message, { next });
}
