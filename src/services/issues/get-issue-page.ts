import { HoldfastError } from '../../errors.ts';
import type { RequestContext } from '../context.ts';
import { type BugHit, type BugReport, getBug, listBugHits } from './get-bug.ts';

/** A known issue with every hit, of all accounts or of one. */
export interface IssuePage {
  bug: BugReport;
  /** Whose hits are listed; null = everybody's */
  account: { id: string; name: string } | null;
  /** The latest first, at most `hitsListed`. */
  hits: (BugHit & { account: string; accountName: string })[];
  /** How many there are. */
  found: number;
}

/** More records are not listed on one page. */
const hitsListed = 1_000;

/**
 * The page behind the figures of a known issue.
 * @throws {HoldfastError} HF_NOT_FOUND when there is no such issue, or it did not hit the account
 */
export async function getIssuePage(
  ctx: RequestContext,
  input: { id: string; knownAt?: number | undefined; account?: string | undefined },
): Promise<IssuePage> {
  const bug = await getBug(ctx, input);
  const names = new Map(bug.accounts.map(({ id, name }) => [id, name]));
  const { account } = input;
  if (account !== undefined && !names.has(account)) {
    throw new HoldfastError(
      'HF_NOT_FOUND',
      `'${bug.issue.id}' is not known to have hit '${account.slice(0, 80)}'`,
    );
  }
  const hits = await listBugHits(ctx, { id: bug.issue.id, knownAt: bug.knownAt, account });
  return {
    bug,
    account: account === undefined ? null : { id: account, name: names.get(account) ?? account },
    hits: hits
      .slice(0, hitsListed)
      .map((hit) => ({ ...hit, accountName: names.get(hit.account) ?? hit.account })),
    found: hits.length,
  };
}
