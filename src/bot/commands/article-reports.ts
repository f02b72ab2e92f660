import type { ReportsQuestion } from '../../rules/question/question.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { listArticleReports } from '../../services/list-article-reports.ts';
import { articleReportsView } from '../../views/article-reports-view.ts';
import type { View } from '../../views/view.ts';

/**
 * `/cs knowledge reports [mine|all]`: articles that were called wrong. Without a word managers and admins see all, and
 * everybody else those that they keep.
 */
export async function articleReports(ctx: RequestContext, { scope }: ReportsQuestion): Promise<View> {
  await requireReadable(ctx, 'account', null);
  const { member } = ctx;
  const seesAll = member === null || member.role === 'manager' || member.role === 'admin';
  const owner = member === null || (scope ?? (seesAll ? 'all' : 'mine')) === 'all' ? null : member.id;
  const hint = owner === null ? '' : 'Those of everybody: /cs knowledge reports all';
  return articleReportsView(await listArticleReports(ctx, owner), hint);
}
