import { requireReadable } from '../services/authorize.ts';
import type { RequestContext } from '../services/context.ts';
import { listArticleReports } from '../services/list-article-reports.ts';
import { articleReportsView } from '../views/article-reports-view.ts';
import type { Outcome } from './command.ts';
import { usage } from './options.ts';

/**
 * `knowledge reports [--owner MEMBER]`: articles that were called wrong since their last change.
 * @throws {HoldfastError} HF_USAGE when the owner is nobody: an empty list would be taken for good news
 */
export async function articleReports(ctx: RequestContext, owner: string | undefined): Promise<Outcome> {
  await requireReadable(ctx, 'account', null);
  const queue = await listArticleReports(ctx, owner ?? null);
  if (owner !== undefined && queue.articles.length === 0 && !(await ctx.store.findMember(owner)))
    throw usage(`There is no member '${owner}'`, 'Owners stand in the front matter of articles.');
  return { json: queue, view: articleReportsView(queue) };
}
