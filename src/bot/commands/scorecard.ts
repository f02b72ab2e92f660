import type { ScorecardQuestion } from '../../rules/question/question.ts';
import type { RequestContext } from '../../services/context.ts';
import { getScorecard } from '../../services/metrics/get-scorecard.ts';
import { scorecardView } from '../../views/scorecard-view.ts';
import type { View } from '../../views/view.ts';

/** `/cs scorecard`, `/cs scorecard 2026-10`: a month of the base in figures. */
export async function scorecard(ctx: RequestContext, { month }: ScorecardQuestion): Promise<View> {
  return scorecardView(await getScorecard(ctx, month === null ? {} : { month }));
}
